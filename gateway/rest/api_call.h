// One REST call, from the route to the answer, without ever holding a thread:
//
//   header → admit (credentials, limits, permission) → body → request message → service → reply →
//   JSON
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/rest/core.h"
#include "gateway/rest/exchange_scope.h"

namespace hotline::gateway {

class ApiCall : public std::enable_shared_from_this<ApiCall> {
 public:
  ApiCall(std::unique_ptr<ExchangeScope> scope, const Route* route,
          std::vector<std::string> path_values)
      : scope_(std::move(scope)), route_(route), path_values_(std::move(path_values)) {}

  void Start();

 private:
  void OnAdmitted(const Admitted& admitted);
  void OnBody(absl::StatusOr<std::string> body);
  void OnReply(const absl::StatusOr<std::string>& reply);

  std::unique_ptr<ExchangeScope> scope_;
  const Route* route_;
  std::vector<std::string> path_values_;
};

}  // namespace hotline::gateway
