// The steps of an explanation; explanation.h says what they are.
#pragma once

#include <vector>

#include "services/escalation/domain/explanation.h"

namespace hotline::escalation {

std::vector<ExplanationStep> StepsOf(const OrderClock& clock,
                                     const std::vector<LedgerEntry>& ledger,
                                     const calendar::Calendar& calendar);

}  // namespace hotline::escalation
