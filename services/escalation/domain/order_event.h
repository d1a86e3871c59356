// What the events of an order mean for its clocks.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/escalation/domain/order_clock.h"

namespace hotline::escalation {

// One event, in the words of this service.
struct OrderEvent {
  std::string type;   // Without the prefix "work_order.".
  std::string state;  // Of the order, after it.
  absl::Time time;
  int64_t revision = 0;
  OrderFacts facts;  // What the event does not say is empty.
  nlohmann::json payload;

  std::string Text(const char* field) const { return payload.value(field, ""); }
};

// The state that a clock of this kind has while the order is in `order_state` ("IN_PROGRESS").
// Handling runs from dispatch, also while a return is undecided, stands while the order is
// suspended, and is done with the feedback; a rejected review lets it go on. A supervision is
// answered by its reply alone: for it, running.
ClockState WantedState(ClockKind kind, std::string_view order_state);

// Types of events, without the prefix "work_order.", that neither start, pause, extend nor stop a
// clock; whatever is not listed may. What timers write into an order's history is among them: after
// ten thousand rungs nobody waits until they are read again.
inline constexpr std::string_view kMoveNoClock[] = {"assigned",
                                                    "co_handler_added",
                                                    "co_handling_reported",
                                                    "criticized",
                                                    "due_time_set",
                                                    "extension_requested",
                                                    "head_notified",
                                                    "merge_received",
                                                    "note_added",
                                                    "registered",
                                                    "reminded",
                                                    "return_requested",
                                                    "revealed",
                                                    "suspension_requested",
                                                    "urged"};

// The order goes to a department: for the first time, after an approved return, or for another
// round. Its clocks begin anew. `type` is without the prefix "work_order."; `sent_on`:
// an approved return names the next department.
bool BeginsAnew(std::string_view type, std::string_view order_state, bool sent_on);
bool BeginsAnew(const OrderEvent& event);

}  // namespace hotline::escalation
