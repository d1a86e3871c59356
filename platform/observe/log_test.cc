#include "platform/observe/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <regex>
#include <sstream>
#include <thread>
#include <vector>

#include "catch2/catch.hpp"
#include "nlohmann/json.hpp"

namespace hotline::observe {
namespace {

using nlohmann::json;

// Standard error goes to a file while this lives.
class Capture {
 public:
  Capture() : saved_(dup(STDERR_FILENO)), file_(std::tmpfile()) {
    REQUIRE(file_ != nullptr);
    dup2(fileno(file_), STDERR_FILENO);
  }
  ~Capture() {
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    std::fclose(file_);
    ConfigureLog("info", "");
  }
  std::vector<std::string> Lines() {
    std::rewind(file_);
    std::string text;
    for (int c = 0; (c = std::fgetc(file_)) != EOF;) text += static_cast<char>(c);
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

 private:
  int saved_;
  FILE* file_;
};

TEST_CASE("A line is one JSON object with time, level, event, role, fields and trace") {
  Capture capture;
  ConfigureLog("info", "workorder");
  {
    TraceScope trace("0af7651916cd43dd8448eb211c80319c");
    Log(Level::kWarn, "rpc.failed", {{"method", "Dispatch"}, {"millis", 12}});
  }
  Log(Level::kError, "plain", {});
  const auto lines = capture.Lines();
  REQUIRE(lines.size() == 2);
  const json line = json::parse(lines[0]);
  CHECK(std::regex_match(line["time"].get<std::string>(),
                         std::regex("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z")));
  CHECK(line["level"] == "warn");
  CHECK(line["event"] == "rpc.failed");
  CHECK(line["role"] == "workorder");
  CHECK(line["method"] == "Dispatch");
  CHECK(line["millis"] == 12);
  CHECK(line["traceId"] == "0af7651916cd43dd8448eb211c80319c");
  CHECK(lines[0].starts_with("{\"time\":"));
  CHECK_FALSE(json::parse(lines[1]).contains("traceId"));
}

TEST_CASE("No field can forge a line, hide ours or break the log") {
  Capture capture;
  Log(Level::kInfo, "event",
      {{"text", "a\n{\"level\":\"error\"}\r\x1b[31m%v {}"},
       {"bytes", "\xff\xfe"},
       {"level", "forged"},
       {"time", "forged"},
       {"traceId", "of another thread"}});
  const auto lines = capture.Lines();
  REQUIRE(lines.size() == 1);
  const json line = json::parse(lines[0]);
  CHECK(line["text"] == "a\n{\"level\":\"error\"}\r\x1b[31m%v {}");
  CHECK(line["bytes"] == "\xef\xbf\xbd\xef\xbf\xbd");
  CHECK(line["level"] == "info");
  CHECK(line["time"] != "forged");
  CHECK(line["traceId"] == "of another thread");
}

TEST_CASE("Lines below the level are not written") {
  Capture capture;
  CHECK_FALSE(Enabled(Level::kDebug));
  ConfigureLog("warn", "");
  CHECK_FALSE(Enabled(Level::kInfo));
  CHECK(Enabled(Level::kWarn));
  Log(Level::kInfo, "quiet", {});
  Log(Level::kError, "loud", {});
  ConfigureLog("debug", "");
  Log(Level::kDebug, "detail", {});
  const auto lines = capture.Lines();
  REQUIRE(lines.size() == 2);
  CHECK(json::parse(lines[0])["event"] == "loud");
  CHECK(json::parse(lines[1])["event"] == "detail");
}

TEST_CASE("Trace ids nest and belong to one thread") {
  CHECK(CurrentTraceId().empty());
  {
    TraceScope outer("outer");
    {
      TraceScope inner("inner");
      CHECK(CurrentTraceId() == "inner");
    }
    CHECK(CurrentTraceId() == "outer");
    std::string other = "?";
    std::thread([&other] { other = CurrentTraceId(); }).join();
    CHECK(other.empty());
  }
  CHECK(CurrentTraceId().empty());
  CHECK(std::regex_match(NewTraceId(), std::regex("[0-9a-f]{32}")));
  CHECK(NewTraceId() != NewTraceId());
}

TEST_CASE("Lines of many threads do not mix") {
  Capture capture;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int n = 0; n < 250; ++n) Log(Level::kInfo, "line", {{"thread", i}, {"n", n}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto lines = capture.Lines();
  CHECK(lines.size() == 1000);
  for (const std::string& line : lines) REQUIRE(json::accept(line));
}

}  // namespace
}  // namespace hotline::observe
