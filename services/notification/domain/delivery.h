// A letter on its way: what is known of it besides its content.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/notification/domain/channel.h"

namespace hotline::notification {

enum class DeliveryState {
  kPending = 1,
  kDelivered = 2,
  kDead = 3,
  kDropped = 4
};  // As the proto.
std::string_view NameOf(DeliveryState state);
DeliveryState DeliveryStateOf(std::string_view name);  // Throws std::invalid_argument.

struct Delivery {
  Letter letter;
  std::string rule_id;  // Empty for a webhook.
  std::string court_path;
  bool at_once = false;  // Does not wait for the end of the quiet hours.
  DeliveryState state = DeliveryState::kPending;
  std::string reason;        // Why it is not delivered.
  int attempts = 0;          // Begun, with one that is under way.
  int earlier_attempts = 0;  // Those before the last replay.
  std::optional<absl::Time> next_attempt_time;
  absl::Time create_time;
  absl::Time update_time;
};

// What becomes of a delivery that was taken.
struct Settlement {
  DeliveryState state;
  std::string reason;
  std::optional<absl::Time> next_attempt_time;  // Set for PENDING.
};

struct Attempt {
  int number = 0;
  Outcome outcome;
  absl::Duration duration;
  absl::Time time;
};

// Who may be slow: each endpoint, the mail server, the SMS provider. One of them holds up only the
// letters of its own lane.
std::string LaneOf(const Letter& letter);

}  // namespace hotline::notification
