#include "services/escalation/domain/followed_order.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"

namespace hotline::escalation {
namespace {

class Applying {
 public:
  Applying(FollowedOrder& order, const OrderEvent& event, RulesFor rules_for)
      : order_(order), event_(event), rules_for_(rules_for) {}

  absl::Status Run() {
    for (OrderClock& clock : order_.clocks) HOTLINE_RETURN_IF_ERROR(Follow(clock));
    if (BeginsAnew(event_)) {
      HOTLINE_RETURN_IF_ERROR(Begin(ClockKind::kSignIn));
      HOTLINE_RETURN_IF_ERROR(Begin(ClockKind::kHandling));
    }
    if (event_.state == "CALLBACK" && !IsOpen(ClockKind::kCallback))
      HOTLINE_RETURN_IF_ERROR(Begin(ClockKind::kCallback));
    if (event_.type == "supervised") HOTLINE_RETURN_IF_ERROR(BeginSupervision());
    return absl::OkStatus();
  }

 private:
  bool IsOpen(ClockKind kind) const {
    return std::ranges::any_of(order_.clocks, [&](const OrderClock& clock) {
      return clock.kind == kind && clock.state != ClockState::kStopped;
    });
  }

  // The one that a rejected review lets go on: the last of its kind. Clocks before it are over.
  bool IsLast(const OrderClock& clock) const {
    return std::ranges::none_of(order_.clocks, [&](const OrderClock& other) {
      return other.kind == clock.kind && &other > &clock;
    });
  }

  ClockState Wanted(const OrderClock& clock) const {
    if (clock.kind == ClockKind::kSupervisionReply) {
      const bool replied =
          event_.type == "supervision_replied" && event_.Text("number") == clock.subject;
      return replied ? ClockState::kStopped : clock.state;
    }
    if (BeginsAnew(event_)) return ClockState::kStopped;
    const ClockState wanted = WantedState(clock.kind, event_.state);
    // Only handling goes on after a stop, and only where it was.
    const bool resumes = clock.kind == ClockKind::kHandling && IsLast(clock) &&
                         event_.state == "IN_PROGRESS" && clock.order.round == order_.facts.round;
    return clock.state == ClockState::kStopped && !resumes ? ClockState::kStopped : wanted;
  }

  absl::Status Follow(OrderClock& clock) {
    HOTLINE_ASSIGN_OR_RETURN(const Rules rules, rules_for_(clock));
    const ClockState wanted = Wanted(clock);
    if (wanted != clock.state) {
      switch (wanted) {
        case ClockState::kRunning:
          // A stopped clock is in nobody's reprojection: it learns now that its policy has changed.
          if (auto entry = Reproject(clock, rules, order_.fired[clock.id], event_.time,
                                     std::string(kPolicyChanged)))
            Save(clock, *entry);
          Save(clock, Resume(clock, rules, order_.fired[clock.id], event_.time, event_.type));
          break;
        case ClockState::kPaused:
          Save(clock, Pause(clock, rules, event_.time, event_.type));
          break;
        case ClockState::kStopped:
          Save(clock, Stop(clock, rules, event_.time, event_.type));
          break;
      }
    }
    const bool granted = event_.type == "extension_decided" &&
                         event_.Text("decision") == "APPROVE" &&
                         clock.kind == ClockKind::kHandling && clock.state != ClockState::kStopped;
    if (granted) {
      const int days = event_.payload.value("grantedWorkingDays", 0);
      Save(clock, Extend(clock, rules, order_.fired[clock.id], days, event_.time, event_.type));
    }
    return absl::OkStatus();
  }

  absl::Status Begin(ClockKind kind, const std::string& subject = "",
                     std::optional<absl::Time> fixed_due = std::nullopt) {
    OrderClock clock{.id = crypto::NewUuid(event_.time),
                     .order = order_.facts,
                     .kind = kind,
                     .subject = subject,
                     .fixed_due = fixed_due};
    HOTLINE_ASSIGN_OR_RETURN(const Rules rules, rules_for_(clock));
    Save(clock, Start(clock, rules, event_.time, event_.type));
    order_.clocks.push_back(std::move(clock));
    return absl::OkStatus();
  }

  absl::Status BeginSupervision() {
    absl::Time deadline;
    std::string error;
    if (!absl::ParseTime(absl::RFC3339_full, event_.Text("deadline"), &deadline, &error))
      return absl::InternalError("a supervision's deadline: " + error);
    return Begin(ClockKind::kSupervisionReply, event_.Text("number"), deadline);
  }

  void Save(const OrderClock& clock, const LedgerEntry& entry) {
    order_.changes.push_back({clock, entry});
  }

  FollowedOrder& order_;
  const OrderEvent& event_;
  RulesFor rules_for_;
};

// False for what is no news. What an event does not say stays as it was.
bool Learn(FollowedOrder& order, const OrderEvent& event) {
  if (event.revision <= order.revision) return false;
  OrderFacts facts = event.facts;
  if (facts.number.empty()) facts.number = order.facts.number;
  if (facts.respondent_department_id.empty())
    facts.respondent_department_id = order.facts.respondent_department_id;
  order.facts = std::move(facts);
  order.revision = event.revision;
  return true;
}

}  // namespace

absl::Status Apply(FollowedOrder& order, const OrderEvent& event, RulesFor rules_for) {
  return Learn(order, event) ? Applying(order, event, rules_for).Run() : absl::OkStatus();
}

}  // namespace hotline::escalation
