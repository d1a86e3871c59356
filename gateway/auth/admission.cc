#include "gateway/auth/admission.h"

#include "hotline/api/v1/options.pb.h"
#include "platform/base/status.h"
#include "platform/rpc/annotations.h"

namespace hotline::gateway {

absl::Status RateLimited(const Decision& decision) {
  int64_t seconds = absl::ToInt64Seconds(absl::Ceil(decision.retry_after, absl::Seconds(1)));
  return Refuse(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                {{"retryAfter", std::to_string(std::max<int64_t>(seconds, 1))}});
}

Admitted Admission::Taken(const Policy& policy, std::string_view key,
                          std::shared_ptr<const Caller> caller) {
  Admitted admitted{.status = {},
                    .caller = std::move(caller),
                    .policy = &policy,
                    .decision = limiter_->Take(policy, key)};
  if (!admitted.decision.allowed) admitted.status = RateLimited(admitted.decision);
  return admitted;
}

// Guessing costs: whoever is refused too often from one address waits, and the guess is then not
// even looked at.
Admitted Admission::Refused(const absl::Status& why, const std::string& address) {
  Admitted admitted = Taken(limits_.refused, address, nullptr);
  if (admitted.status.ok()) admitted.status = why;
  return admitted;
}

void Admission::Admit(const google::protobuf::MethodDescriptor& method,
                      const absl::StatusOr<Credentials>& given, std::string_view ip,
                      std::function<void(Admitted)> done) {
  const api::v1::Method& options = method.options().GetExtension(api::v1::method);
  const api::v1::Access& access = options.access();
  static const auto* const kNone = new absl::StatusOr<Credentials>(Credentials());
  const absl::StatusOr<Credentials>& credentials = options.ignores_credentials() ? *kNone : given;
  const std::string address = AddressKey(ip);
  if (!credentials.ok()) return done(Refused(credentials.status(), address));
  static const auto* const kAnonymous =
      new std::shared_ptr<const Caller>(std::make_shared<const Caller>());
  Admitted open;
  if (access.anyone()) {
    open = Taken(limits_.open, address + " " + method.full_name(), *kAnonymous);
    if (credentials->empty() || !open.status.ok()) return done(std::move(open));
  } else if (credentials->empty()) {
    Admitted admitted = Taken(limits_.anonymous, address, *kAnonymous);
    if (admitted.status.ok()) admitted.status = rpc::CheckAccess(method, Caller());
    return done(std::move(admitted));
  }
  if (!callers_->Knows(*credentials)) {
    Decision guesses = limiter_->Peek(limits_.refused, address);
    if (!guesses.allowed)
      return done({.status = RateLimited(guesses),
                   .caller = nullptr,
                   .policy = &limits_.refused,
                   .decision = guesses});
  }
  callers_->Find(*credentials, [this, &method, open = std::move(open), address,
                                done = std::move(done)](const CallerCache::Answer& answer) {
    if (absl::IsUnauthenticated(answer.status())) return done(Refused(answer.status(), address));
    if (!answer.ok())
      return done(
          {.status = answer.status(), .caller = nullptr, .policy = nullptr, .decision = {}});
    const std::shared_ptr<const Caller>& caller = *answer;
    Admitted admitted = open;
    admitted.caller = caller;
    if (open.policy == nullptr) {
      const Policy& policy = caller->kind == Caller::Kind::kApiKey ? limits_.api_key : limits_.user;
      admitted = Taken(policy, caller->id, caller);
    }
    if (admitted.status.ok()) admitted.status = rpc::CheckAccess(method, *caller);
    done(std::move(admitted));
  });
}

}  // namespace hotline::gateway
