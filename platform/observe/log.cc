#include "platform/observe/log.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "platform/crypto/crypto.h"
#include "spdlog/logger.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace hotline::observe {
namespace {

constexpr const char* kNames[] = {"debug", "info", "warn", "error"};

std::atomic<Level> lowest{Level::kInfo};
thread_local std::string trace_id;

// Never destroyed: threads may still log while the process ends.
std::string& Role() {
  static auto* role = new std::string;
  return *role;
}

spdlog::logger& Logger() {
  static auto* logger = [] {
    auto* made = new spdlog::logger("hotline", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_level(spdlog::level::trace);  // Enabled() decides.
    made->set_pattern("%v");
    return made;
  }();
  return *logger;
}

// "2026-11-23T08:00:00.123Z". The text of a second is made once in each thread.
std::string Now() {
  thread_local int64_t second = -1;
  thread_local std::string text;
  const int64_t millis = absl::ToUnixMillis(absl::Now());
  if (millis / 1000 != second) {
    second = millis / 1000;
    text =
        absl::FormatTime("%Y-%m-%dT%H:%M:%S", absl::FromUnixSeconds(second), absl::UTCTimeZone());
  }
  return absl::StrFormat("%s.%03dZ", text, millis % 1000);
}

// Whether JSON shows the text as it is: so are nearly all names and values, and the library's way
// costs ten times as much.
bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; });
}

void AppendText(std::string& line, const std::string& text) {
  if (IsPlain(text)) {
    absl::StrAppend(&line, "\"", text, "\"");
  } else {
    line += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
}

void Append(std::string& line, const std::string& name, const nlohmann::json& value) {
  line += ',';
  AppendText(line, name);
  line += ':';
  if (value.is_string()) {
    AppendText(line, value.get_ref<const std::string&>());
  } else {
    line += value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
}

// What a caller's fields must not say again.
bool IsOurs(std::string_view name) {
  return name == "time" || name == "level" || name == "event" ||
         (name == "role" && !Role().empty());
}

}  // namespace

void ConfigureLog(std::string_view level, std::string_view role) {
  Level chosen = Level::kInfo;
  for (int i = 0; i < 4; ++i) {
    if (level == kNames[i]) chosen = static_cast<Level>(i);
  }
  lowest = chosen;
  Role() = role;
}

bool Enabled(Level level) { return level >= lowest.load(std::memory_order_relaxed); }

void Log(Level level, std::string_view event, const nlohmann::json& fields) {
  if (!Enabled(level)) return;
  try {
    std::string line = absl::StrCat(R"({"time":")", Now(), R"(","level":")",
                                    kNames[static_cast<int>(level)], "\"");
    Append(line, "event", std::string(event));
    if (!Role().empty()) Append(line, "role", Role());
    if (fields.is_object()) {
      for (const auto& [name, value] : fields.items()) {
        if (!IsOurs(name)) Append(line, name, value);
      }
    }
    if (!trace_id.empty() && !fields.contains("traceId")) Append(line, "traceId", trace_id);
    line += '}';
    Logger().log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  } catch (...) {
    // A line that cannot be made is lost; the work that wanted to log it goes on.
  }
}

TraceScope::TraceScope(std::string id) : previous_(std::move(trace_id)) {
  trace_id = std::move(id);
}
TraceScope::~TraceScope() { trace_id = std::move(previous_); }

const std::string& CurrentTraceId() { return trace_id; }

std::string NewTraceId() {
  const std::string zero(16, '\0');
  std::string id = zero;
  while (id == zero) id = crypto::RandomBytes(16);  // All zero means "none" in W3C Trace Context.
  return crypto::Hex(id);
}

}  // namespace hotline::observe
