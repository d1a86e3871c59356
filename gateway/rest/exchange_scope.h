// One HTTP exchange as the gateway sees it: who asks, its trace, how it is answered and recorded.
#pragma once

#include <memory>
#include <string>

#include "gateway/http/server.h"
#include "gateway/rest/core.h"

namespace hotline::gateway {

// Not thread-safe by itself: one step of a call runs at a time.
class ExchangeScope {
 public:
  ExchangeScope(std::shared_ptr<Core> core, std::shared_ptr<http::Exchange> exchange,
                std::string_view route);
  ~ExchangeScope();

  Core& core() { return *core_; }
  const std::shared_ptr<Core>& shared_core() const { return core_; }
  http::Exchange& exchange() { return *exchange_; }
  const http::RequestHead& head() const { return exchange_->head(); }
  const std::string& trace_id() const { return trace_id_; }
  std::string_view language() const;

  absl::StatusOr<Credentials> ReadCredentials() const;
  void SetAdmitted(const Admitted& admitted);
  const std::shared_ptr<const Caller>& caller() const { return caller_; }
  void SetBytesIn(size_t bytes) { bytes_in_ = bytes; }

  void Answer(http::Response response, std::string_view reason = {});
  void Refuse(const absl::Status& status, const http::Headers& more = {});
  http::Response ProblemFor(const absl::Status& status) const;

  // A stream: its head now, its record when it ends.
  void BeginStream(http::Response head, http::Exchange::KeepAlive keep_alive,
                   std::function<void()> on_gone);
  void WriteStream(std::string data);
  void EndStream();

 private:
  void AddHeaders(http::Response* response) const;
  void Write(int status, std::string_view reason, size_t bytes_out);

  std::shared_ptr<Core> core_;
  std::shared_ptr<http::Exchange> exchange_;
  std::string_view route_;
  std::string trace_id_;
  std::string outer_trace_id_;
  absl::Time started_;
  std::shared_ptr<const Caller> caller_;
  const Policy* policy_ = nullptr;
  Decision decision_;
  size_t bytes_in_ = 0;
  size_t bytes_streamed_ = 0;
};

}  // namespace hotline::gateway
