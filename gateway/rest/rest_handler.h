// Where a request goes: a route of the API, a page of the gateway itself (probes, metrics, OpenAPI,
// the dev clock), or the portal.
#pragma once

#include <memory>

#include "gateway/files/static_files.h"
#include "gateway/http/server.h"
#include "gateway/rest/core.h"
#include "gateway/rest/exchange_scope.h"

namespace hotline::gateway {

class RestHandler : public http::Handler {
 public:
  explicit RestHandler(std::shared_ptr<Core> core);

  void OnRequest(std::shared_ptr<http::Exchange> exchange) override;
  http::Response OnMalformed(const absl::Status& why) override;

 private:
  bool OwnPage(const std::shared_ptr<http::Exchange>& exchange);
  void Ready(std::unique_ptr<ExchangeScope> scope);
  void DevClockPage(std::unique_ptr<ExchangeScope> scope, bool advance);

  std::shared_ptr<Core> core_;
  StaticFiles files_;
};

}  // namespace hotline::gateway
