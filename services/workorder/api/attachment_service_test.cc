#include "services/workorder/api/attachment_service.h"

#include <cstdio>

#include "catch2/catch.hpp"
#include "platform/events/event.h"
#include "services/workorder/commands/upload_attachment.h"
#include "services/workorder/service_fixture.h"
#include "services/workorder/store/attachment_store.h"
#include "services/workorder/workers/attachment_sweeper.h"

namespace hotline::workorder {
namespace {

namespace fs = std::filesystem;

struct AttachmentFixture : ServiceFixture {
  TemporaryDirectory directory;
  AttachmentFiles files{directory.path, &cipher};
  AttachmentServiceParts parts{&commands, &files, &store};
  AttachmentSweeper sweeper{&pool, &files};

  v1::UploadAttachmentRequest Request(const std::string& data = "%PDF-1.7 执行申请书") const {
    v1::UploadAttachmentRequest request;
    request.set_data(data);
    request.set_file_name("执行申请书.pdf");
    request.set_content_type("application/pdf");
    return request;
  }
  absl::StatusOr<v1::Attachment> Upload(const v1::UploadAttachmentRequest& request) {
    return UploadAttachment(commands, files, CallBy(Agent(), "Upload"), request);
  }
  absl::Status Attach(const std::vector<std::string>& ids, const std::string& order_id,
                      const Caller& by) {
    return pool.Transact(
        [&](db::Tx& tx) { return AttachToWorkOrder(tx, ids, order_id, by.id, now); });
  }
  int FileCount() const {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory.path))
      count += entry.is_regular_file();
    return count;
  }
  bool Sees(const Caller& caller, const std::string& id) {
    const auto found = FindVisibleAttachment(parts, caller, id);
    if (!found.ok()) CHECK(ReasonOf(found.status()) == "ATTACHMENT_NOT_FOUND");
    return found.ok();
  }
};

TEST_CASE("an uploaded file is kept with its type, size and checksum, and told of in the history") {
  AttachmentFixture f;
  const auto attachment = f.Upload(f.Request());
  REQUIRE(attachment.ok());
  CHECK(attachment->content_type() == "application/pdf");
  CHECK(attachment->size() == static_cast<int64_t>(f.Request().data().size()));
  CHECK(attachment->sha256() == crypto::Hex(crypto::Sha256(f.Request().data())));
  CHECK(attachment->file_name() == "执行申请书.pdf");
  const auto found = FindVisibleAttachment(f.parts, f.Agent(), attachment->id());
  REQUIRE(found.ok());
  CHECK(f.files.Read(found->id, found->sha256).value() == f.Request().data());
  CHECK(f.files.Incoming().value().empty());
  CHECK(f.Rows("event") == 1);
}

TEST_CASE("a repeated upload gives the first answer and keeps one file") {
  AttachmentFixture f;
  auto request = f.Request();
  request.set_request_id("upload-1");
  const auto first = f.Upload(request);
  const auto second = f.Upload(request);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->id() == second->id());
  CHECK(f.FileCount() == 1);
  CHECK(f.Rows("attachment") == 1);

  request.set_data("%PDF-1.7 another");
  CHECK(ReasonOf(f.Upload(request).status()) == "REQUEST_ID_REUSED");
  CHECK(f.FileCount() == 1);
}

TEST_CASE("what is empty, too large or of another type is refused, and nothing of it stays") {
  AttachmentFixture f;
  CHECK(ReasonOf(f.Upload(f.Request("")).status()) == "ATTACHMENT_EMPTY");
  CHECK(ReasonOf(f.Upload(f.Request("%PDF-" + std::string(kMaxAttachmentBytes, ' '))).status()) ==
        "ATTACHMENT_TOO_LARGE");
  CHECK(f.Upload(f.Request("%PDF-" + std::string(kMaxAttachmentBytes - 5, ' '))).ok());
  CHECK(ReasonOf(f.Upload(f.Request("MZ\x90\x03")).status()) == "ATTACHMENT_TYPE");
  auto disagrees = f.Request("\xFF\xD8\xFF\xE0");
  CHECK(ReasonOf(f.Upload(disagrees).status()) == "ATTACHMENT_TYPE");
  disagrees.set_content_type("");
  CHECK(f.Upload(disagrees)->file_name() == "执行申请书.pdf.jpg");
  CHECK(f.FileCount() == 2);
  CHECK(f.Rows("attachment") == 2);
}

TEST_CASE("storage that fails leaves no row, and a row that fails leaves no file") {
  AttachmentFixture f;
  fs::remove_all(f.directory.path);
  {
    std::FILE* file = std::fopen(f.directory.path.c_str(), "w");
    std::fclose(file);
  }
  CHECK(ReasonOf(f.Upload(f.Request()).status()) == "STORAGE_UNAVAILABLE");
  CHECK(f.Rows("attachment") == 0);
  CHECK(f.Rows("event") == 0);
  fs::remove(f.directory.path);

  Caller nobody = f.Agent();
  nobody.id = "not-a-uuid";
  CHECK_FALSE(UploadAttachment(f.commands, f.files, f.CallBy(nobody), f.Request()).ok());
  CHECK(f.FileCount() == 0);
}

TEST_CASE("a file is the uploader's until attached, then of whoever may see the order") {
  AttachmentFixture f;
  const std::string id = f.Upload(f.Request())->id();
  const Caller colleague = f.Person("9", f.Agent().permissions);
  CHECK(f.Sees(f.Agent(), id));
  CHECK_FALSE(f.Sees(colleague, id));
  CHECK_FALSE(f.Sees(f.Handler(), id));

  WorkOrder order = f.Draft();
  order.state = State::kDispatched;
  order.department_id = kDepartment;
  order = f.Save(order);
  REQUIRE(f.Attach({id}, order.id, f.Agent()).ok());
  CHECK(f.Sees(colleague, id));
  CHECK(f.Sees(f.Handler(), id));
  CHECK_FALSE(f.Sees(f.Person("8", f.Handler().permissions, kOtherDepartment), id));
  Caller elsewhere = colleague;
  elsewhere.court_path = "/gd/gd04/";
  CHECK_FALSE(f.Sees(elsewhere, id));
}

TEST_CASE("who is given a file is recorded, who is refused it is not") {
  AttachmentFixture f;
  const std::string id = f.Upload(f.Request())->id();
  const auto download = [&](const Caller& caller) {
    v1::GetAttachmentRequest request;
    request.set_id(id);
    return DownloadAttachment(f.parts, f.CallBy(caller, "Download"), request);
  };
  CHECK(ReasonOf(download(f.Handler()).status()) == "ATTACHMENT_NOT_FOUND");
  CHECK(f.Rows("download_log") == 0);
  CHECK(download(f.Agent())->data() == f.Request().data());
  CHECK(download(f.Agent()).ok());
  CHECK(f.Rows("download_log WHERE attachment_id = '" + id + "' AND caller_id = '" + f.Agent().id +
               "' AND work_order_id IS NULL") == 2);
}

TEST_CASE("only the own, unattached, recent files can be attached") {
  AttachmentFixture f;
  const WorkOrder order = f.Save(f.Draft());
  const std::string first = f.Upload(f.Request())->id(), second = f.Upload(f.Request())->id();
  CHECK(ReasonOf(f.Attach({first}, order.id, f.Handler())) == "ATTACHMENT_NOT_FOUND");
  CHECK(ReasonOf(f.Attach({first, crypto::NewUuid(f.now)}, order.id, f.Agent())) ==
        "ATTACHMENT_NOT_FOUND");
  CHECK(f.Attach({first, first}, order.id, f.Agent()).ok());
  CHECK(ReasonOf(f.Attach({first}, order.id, f.Agent())) == "ATTACHMENT_NOT_FOUND");
  f.now += kOrphanLifetime;
  CHECK(ReasonOf(f.Attach({second}, order.id, f.Agent())) == "ATTACHMENT_NOT_FOUND");
}

TEST_CASE("files that nobody attached within a day are removed, and the history says so") {
  AttachmentFixture f;
  const WorkOrder order = f.Save(f.Draft());
  const std::string kept = f.Upload(f.Request())->id(), orphan = f.Upload(f.Request())->id();
  REQUIRE(f.Attach({kept}, order.id, f.Agent()).ok());

  REQUIRE(f.sweeper.Tick(f.now + kOrphanLifetime - absl::Seconds(1)).ok());
  CHECK(f.FileCount() == 2);
  const absl::Time later = f.now + kOrphanLifetime;
  const auto next = f.sweeper.Tick(later);
  REQUIRE(next.ok());
  CHECK(*next > later);
  CHECK(f.FileCount() == 1);
  CHECK(f.Rows("attachment") == 1);
  CHECK_FALSE(f.Sees(f.Agent(), orphan));
  CHECK(f.Sees(f.Agent(), kept));
  const auto report = events::VerifyHistory(f.pool);
  REQUIRE(report.ok());
  CHECK(report->broken.empty());
  CHECK(report->events == 3);
}

TEST_CASE("what a crash left between file and row is settled or removed") {
  AttachmentFixture f;
  const std::string id = f.Upload(f.Request())->id();
  const std::string tail = id.substr(32);
  const std::string settled =
      f.directory.path + "/" + tail.substr(0, 2) + "/" + tail.substr(2) + "/" + id;
  fs::rename(settled, f.directory.path + "/incoming/" + id);  // Committed, not yet settled.
  const std::string lost = crypto::NewUuid(f.now);
  REQUIRE(f.files.Write(lost, "never committed").ok());

  REQUIRE(f.sweeper.Tick(f.now + absl::Minutes(5)).ok());  // May still be on its way.
  CHECK(f.files.Incoming().value().size() == 2);
  REQUIRE(f.sweeper.Tick(f.now + absl::Hours(1)).ok());
  CHECK(f.files.Incoming().value().empty());
  CHECK(fs::exists(settled));
  CHECK(f.FileCount() == 1);
}

}  // namespace
}  // namespace hotline::workorder
