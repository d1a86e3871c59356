// Domain values → the messages of protos/hotline/callback/v1.
#pragma once

#include <optional>
#include <vector>

#include "hotline/callback/v1/callback.pb.h"
#include "platform/base/caller.h"
#include "services/callback/domain/retry_rule.h"
#include "services/callback/domain/task.h"

namespace hotline::callback {

// As lists show it: state and commands as they are at `now` for `caller`.
v1::CallbackTask ToMessage(const Task& task, const Caller& caller, absl::Time now);

// With what only the view of one task shows.
v1::CallbackTask ToMessage(const Task& task, const Caller& caller, absl::Time now,
                           const std::vector<Attempt>& attempts, const Policy& policy,
                           const std::optional<Rating>& rating, const std::vector<Rating>& refused);

v1::Rating ToMessage(const Rating& rating);

}  // namespace hotline::callback
