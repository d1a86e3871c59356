// The event of a change to a sending rule (quiet hours, a send limit), whose row holds the end of
// the chain.
#pragma once

#include <string>

#include "nlohmann/json.hpp"
#include "platform/base/caller.h"
#include "platform/db/pool.h"

namespace hotline::notification {

struct RuleLink {
  int64_t revision = 0;
  std::string hash;
};

// `before` is the locked row with `revision` and `hash`, or no row: then the stream begins. What is
// returned belongs into the row.
RuleLink AppendRuleEvent(db::Tx& tx, const pqxx::result& before, std::string type,
                         std::string stream_id, const nlohmann::json& payload, const Caller& actor,
                         absl::Time now);

}  // namespace hotline::notification
