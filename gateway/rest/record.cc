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

void Recorder::Done(const Record& record) {
  prometheus::Histogram* latency;
  prometheus::Counter* count;
  {
    std::string key = std::string(record.method) + " " + std::string(record.route);
    observe::Labels labels = {{"method", std::string(record.method)},
                              {"route", std::string(record.route)}};
    std::lock_guard lock(mutex_);
    PerRoute& route = routes_[key];
    if (route.latency == nullptr) {
      route.latency = &observe::GetLatency("hotline_http_request_seconds",
                                           "Time from header to answer.", labels);
    }
    prometheus::Counter*& counter = route.by_status[record.status];
    if (counter == nullptr) {
      labels["status"] = std::to_string(record.status);
      counter = &observe::GetCounter("hotline_http_requests_total", "Requests answered.", labels);
    }
    latency = route.latency;
    count = counter;
  }
  latency->Observe(absl::ToDoubleSeconds(record.took));
  count->Increment();
  if (!observe::Enabled(observe::Level::kInfo)) return;
  nlohmann::json line = {{"protocol", record.protocol},
                         {"method", record.method},
                         {"route", record.route},
                         {"status", record.status},
                         {"ms", absl::ToInt64Microseconds(record.took) / 1000.0},
                         {"bytesIn", record.bytes_in},
                         {"bytesOut", record.bytes_out},
                         {"traceId", record.trace_id}};
  if (record.caller != nullptr) {
    line["callerKind"] = KindName(record.caller->kind);
    if (!record.caller->id.empty()) line["callerId"] = record.caller->id;
  }
  if (!record.reason.empty()) line["reason"] = record.reason;
  if (!record.outer_trace_id.empty()) line["outerTraceId"] = record.outer_trace_id;
  observe::Log(observe::Level::kInfo, "gateway.request", line);
}

}  // namespace hotline::gateway
