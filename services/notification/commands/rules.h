// Editing rules. Each runs in the caller's transaction.
#pragma once

#include "absl/status/statusor.h"
#include "hotline/notification/v1/rule_service.pb.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"
#include "services/notification/domain/rule.h"

namespace hotline::notification {

// For the caller's court and those below it. TEMPLATE_UNKNOWN, RULE_CHANNEL_AUDIENCE.
absl::StatusOr<Rule> CreateRule(db::Tx& tx, const rpc::Call& call,
                                const v1::CreateRuleRequest& request);
// Besides these RULE_NOT_FOUND, ETAG_MISMATCH; RULE_OF_ALL_COURTS for rules that hold for all
// courts.
absl::StatusOr<Rule> UpdateRule(db::Tx& tx, const rpc::Call& call,
                                const v1::UpdateRuleRequest& request);
// Of the court above all others: "/粤/" has one segment.
bool IsOfRootCourt(const Caller& caller);
// Whether the rule may concern the caller's court.
bool Concerns(const Rule& rule, const Caller& caller);

}  // namespace hotline::notification
