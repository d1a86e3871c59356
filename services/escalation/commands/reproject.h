// Projects open clocks anew after a policy or a calendar has changed.
#pragma once

#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "services/escalation/domain/calendar_source.h"
#include "services/escalation/store/policy_store.h"

namespace hotline::escalation {

// One batch of the oldest request, one transaction. True when there was one: there may be more.
absl::StatusOr<bool> ReprojectBatch(db::Pool& pool, const CalendarSource& calendars,
                                    const PolicyBook& policies, absl::Time now, int batch = 500);

}  // namespace hotline::escalation
