#include "gateway/rest/record.h"

#include "nlohmann/json.hpp"
#include "platform/observe/log.h"

namespace hotline::gateway {
namespace {

std::string_view KindName(Caller::Kind kind) {
  switch (kind) {
    case Caller::Kind::kUser:
      return "user";
    case Caller::Kind::kApiKey:
      return "apiKey";
    case Caller::Kind::kService:
      return "service";
    case Caller::Kind::kAnonymous:
      break;
  }
  return "anonymous";
}

}  // namespace

Recorder::Meters Recorder::MetersOf(const Record& record) {
  std::string key(record.method);
  key.append(" ").append(record.route);
  std::lock_guard lock(mutex_);
  PerRoute& route = routes_[std::move(key)];
  prometheus::Counter*& count = route.by_status[record.status];
  if (count == nullptr) {
    observe::Labels labels = {{"method", std::string(record.method)},
                              {"route", std::string(record.route)}};
    route.latency =
        &observe::GetLatency("hotline_http_request_seconds", "Time from header to answer.", labels);
    labels["status"] = std::to_string(record.status);
    count = &observe::GetCounter("hotline_http_requests_total", "Requests answered.", labels);
  }
  return {route.latency, count};
}

void Recorder::Done(const Record& record) {
  const Meters meters = MetersOf(record);
  meters.latency->Observe(absl::ToDoubleSeconds(record.took));
  meters.count->Increment();
  if (!observe::Enabled(observe::Level::kInfo)) return;
  nlohmann::json line;
  line["protocol"] = record.protocol;
  line["method"] = record.method;
  line["route"] = record.route;
  line["status"] = record.status;
  line["ms"] = static_cast<double>(absl::ToInt64Microseconds(record.took)) / 1000.0;
  line["bytesIn"] = record.bytes_in;
  line["bytesOut"] = record.bytes_out;
  line["traceId"] = record.trace_id;
  if (record.caller != nullptr) {
    line["callerKind"] = KindName(record.caller->kind);
    if (!record.caller->id.empty()) line["callerId"] = record.caller->id;
  }
  if (!record.reason.empty()) line["reason"] = record.reason;
  if (!record.outer_trace_id.empty()) line["outerTraceId"] = record.outer_trace_id;
  observe::Log(observe::Level::kInfo, "gateway.request", line);
}

}  // namespace hotline::gateway
