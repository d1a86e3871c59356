#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "catch2/catch.hpp"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/crypto/field_cipher.h"

namespace hotline::crypto {
namespace {

using nlohmann::json;

// A folder of its own, removed at the end.
struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hotline-keys-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string File() const { return (path / "keys.json").string(); }
  size_t Entries() const {
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(path), {}));
  }
  std::filesystem::path path;
};

std::string Read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

void Write(const std::string& path, const std::string& text, mode_t mode = 0600) {
  std::ofstream(path) << text;
  REQUIRE(chmod(path.c_str(), mode) == 0);
}

mode_t ModeOf(const std::string& path) {
  struct stat info {};
  REQUIRE(stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777;
}

TEST_CASE("A new key file is complete, private and never overwritten") {
  Folder folder;
  REQUIRE(KeyRing::Create(folder.File()).ok());
  CHECK(ModeOf(folder.File()) == 0600);
  CHECK(folder.Entries() == 1);
  const KeyRing ring = KeyRing::Load(folder.File()).value();
  CHECK(ring.active == "k1");
  CHECK(std::set<std::string>{ring.field_keys.at("k1"), ring.index_key, ring.caller_key,
                              ring.token_key}
            .size() == 4);
  CHECK(ring.field_keys.at("k1").size() == 32);

  const std::string before = Read(folder.File());
  CHECK(ReasonOf(KeyRing::Create(folder.File())) == "KEY_FILE_EXISTS");
  CHECK(Read(folder.File()) == before);
  CHECK(folder.Entries() == 1);
}

TEST_CASE("A file that is exposed, missing or incomplete is refused without quoting it") {
  Folder folder;
  CHECK(ReasonOf(KeyRing::Load(folder.File()).status()) == "KEY_FILE_MISSING");
  CHECK(ReasonOf(KeyRing::Load(folder.path.string()).status()) == "KEY_FILE_INVALID");
  REQUIRE(KeyRing::Create(folder.File()).ok());
  const std::string text = Read(folder.File());
  for (mode_t mode : {0640, 0604, 0610, 0777}) {
    REQUIRE(chmod(folder.File().c_str(), mode) == 0);
    CHECK(ReasonOf(KeyRing::Load(folder.File()).status()) == "KEY_FILE_EXPOSED");
  }

  const json good = json::parse(text);
  std::vector<std::string> bad = {"", "[]", "null", text.substr(0, text.size() / 2)};
  for (const char* change :
       {R"({"active": "k2"})", R"({"active": 1})", R"({"active": null})", R"({"keys": null})",
        R"({"keys": {"k1": {"field": "c2hvcnQ="}}})", R"({"keys": {"K 2": {"field": ""}}})",
        R"({"index": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})", R"({"caller": null})",
        R"({"token": "not base64, but 44 characters, as they are ="})", R"({"index": 1})"}) {
    json file = good;
    file.merge_patch(json::parse(change));
    bad.push_back(file.dump());
  }
  const std::string secret = good["index"];
  for (const std::string& file : bad) {
    CAPTURE(file);
    Write(folder.File(), file);
    const absl::Status status = KeyRing::Load(folder.File()).status();
    CHECK(ReasonOf(status) == "KEY_FILE_INVALID");
    CHECK(std::string(status.message()).find(secret.substr(0, 8)) == std::string::npos);
    CHECK(ReasonOf(KeyRing::Rotate(folder.File()).status()) == "KEY_FILE_INVALID");
    CHECK(Read(folder.File()) == file);
  }
}

TEST_CASE("Rotation adds an active key and keeps all others, the owner and the mode") {
  Folder folder;
  REQUIRE(KeyRing::Create(folder.File()).ok());
  REQUIRE(chmod(folder.File().c_str(), 0400) == 0);
  const KeyRing before = KeyRing::Load(folder.File()).value();
  const std::string sealed = FieldCipher(before).Seal("value", "c");
  CHECK(KeyRing::Rotate(folder.File()).value() == "k2");
  CHECK(ModeOf(folder.File()) == 0400);
  CHECK(folder.Entries() == 1);
  const KeyRing after = KeyRing::Load(folder.File()).value();
  CHECK(after.active == "k2");
  CHECK(after.field_keys.size() == 2);
  CHECK(after.field_keys.at("k1") == before.field_keys.at("k1"));
  CHECK(after.index_key == before.index_key);
  CHECK(after.caller_key == before.caller_key);
  CHECK(after.token_key == before.token_key);
  CHECK(FieldCipher(after).Open(sealed, "c").value() == "value");
  CHECK(ReasonOf(KeyRing::Rotate(folder.File() + ".other").status()) == "KEY_FILE_MISSING");
}

TEST_CASE("Rotations at the same time lose no key") {
  Folder folder;
  REQUIRE(KeyRing::Create(folder.File()).ok());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&folder] {
      for (int round = 0; round < 5; ++round) KeyRing::Rotate(folder.File()).IgnoreError();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(KeyRing::Load(folder.File()).value().field_keys.size() == 21);
  CHECK(KeyRing::Load(folder.File()).value().active == "k21");
  CHECK(folder.Entries() == 1);
}

}  // namespace
}  // namespace hotline::crypto
