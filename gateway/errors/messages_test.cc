#include "gateway/errors/messages.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "catch2/catch.hpp"
#include "gateway/errors/problem.h"
#include "nlohmann/json.hpp"

namespace hotline::gateway {
namespace {

namespace fs = std::filesystem;

std::set<std::string> Placeholders(const std::string& text) {
  static const std::regex kPlaceholder("\\{([A-Za-z]+)\\}");
  std::set<std::string> names;
  for (std::sregex_iterator it(text.begin(), text.end(), kPlaceholder), end; it != end; ++it)
    names.insert((*it)[1]);
  return names;
}

nlohmann::ordered_json File(std::string_view language) {
  return nlohmann::ordered_json::parse(EmbeddedMessages(language));
}

TEST_CASE("both languages say the same things, in order") {
  nlohmann::ordered_json zh = File("zh"), en = File("en");
  std::vector<std::string> keys, english;
  for (const auto& [key, text] : zh.items()) {
    keys.push_back(key);
    INFO(key);
    REQUIRE(en.contains(key));
    CHECK(Placeholders(text) == Placeholders(en[key]));
    CHECK_FALSE(text.get<std::string>().empty());
  }
  for (const auto& [key, text] : en.items()) english.push_back(key);
  CHECK(english == keys);
  CHECK(std::is_sorted(keys.begin(), keys.end()));
}

// What only an operator at a terminal sees is said in English by the status itself.
bool ForOperators(const std::string& path) {
  return path.find("platform/crypto/key_") != std::string::npos ||
         path.find("platform/db/migrator") != std::string::npos;
}

TEST_CASE("every reason that the source gives has a sentence") {
  const Messages messages;
  const std::regex refusals(
      R"re((?:\b(?:NotFound|Precondition|Denied|Invalid|Conflict)\(|\bRefuse\(\s*absl::StatusCode::(\w+),)\s*"([A-Z][A-Z0-9_]+)")re");
  const std::set<std::string> inner = {"kInternal", "kUnknown", "kDataLoss"};
  int seen = 0;
  for (const char* top : {"platform", "services", "gateway", "server"}) {
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(fs::path(HOTLINE_SOURCE_DIR) / top)) {
      const std::string path = entry.path().string();
      const std::string extension = entry.path().extension().string();
      if ((extension != ".cc" && extension != ".h") || path.ends_with("_test.cc") ||
          path.find("/testing/") != std::string::npos || ForOperators(path)) {
        continue;
      }
      std::ifstream file(path);
      std::stringstream text;
      text << file.rdbuf();
      const std::string source = text.str();
      for (std::sregex_iterator it(source.begin(), source.end(), refusals), end; it != end; ++it) {
        if (inner.contains((*it)[1])) continue;
        ++seen;
        INFO(path << ": " << (*it)[2]);
        CHECK(messages.Has((*it)[2].str()));
      }
    }
  }
  CHECK(seen > 50);
}

TEST_CASE("every canonical code has a sentence and the status HTTP gives it") {
  const Messages messages;
  const std::map<int, int> expected = {
      {1, 499}, {2, 500},  {3, 400},  {4, 504},  {5, 404},  {6, 409},  {7, 403},  {8, 429},
      {9, 400}, {10, 409}, {11, 400}, {12, 501}, {13, 500}, {14, 503}, {15, 500}, {16, 401}};
  for (auto [code, status] : expected) {
    absl::Status refusal(static_cast<absl::StatusCode>(code), "inner text 4711");
    CHECK(HttpStatusOf(refusal) == status);
    CHECK(messages.Has(absl::StatusCodeToString(refusal.code())));
    http::Response response =
        Problem(refusal, {.language = "zh", .path = "/x", .trace_id = "t"}, messages);
    CHECK(response.status == status);
    CHECK(response.body.find("4711") == std::string::npos);
    CHECK(nlohmann::json::parse(response.body)["status"] == status);
  }
}

TEST_CASE("params are put in, terms translated, and what is missing left out") {
  const Messages messages;
  Params params = {{"state", "CLOSED"}, {"command", "nobody knows {this}"}};
  CHECK(messages.Text("zh", "WRONG_STATE", params, "") ==
        "工单当前状态为办结，不能nobody knows {this}。");
  CHECK(messages.Text("en", "WRONG_STATE", {}, "") == "The order is in state ;  is not possible.");
  CHECK(messages.Text("zh", "NO_SUCH_REASON", {}, "NOT_FOUND") ==
        messages.Text("zh", "NOT_FOUND", {}, ""));
}

TEST_CASE("retry-after comes from what the refusal says") {
  const Messages messages;
  auto retry = [&](const Params& params) {
    http::Response response =
        Problem(Refuse(absl::StatusCode::kResourceExhausted, "BUSY", params), {}, messages);
    return std::string(response.headers.Get("Retry-After"));
  };
  CHECK(retry({{"retryAfter", "7"}}) == "7");
  CHECK(retry({{"seconds", "30"}}) == "30");
  CHECK(retry({{"minutes", "2"}}) == "120");
  CHECK(retry({{"minutes", "soon"}}) == "1");
  CHECK(retry({}) == "1");
}

}  // namespace
}  // namespace hotline::gateway
