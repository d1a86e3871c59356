// Asking for open clocks to be projected anew. Whoever changes a policy or a calendar does so in
// the transaction of the change, and wakes the worker "escalation.reproject" after it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "platform/db/pool.h"
#include "services/escalation/domain/order_clock.h"

namespace hotline::escalation {

// Which clocks, and why. Empty fields are "every".
struct ReprojectionScope {
  std::string court_path;  // This court and those below it; "" is every court.
  std::string kind = {};   // "HANDLING"
  std::string order_type = {};
  int urgency = 0;
};

// Waits for transactions that are projecting clocks by what held before.
void AskReprojection(db::Tx& tx, std::string_view reason, const ReprojectionScope& scope,
                     absl::Time at);

struct Configuration {
  int64_t version = 0;              // Another one after every change of a policy or a calendar.
  std::optional<absl::Time> since;  // When deadlines began to be kept here.
};
// Until the transaction ends, no policy and no calendar changes. Call it before reading them to
// project a clock.
Configuration HoldConfiguration(db::Tx& tx);

// Once: what came due before is never fired, though orders are followed from their beginning.
void BeginKeeping(db::Tx& tx, absl::Time at);

// What was asked and is not done, oldest first; taken by one transaction at a time.
struct OpenReprojection {
  int64_t id = 0;
  std::string reason;
  ReprojectionScope scope;
  absl::Time at;
  std::string last_clock;  // Those up to here are done.
};
std::optional<OpenReprojection> TakeReprojection(db::Tx& tx);
void MoveReprojection(db::Tx& tx, int64_t id, const std::string& last_clock, size_t changed);
void EndReprojection(db::Tx& tx, int64_t id, size_t changed, absl::Time now);

}  // namespace hotline::escalation
