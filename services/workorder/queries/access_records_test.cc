#include "services/workorder/queries/access_records.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "services/workorder/queries/query_fixture.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {
namespace {

using Kind = v1::AccessRecord;
using Said = std::vector<std::string>;

struct AuditFixture : QueryFixture {
  Caller Auditor(const std::string& court_path = kCourtPath) const {
    Caller caller = Person("9", {"audit.read"});
    caller.court_path = court_path;
    return caller;
  }

  void Log(const db::Sql& statement, auto... values) {
    const absl::Status status = pool.Transact([&](db::Tx& tx) {
      tx.Exec(statement, values...);
      return absl::OkStatus();
    });
    REQUIRE(status.ok());
  }
  void Search(absl::Time time, const std::string& court_path = kCourtPath) {
    Log(sql::kLogSearch, time, Agent().id, Agent().name, court_path, db::Bytes{"phone"},
        db::Bytes{""}, 3);
  }
  void Contact(absl::Time time, const WorkOrder& order) {
    Log(sql::kLogContact, time, "notification", order.id, "短信告知延期");
  }
  void Download(absl::Time time, const WorkOrder& order) {
    Log(sql::kLogDownload, time, Agent().id, Agent().name, crypto::NewUuid(time), order.id,
        order.court_path);
  }

  // "DOWNLOAD 2": kinds and the seconds since `now`.
  Said Records(v1::ListAccessRecordsRequest request = {}) { return Records(Auditor(), request); }
  Said Records(const Caller& caller, v1::ListAccessRecordsRequest request = {}) {
    Said said;
    do {
      const auto reply = ListAccessRecords(context, CallBy(caller), request);
      REQUIRE(reply.ok());
      for (const v1::AccessRecord& one : reply->access_records()) {
        said.push_back(v1::AccessRecord::Kind_Name(one.kind()) + " " +
                       std::to_string(one.access_time().seconds() - absl::ToUnixSeconds(now)));
      }
      request.set_page_token(reply->next_page_token());
    } while (!request.page_token().empty());
    return said;
  }
};

TEST_CASE_METHOD(AuditFixture, "an auditor reads who was shown what, latest first") {
  const WorkOrder order = Save(Draft());
  Search(now);
  Contact(now + absl::Seconds(1), order);
  Download(now + absl::Seconds(2), order);
  Search(now + absl::Seconds(3));
  CHECK(Records() == Said{"SEARCH 3", "DOWNLOAD 2", "CONTACT 1", "SEARCH 0"});

  const auto reply = ListAccessRecords(context, CallBy(Auditor()), {});
  REQUIRE(reply.ok());
  const auto& search = reply->access_records(0);
  CHECK(search.reader_id() == Agent().id);
  CHECK(search.reader_name() == Agent().name);
  CHECK(search.found() == 3);
  CHECK(search.by_phone());
  CHECK_FALSE(search.by_id_number());
  const auto& download = reply->access_records(1);
  CHECK(download.work_order_number() == order.number);
  CHECK_FALSE(download.attachment_id().empty());
  const auto& contact = reply->access_records(2);
  CHECK(contact.reader_id() == "notification");
  CHECK(contact.reason() == "短信告知延期");
  CHECK(contact.work_order_id() == order.id);
}

TEST_CASE_METHOD(AuditFixture, "filters by kind, order, reader and time") {
  const WorkOrder order = Save(Draft());
  const WorkOrder other = Save(Draft());
  Search(now);
  Contact(now + absl::Seconds(1), order);
  Download(now + absl::Seconds(2), order);
  Download(now + absl::Seconds(3), other);

  v1::ListAccessRecordsRequest request;
  request.set_kind(Kind::DOWNLOAD);
  CHECK(Records(request) == Said{"DOWNLOAD 3", "DOWNLOAD 2"});
  request.clear_kind();
  request.set_work_order_id(order.id);
  CHECK(Records(request) == Said{"DOWNLOAD 2", "CONTACT 1"});
  request.clear_work_order_id();
  request.set_reader_id(Agent().id);
  CHECK(Records(request) == Said{"DOWNLOAD 3", "DOWNLOAD 2", "SEARCH 0"});
  request.clear_reader_id();
  request.mutable_accessed_after()->set_seconds(absl::ToUnixSeconds(now) + 1);
  request.mutable_accessed_before()->set_seconds(absl::ToUnixSeconds(now) + 3);
  CHECK(Records(request) == Said{"DOWNLOAD 2", "CONTACT 1"});
}

TEST_CASE_METHOD(AuditFixture, "pages go through all three logs without gap or repetition") {
  const WorkOrder order = Save(Draft());
  for (int second = 0; second < 4; ++second) {  // Several at one instant, too.
    Search(now + absl::Seconds(second));
    Search(now + absl::Seconds(second));
    Contact(now + absl::Seconds(second), order);
    Download(now + absl::Seconds(second), order);
  }
  const Said all = Records();
  CHECK(all.size() == 16);
  v1::ListAccessRecordsRequest request;
  for (int size = 1; size <= 5; ++size) {
    request.set_page_size(size);
    CHECK(Records(request) == all);
  }
  const auto first = ListAccessRecords(context, CallBy(Auditor()), request);
  REQUIRE(first.ok());
  request.set_page_token(first->next_page_token());
  request.set_kind(Kind::SEARCH);
  CHECK(ReasonOf(ListAccessRecords(context, CallBy(Auditor()), request).status()) ==
        "INVALID_PAGE_TOKEN");
}

TEST_CASE_METHOD(
    AuditFixture,
    "of the own court and those below it, and not of what complains about the reader") {
  const WorkOrder order = Save(Draft());
  WorkOrder below = Draft();
  below.court_path = "/gd/gd03/gd0305/";
  below = Save(below);
  WorkOrder complaint = Draft();
  complaint.respondent.person_name = Auditor().name;
  complaint = Save(complaint);
  Search(now);
  Search(now + absl::Seconds(1), "/gd/gd04/");
  Contact(now + absl::Seconds(2), order);
  Download(now + absl::Seconds(3), below);
  Contact(now + absl::Seconds(4), complaint);
  Download(now + absl::Seconds(5), complaint);

  CHECK(Records() == Said{"DOWNLOAD 3", "CONTACT 2", "SEARCH 0"});
  CHECK(Records(Auditor("/gd/gd03/gd0305/")) == Said{"DOWNLOAD 3"});
  CHECK(Records(Auditor("/gd/")) ==
        Said{"DOWNLOAD 5", "CONTACT 4", "DOWNLOAD 3", "CONTACT 2", "SEARCH 1", "SEARCH 0"});
  CHECK(Records(Auditor("")).empty());
}

TEST_CASE_METHOD(AuditFixture,
                 "a file that was downloaded before it was attached is of its court") {
  WorkOrder none;  // Not attached, and removed since.
  none.court_path = kCourtPath;
  Download(now, none);
  CHECK(Records() == Said{"DOWNLOAD 0"});
  CHECK(Records(Auditor("/gd/gd04/")).empty());
}

}  // namespace
}  // namespace hotline::workorder
