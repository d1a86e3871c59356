// The commands of TimerService: batches of what the deadline service reports, each one transaction.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/timer_service.pb.h"
#include "platform/rpc/call.h"
#include "services/workorder/commands/context.h"
#include "services/workorder/domain/dictionary.h"

namespace hotline::workorder {

absl::StatusOr<v1::ApplyTimerEffectsReply> ApplyTimerEffects(const Context&, const rpc::Call&,
                                                             const v1::ApplyTimerEffectsRequest&);
absl::StatusOr<v1::SetDueTimesReply> SetDueTimes(const Context&, const rpc::Call&,
                                                 const v1::SetDueTimesRequest&);

// The calling service, by the name that people read in the history.
inline Caller TimerOf(Caller service) {
  service.name = std::string(TimerName());
  return service;
}

}  // namespace hotline::workorder
