// One JSON object per line on standard error: {"time","level","event", …, "traceId"}. Never
// personal data: the fields are chosen by the caller, and protobuf messages go through
// rpc::LogForm, which masks by annotation.
#pragma once

#include <string>
#include <string_view>

#include "nlohmann/json_fwd.hpp"

namespace hotline::observe {

enum class Level { kDebug, kInfo, kWarn, kError };

// `level`: debug, info, warn or error (else info). `role` is added to each line unless empty. Call
// once at start, before other threads log; until then info and above are logged.
void ConfigureLog(std::string_view level, std::string_view role);

// `event` is a short constant ("rpc.failed"); `fields` a flat JSON object, {} for none; a field
// named like one of ours ("time") is left out, except "traceId", which goes before the thread's
// own. Control characters are escaped by JSON, so no field can forge a line; bytes that are no
// UTF-8 are replaced. Thread-safe, never throws.
void Log(Level level, std::string_view event, const nlohmann::json& fields);
bool Enabled(Level level);

// The W3C trace id of the work this thread does, added to its log lines; empty outside calls.
class TraceScope {
 public:
  explicit TraceScope(std::string trace_id);
  ~TraceScope();
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;

 private:
  std::string previous_;
};
const std::string& CurrentTraceId();
std::string NewTraceId();  // 32 lower-case hexadecimal digits, never all zero.

}  // namespace hotline::observe
