// 不满意甄别: the rated department holds that a bad rating is unfounded; a supervisor decides. Both
// run in the caller's transaction.
#pragma once

#include "absl/status/statusor.h"
#include "services/callback/commands/acting.h"

namespace hotline::callback {

// `round` 0: the department's latest bad rating of the order. NOT_FOUND (RATING_NOT_FOUND) when the
// caller's department was not rated there; else as CheckSetAsideRequest.
absl::StatusOr<Rating> RequestSetAside(db::Tx& tx, const Stores& stores, const Acting& acting,
                                       std::string_view work_order_id, int round,
                                       const std::string& reason);

// `round` 0: the oldest undecided request. Refusals as CheckSetAsideDecision.
absl::StatusOr<Rating> DecideSetAside(db::Tx& tx, const Stores& stores, const Acting& acting,
                                      std::string_view work_order_id, int round,
                                      SetAsideState decision, const std::string& comment);

}  // namespace hotline::callback
