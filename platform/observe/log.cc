#include "platform/observe/log.h"

#include <atomic>
#include <memory>

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
    nlohmann::ordered_json line;
    line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
    line["level"] = kNames[static_cast<int>(level)];
    line["event"] = event;
    if (!Role().empty()) line["role"] = Role();
    if (fields.is_object()) {
      for (const auto& [name, value] : fields.items()) line.emplace(name, value);  // Ours stay.
    }
    if (!trace_id.empty()) line.emplace("traceId", trace_id);
    const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    Logger().log(spdlog::level::info, spdlog::string_view_t(text.data(), text.size()));
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
