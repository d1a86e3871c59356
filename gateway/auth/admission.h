// What every call from outside passes, whether it came by REST or gRPC: credentials, rate limits,
// permission.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "gateway/auth/authenticator.h"
#include "gateway/auth/caller_cache.h"
#include "gateway/limits/limiter.h"
#include "google/protobuf/descriptor.h"

namespace hotline::gateway {

struct Limits {
  Policy user{"user", {600, absl::Minutes(1)}};
  Policy api_key{"apikey", {6000, absl::Minutes(1)}};
  Policy open{
      "open",
      {120,
       absl::Minutes(1)}};  // Methods for anyone (sign-in, public look-ups), by address and method.
  Policy anonymous{"anonymous",
                   {120, absl::Minutes(1)}};  // Anything else without credentials, by address.
  Policy refused{
      "refused",
      {300, absl::Minutes(
                1)}};  // Bad credentials, by address: then unknown ones are not even looked at.
};

struct Admitted {
  absl::Status status;                   // Why not, if not.
  std::shared_ptr<const Caller> caller;  // When admitted; also when a known caller is refused.
  const Policy* policy = nullptr;        // That was decisive; none when nothing was counted.
  Decision decision;
};

class Admission {
 public:
  // All outlive the admission.
  Admission(CallerCache* callers, Limiter* limiter, Limits limits)
      : callers_(callers), limiter_(limiter), limits_(std::move(limits)) {}

  // RESOURCE_EXHAUSTED (RATE_LIMITED), UNAUTHENTICATED, PERMISSION_DENIED. Never blocks; `done`
  // runs at once or on another thread. A method that `ignores_credentials` is admitted as if there
  // were none: whether they are good stays unknown, so nothing can be guessed through it.
  void Admit(const google::protobuf::MethodDescriptor& method,
             const absl::StatusOr<Credentials>& credentials, std::string_view ip,
             std::function<void(Admitted)> done);

 private:
  Admitted Taken(const Policy& policy, std::string_view key, std::shared_ptr<const Caller> caller);
  Admitted Refused(const absl::Status& why, const std::string& address);

  CallerCache* callers_;
  Limiter* limiter_;
  Limits limits_;
};

absl::Status RateLimited(const Decision& decision);

}  // namespace hotline::gateway
