// Rows of rule ⇄ domain; every saved version is an event of the rule's stream.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/base/caller.h"
#include "platform/db/pool.h"
#include "services/notification/domain/rule.h"

namespace hotline::notification {

// All rules: built-in ones as they were edited, then the courts' own, oldest first.
std::vector<Rule> AllRules(db::Tx& tx);
// The rule as it now is, its row locked if it has one. NOT_FOUND (RULE_NOT_FOUND).
absl::StatusOr<Rule> LockRule(db::Tx& tx, std::string_view id);
// Writes the next version and its event ("rule.created", "rule.updated").
void SaveRule(db::Tx& tx, Rule& rule, std::string_view event_type, const Caller& actor,
              absl::Time now);

}  // namespace hotline::notification
