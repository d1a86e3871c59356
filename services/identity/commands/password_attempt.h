// One try of a password, from the look-up to its consequences. Used wherever a password is asked
// for, so that guessing is counted in one place.
//
// The hash is compared outside any transaction (it is slow); Settle then decides inside one, under
// the locks of user and guard. A right password that arrives after others have locked the name
// counts for nothing: that makes the limit strict although attempts run at once, and attempts with
// the right password never disturb each other.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "services/identity/commands/context.h"
#include "services/identity/store/login_guard.h"

namespace hotline::identity {

class PasswordAttempt {
 public:
  // Compares. Takes the same work for unknown names: `decoy_hash` is a hash of nothing anybody
  // knows. RESOURCE_EXHAUSTED: ACCOUNT_LOCKED with the seconds to wait, whether or not the name
  // exists; BUSY.
  static absl::StatusOr<PasswordAttempt> Compare(const Context& context, const rpc::Call& call,
                                                 const std::string& account,
                                                 const std::string& password,
                                                 const std::string& decoy_hash);

  // Counts and records a wrong try, forgets earlier ones after a right one. True when the password
  // is right and the account may come in; `user` is then locked and read. The body's transaction
  // must commit in either case.
  absl::StatusOr<bool> Settle(db::Tx& tx, const rpc::Call& call, User* user);

  // What to answer after a transaction in which Settle said no.
  absl::Status Refusal() const;

 private:
  PasswordAttempt(const Context& context, std::string login_index, Login login, bool right)
      : context_(context),
        login_index_(std::move(login_index)),
        login_(std::move(login)),
        right_(right) {}
  Context context_;
  std::string login_index_;
  Login login_;
  bool right_;
  bool locked_ = false;  // By the last Settle.
};

}  // namespace hotline::identity
