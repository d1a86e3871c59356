#include "services/workorder/store/attachment_files.h"

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "services/workorder/service_fixture.h"

namespace hotline::workorder {
namespace {

namespace fs = std::filesystem;

constexpr char kId[] = "0198c0de-0000-7000-8000-00000000abcd";

struct Files {
  TemporaryDirectory directory;
  crypto::FieldCipher cipher{TestKeys()};
  AttachmentFiles files{directory.path + "/attachments", &cipher};

  std::string Settled() const { return directory.path + "/attachments/ab/cd/" + kId; }
  std::string Incoming() const { return directory.path + "/attachments/incoming/" + kId; }
  int Count() const {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory.path))
      count += entry.is_regular_file();
    return count;
  }
};

std::string Bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE(
    "a file reads back before and after it is settled, sealed on disk and for nobody else to "
    "open") {
  Files f;
  const std::string data = "执行申请书";
  REQUIRE(f.files.Write(kId, data).ok());
  CHECK(f.files.Read(kId, crypto::Sha256(data)).value() == data);
  CHECK(f.files.Incoming().value() == std::vector<std::string>{kId});

  REQUIRE(f.files.Settle(kId).ok());
  REQUIRE(f.files.Settle(kId).ok());
  CHECK(f.files.Incoming().value().empty());
  CHECK(f.files.Read(kId, crypto::Sha256(data)).value() == data);
  CHECK(Bytes(f.Settled()).find(data) == std::string::npos);
  CHECK((fs::status(f.Settled()).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
        fs::perms::none);
  CHECK((fs::status(fs::path(f.Settled()).parent_path()).permissions() & fs::perms::others_all) ==
        fs::perms::none);

  REQUIRE(f.files.Remove(kId).ok());
  REQUIRE(f.files.Remove(kId).ok());
  CHECK(f.Count() == 0);
}

TEST_CASE("a file that was changed, cut, moved or lost is not given out") {
  Files f;
  const std::string data(5000, 'a'), sha256 = crypto::Sha256(data);
  REQUIRE(f.files.Write(kId, data).ok());
  REQUIRE(f.files.Settle(kId).ok());
  const std::string whole = Bytes(f.Settled());
  const auto read_with = [&](const std::string& bytes) {
    std::ofstream(f.Settled(), std::ios::binary) << bytes;
    return ReasonOf(f.files.Read(kId, sha256).status());
  };

  std::string flipped = whole;
  flipped[2500] = static_cast<char>(flipped[2500] ^ 1);
  CHECK(read_with(flipped) == "ATTACHMENT_CORRUPT");
  CHECK(read_with(whole.substr(0, 2000)) == "ATTACHMENT_CORRUPT");
  CHECK(read_with("") == "ATTACHMENT_CORRUPT");
  CHECK(read_with(f.cipher.Seal(data, "workorder/attachment/another")) == "ATTACHMENT_CORRUPT");
  CHECK(read_with(whole) == "");
  CHECK(ReasonOf(f.files.Read(kId, crypto::Sha256("other")).status()) == "ATTACHMENT_CORRUPT");
  REQUIRE(f.files.Remove(kId).ok());
  const auto lost = f.files.Read(kId, sha256);
  CHECK(absl::IsDataLoss(lost.status()));
  CHECK(ReasonOf(lost.status()) == "ATTACHMENT_CORRUPT");
}

TEST_CASE("a full disk is said, and leaves nothing behind") {
  Files f;
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 64 << 10;  // Writing more fails half-way, as on a full disk.
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const absl::Status status = f.files.Write(kId, std::string(1 << 20, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);

  CHECK(absl::IsUnavailable(status));
  CHECK(ReasonOf(status) == "STORAGE_FULL");
  CHECK(f.Count() == 0);
}

TEST_CASE("storage that cannot be used is said, and leaves nothing behind") {
  Files f;
  std::ofstream(f.directory.path + "/attachments") << "not a directory";
  const absl::Status status = f.files.Write(kId, "data");
  CHECK(absl::IsUnavailable(status));
  CHECK(ReasonOf(status) == "STORAGE_UNAVAILABLE");
  CHECK(ReasonOf(f.files.Read(kId, "").status()) == "STORAGE_UNAVAILABLE");
}

}  // namespace
}  // namespace hotline::workorder
