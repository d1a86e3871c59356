#include "services/escalation/commands/follow_orders.h"

#include <algorithm>

#include "nlohmann/json.hpp"
#include "platform/crypto/crypto.h"
#include "services/escalation/domain/order_event.h"
#include "services/escalation/store/clock_store.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "work_order.";
constexpr int kPullLimit = 500;

absl::Time TimeOf(const events::v1::Event& event) {
  return absl::FromUnixSeconds(event.occurred_at().seconds()) +
         absl::Nanoseconds(event.occurred_at().nanos());
}

int UrgencyOf(const std::string& name) {
  workorder::v1::Urgency urgency;
  return workorder::v1::Urgency_Parse(name, &urgency) && urgency != 0 ? urgency
                                                                      : workorder::v1::NORMAL;
}

// One event, in the words of this service.
struct OrderEvent {
  std::string type;  // Without the prefix.
  std::string state;
  absl::Time time;
  OrderFacts facts;
  json payload;

  std::string Text(const char* field) const { return payload.value(field, ""); }
  bool begins_anew() const { return BeginsAnew(type, state, payload.value("sentOn", false)); }
};

// Unset for events that are not of an order.
std::optional<OrderEvent> Read(const events::v1::Event& event) {
  if (!event.type().starts_with(kPrefix)) return std::nullopt;
  OrderEvent read{.type = event.type().substr(kPrefix.size()),
                  .time = TimeOf(event),
                  .payload = json::parse(event.payload(), nullptr, false)};
  if (!read.payload.is_object() || !read.payload.contains("state")) return std::nullopt;
  read.state = read.Text("state");
  read.facts = {.id = event.stream_id(),
                .number = read.type == "supervised" || read.type == "supervision_replied"
                              ? ""  // There it is the supervision's.
                              : read.Text("number"),
                .court_id = read.Text("courtId"),
                .court_path = read.Text("courtPath"),
                .type = read.Text("orderType"),
                .urgency = UrgencyOf(read.Text("urgency")),
                .department_id = read.Text("departmentId"),
                .respondent_department_id = read.Text("respondentDepartmentId"),
                .round = read.payload.value("round", 1)};
  return read;
}

// The clocks of one order while one event is applied to them.
class Applying {
 public:
  Applying(db::Tx& tx, const OrderEvent& event, const OrderFacts& facts,
           const PolicyBook::Page& page, CalendarRef calendar)
      : tx_(tx),
        event_(event),
        facts_(facts),
        page_(page),
        calendar_(std::move(calendar)),
        clocks_(LockClocksOfOrder(tx, facts.id)),
        fired_(FiredOf(tx, clocks_)) {}

  absl::Status Run() {
    for (OrderClock& clock : clocks_) HOTLINE_RETURN_IF_ERROR(Follow(clock));
    if (event_.begins_anew()) {
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
    return std::ranges::any_of(clocks_, [&](const OrderClock& clock) {
      return clock.kind == kind && clock.state != ClockState::kStopped;
    });
  }

  // The one that a rejected review lets go on: the last of its kind. Clocks before it are over.
  bool IsLast(const OrderClock& clock) const {
    return std::ranges::none_of(clocks_, [&](const OrderClock& other) {
      return other.kind == clock.kind && &other > &clock;
    });
  }

  ClockState Wanted(const OrderClock& clock) const {
    if (clock.kind == ClockKind::kSupervisionReply) {
      const bool replied =
          event_.type == "supervision_replied" && event_.Text("number") == clock.subject;
      return replied ? ClockState::kStopped : clock.state;
    }
    if (event_.begins_anew()) return ClockState::kStopped;
    const ClockState wanted = WantedState(clock.kind, event_.state);
    // Only handling goes on after a stop, and only where it was.
    const bool resumes = clock.kind == ClockKind::kHandling && IsLast(clock) &&
                         event_.state == "IN_PROGRESS" && clock.order.round == facts_.round;
    return clock.state == ClockState::kStopped && !resumes ? ClockState::kStopped : wanted;
  }

  absl::Status Follow(OrderClock& clock) {
    HOTLINE_ASSIGN_OR_RETURN(const Rules rules, RulesOf(clock));
    const ClockState wanted = Wanted(clock);
    if (wanted != clock.state) {
      switch (wanted) {
        case ClockState::kRunning:
          // A stopped clock is in nobody's reprojection: it learns now that its policy has changed.
          if (auto entry = Reproject(clock, rules, fired_[clock.id], event_.time,
                                     std::string(kPolicyChanged)))
            Save(clock, *entry);
          Save(clock, Resume(clock, rules, fired_[clock.id], event_.time, event_.type));
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
      Save(clock, Extend(clock, rules, fired_[clock.id], days, event_.time, event_.type));
    }
    return absl::OkStatus();
  }

  absl::Status Begin(ClockKind kind, const std::string& subject = "",
                     std::optional<absl::Time> fixed_due = std::nullopt) {
    OrderClock clock{.id = crypto::NewUuid(event_.time),
                     .order = facts_,
                     .kind = kind,
                     .subject = subject,
                     .fixed_due = fixed_due};
    HOTLINE_ASSIGN_OR_RETURN(const Rules rules, RulesOf(clock));
    Save(clock, Start(clock, rules, event_.time, event_.type));
    return absl::OkStatus();
  }

  absl::Status BeginSupervision() {
    absl::Time deadline;
    std::string error;
    if (!absl::ParseTime(absl::RFC3339_full, event_.Text("deadline"), &deadline, &error))
      return absl::InternalError("a supervision's deadline: " + error);
    return Begin(ClockKind::kSupervisionReply, event_.Text("number"), deadline);
  }

  absl::StatusOr<Rules> RulesOf(const OrderClock& clock) const {
    HOTLINE_ASSIGN_OR_RETURN(const Policy* policy, PolicyFor(page_, clock.policy_case()));
    return Rules{*calendar_.calendar, calendar_.version, *policy, page_.since};
  }

  void Save(const OrderClock& clock, const LedgerEntry& entry) {
    SaveClocks(tx_, {{clock, entry}});
  }

  db::Tx& tx_;
  const OrderEvent& event_;
  const OrderFacts& facts_;
  const PolicyBook::Page& page_;
  const CalendarRef calendar_;
  std::vector<OrderClock> clocks_;  // In the order in which they were begun.
  std::map<std::string, Fired> fired_;
};

}  // namespace

absl::StatusOr<events::v1::PullEventsResponse> OrderFollower::Pull(
    const events::v1::PullEventsRequest& asked) {
  if (parts_.progress->Pulling() && std::exchange(news_, false)) parts_.clocks_changed();
  if (!keeping_) {
    HOTLINE_RETURN_IF_ERROR(parts_.pool->Transact([&](db::Tx& tx) {
      BeginKeeping(tx, parts_.clock->Now());
      return absl::OkStatus();
    }));
    keeping_ = true;
  }
  events::v1::PullEventsRequest request = asked;
  request.set_limit(kPullLimit);
  for (const std::string_view type : kMoveNoClock)
    request.add_except_types(std::string(kPrefix) + std::string(type));
  HOTLINE_ASSIGN_OR_RETURN(events::v1::PullEventsResponse response,
                           parts_.work_orders->Pull(request));
  for (events::v1::Event& event : *response.mutable_events()) {
    const std::optional<OrderEvent> read = Read(event);
    if (!read || read->type != "dispatched") continue;
    HOTLINE_ASSIGN_OR_RETURN(const workorder::v1::WorkOrderForService order,
                             parts_.work_orders->Get(event.stream_id()));
    json payload = read->payload;
    payload["number"] = order.number();
    payload["respondentDepartmentId"] = order.respondent_department_id();
    event.set_payload(payload.dump());
  }
  news_ = news_ || !response.events().empty();
  parts_.progress->Pulled(!response.more());
  return response;
}

absl::Status OrderFollower::Apply(db::Tx& tx, const events::v1::Event& event) const {
  const std::optional<OrderEvent> read = Read(event);
  if (!read) return absl::OkStatus();
  const std::optional<OrderFacts> facts = SeeOrder(tx, read->facts, event.revision());
  if (!facts) return absl::OkStatus();
  const PolicyBook::Page page = parts_.policies->Of(tx);
  HOTLINE_ASSIGN_OR_RETURN(CalendarRef calendar, parts_.calendars->Of(tx, facts->court_path));
  return Applying(tx, *read, *facts, page, std::move(calendar)).Run();
}

}  // namespace hotline::escalation
