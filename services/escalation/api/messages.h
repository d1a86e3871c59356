// Clocks and policies ⇄ messages.
#pragma once

#include "hotline/escalation/v1/clock_service.pb.h"
#include "hotline/escalation/v1/policy.pb.h"
#include "services/escalation/store/clock_store.h"
#include "services/escalation/store/policy_store.h"

namespace hotline::escalation {

calendar::Budget BudgetOf(const v1::Budget& message);
Rung RungOf(const v1::Rung& message);
v1::DeadlinePolicy ToMessage(const StoredPolicy& stored);
v1::Clock ToMessage(const OrderClock& clock, absl::Time now);
v1::LedgerEntry ToMessage(const LedgerEntry& entry);
v1::FiredRung ToMessage(const FiredRung& fired);

}  // namespace hotline::escalation
