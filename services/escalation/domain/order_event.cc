#include "services/escalation/domain/order_event.h"

namespace hotline::escalation {

ClockState WantedState(ClockKind kind, std::string_view order_state) {
  const auto running_in = [&](std::string_view state) {
    return order_state == state ? ClockState::kRunning : ClockState::kStopped;
  };
  switch (kind) {
    case ClockKind::kSignIn:
      return running_in("DISPATCHED");
    case ClockKind::kHandling:
      if (order_state == "SUSPENDED") return ClockState::kPaused;
      return order_state == "DISPATCHED" ? ClockState::kRunning : running_in("IN_PROGRESS");
    case ClockKind::kSupervisionReply:
      return ClockState::kRunning;
    case ClockKind::kCallback:
      return running_in("CALLBACK");
  }
  return ClockState::kStopped;
}

bool BeginsAnew(std::string_view type, std::string_view order_state, bool sent_on) {
  if (order_state != "DISPATCHED") return false;
  return type == "dispatched" || type == "rework_ordered" || (type == "return_decided" && sent_on);
}

bool BeginsAnew(const OrderEvent& event) {
  return BeginsAnew(event.type, event.state, event.payload.value("sentOn", false));
}

}  // namespace hotline::escalation
