// When the rungs of a ladder come due.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "platform/calendar/deadline.h"
#include "services/escalation/domain/policy.h"

namespace hotline::escalation {

inline constexpr size_t kMaxRungs = 20;

// Of a running clock, which may have a due time that a person has set instead of its budget. Never
// before the start. InfiniteFuture when the calendar has no such time.
//
// An offset in the budget's own unit is counted on the budget: a clock that stood while it was
// overdue goes on where it was. An offset in another unit is counted from the due time.
absl::Time TimeOfRung(const calendar::Calendar& calendar, const calendar::Clock& clock,
                      const std::optional<absl::Time>& fixed_due, const Rung& rung);

// INVALID_ARGUMENT: BUDGET_OUT_OF_RANGE, LADDER_TOO_LONG {limit}, RUNG_OUT_OF_RANGE {rung},
// RUNGS_UNSORTED {rung}, RUNGS_DUPLICATE {rung}; `rung` is the place from 1. In order means: for an
// order that is sent out on a Monday morning of usual weeks. Several actions may have one time, the
// same action only once.
absl::Status CheckPolicy(const calendar::Calendar& standard, const calendar::Budget& budget,
                         const std::vector<Rung>& ladder);

}  // namespace hotline::escalation
