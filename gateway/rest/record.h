// One line in the access log and one count in the metrics for each request. Never the path or query
// as sent, never a name: the route's pattern and the caller's id.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/time/time.h"
#include "platform/base/caller.h"
#include "platform/observe/metrics.h"

namespace hotline::gateway {

struct Record {
  std::string_view protocol = "http";
  std::string_view method;  // "GET"; for gRPC "POST".
  std::string_view route;   // "/api/v1/workOrders/{id}", "(static)", "(none)"
  int status = 0;           // For gRPC what HTTP would say.
  std::string_view reason;  // Of a refusal.
  absl::Duration took;
  size_t bytes_in = 0;
  size_t bytes_out = 0;
  const Caller* caller = nullptr;
  std::string_view trace_id;
  std::string_view outer_trace_id;  // What the client called its trace, if anything.
};

class Recorder {
 public:
  void Done(const Record& record);

 private:
  struct PerRoute {
    prometheus::Histogram* latency = nullptr;
    std::map<int, prometheus::Counter*> by_status;
  };
  struct Meters {
    prometheus::Histogram* latency;
    prometheus::Counter* count;
  };
  Meters MetersOf(const Record& record);

  std::mutex mutex_;
  std::unordered_map<std::string, PerRoute> routes_;  // "GET /api/v1/…"
};

}  // namespace hotline::gateway
