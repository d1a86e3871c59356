#include "tests/simulation/clock_model.h"

#include <algorithm>
#include <optional>
#include <set>

#include "platform/calendar/deadline.h"

namespace hotline::simulation {
namespace {

using calendar::Unit;
using nlohmann::json;

// A rung by percent of the budget, or so many working days (hours for a budget in hours) after due.
struct Rung {
  int percent = 0;
  int after = 0;
  bool after_in_days = true;
};

struct Limit {
  calendar::Budget budget;
  std::vector<Rung> ladder;
};

// The built-in policies, as docs and data/policies.json give them, for what the people here
// register.
Limit LimitOf(const std::string& clock, const json& facts) {
  const std::string urgency = facts.value("urgency", "NORMAL");
  const std::string type = facts.value("orderType", "");
  const auto days = [](int64_t amount) { return calendar::Budget{Unit::kWorkingDays, amount}; };
  const auto hours = [](int64_t amount) { return calendar::Budget{Unit::kWorkingHours, amount}; };
  if (clock == "SIGN_IN") {
    if (urgency == "CRITICAL") return {hours(1), {{50}, {100}, {100}}};
    if (urgency == "URGENT") return {hours(4), {{50}, {100}, {100}}};
    return {days(1), {{50}, {100}, {100}, {0, 1}}};
  }
  if (clock == "CALLBACK") return {days(1), {{50}, {100}}};
  if (urgency == "CRITICAL") return {hours(4), {{50}, {100}, {100}, {0, 4, false}, {0, 2}}};
  if (urgency == "URGENT") return {days(1), {{50}, {80}, {100}, {100}, {0, 1}, {0, 3}}};
  return {days(type == "CONTACT_JUDGE" ? 2
               : type == "SUGGESTION"  ? 5
               : type == "COMPLAINT"   ? 10
                                       : 3),
          {{50}, {80}, {100}, {100}, {0, 2}, {0, 2}, {0, 5}}};
}

enum class State { kRunning, kPaused, kStopped };

class Model {
 public:
  Model(const calendar::Calendar& calendar, std::string kind, const json& facts, int round,
        absl::Time start, absl::Time since)
      : kind(std::move(kind)),
        round(round),
        start(start),
        since_(since),
        calendar_(calendar),
        limit_(LimitOf(this->kind, facts)),
        time_(calendar::StartClock(limit_.budget, start)) {}

  // Notes what has come due until then.
  void Reach(absl::Time until) {
    if (state != State::kRunning) return;
    for (size_t i = 0; i < limit_.ladder.size(); ++i) {
      const absl::Time at = TimeOf(limit_.ladder[i]);
      if (at >= since_ && at <= until) due.insert(static_cast<int>(i) + 1);
    }
  }
  void Become(State wanted, absl::Time at) {
    if (wanted == state) return;
    if (wanted == State::kRunning) {
      time_ = *calendar::Resume(time_, at);
    } else if (state == State::kRunning) {
      time_ = *calendar::Pause(calendar_, time_, at);
    }
    state = wanted;
  }
  bool Extend(int64_t working_days) {
    if (time_.budget.unit != Unit::kWorkingDays) return false;
    time_ = calendar::WithAmount(time_, time_.budget.amount + working_days);
    return true;
  }

  std::string kind;
  int round;
  absl::Time start;
  State state = State::kRunning;
  std::set<int> due;

 private:
  absl::Time TimeOf(const Rung& rung) const {
    const absl::Time due_time = *calendar::DueTime(calendar_, time_);
    absl::Time at;
    if (rung.percent == 100) {
      at = due_time;
    } else if (rung.percent > 0) {
      at = *calendar::TimeAtPercent(calendar_, time_, rung.percent);
    } else if (rung.after_in_days && time_.budget.unit == Unit::kWorkingHours) {
      at = calendar_.AddWorkingDays(due_time, rung.after * calendar::kPicodaysPerDay);
    } else {
      at = *calendar::DueTime(calendar_,
                              calendar::WithAmount(time_, time_.budget.amount + rung.after));
    }
    return std::max(at, start);
  }

  absl::Time since_;
  const calendar::Calendar& calendar_;
  Limit limit_;
  calendar::Clock time_;
};

// What the state of the order wants of a clock that is not over.
State Wanted(const std::string& kind, const std::string& order_state) {
  if (kind == "SIGN_IN") return order_state == "DISPATCHED" ? State::kRunning : State::kStopped;
  if (kind == "CALLBACK") return order_state == "CALLBACK" ? State::kRunning : State::kStopped;
  if (order_state == "SUSPENDED") return State::kPaused;
  return order_state == "DISPATCHED" || order_state == "IN_PROGRESS" ? State::kRunning
                                                                     : State::kStopped;
}

}  // namespace

std::optional<std::vector<DueRung>> RungsDemanded(const calendar::Calendar& calendar,
                                                  const std::vector<OrderEvent>& history,
                                                  absl::Time since, absl::Time now) {
  std::vector<Model> models;
  const auto last = [&](const std::string& kind) -> Model* {
    for (auto model = models.rbegin(); model != models.rend(); ++model) {
      if (model->kind == kind) return &*model;
    }
    return nullptr;
  };
  for (const OrderEvent& event : history) {
    const std::string state = event.payload.at("state");
    const int round = event.payload.at("round");
    const bool anew = state == "DISPATCHED" &&
                      (event.type == "dispatched" || event.type == "rework_ordered" ||
                       (event.type == "return_decided" && event.payload.value("sentOn", false)));
    for (Model& model : models) {
      model.Reach(event.time);
      if (anew) {
        model.Become(State::kStopped, event.time);
      } else if (model.state != State::kStopped) {
        model.Become(Wanted(model.kind, state), event.time);
      } else if (&model == last("HANDLING") && state == "IN_PROGRESS" && model.round == round) {
        model.Become(State::kRunning, event.time);  // The work was sent back.
      }
    }
    if (event.type == "extension_decided" && event.payload.value("decision", "") == "APPROVE") {
      Model* handling = last("HANDLING");
      if (handling != nullptr && handling->state != State::kStopped &&
          !handling->Extend(event.payload.value("grantedWorkingDays", 0))) {
        return std::nullopt;
      }
    }
    if (anew) {
      models.emplace_back(calendar, "SIGN_IN", event.payload, round, event.time, since);
      models.emplace_back(calendar, "HANDLING", event.payload, round, event.time, since);
    }
    Model* callback = last("CALLBACK");
    if (state == "CALLBACK" && (callback == nullptr || callback->state == State::kStopped)) {
      models.emplace_back(calendar, "CALLBACK", event.payload, round, event.time, since);
    }
  }
  std::vector<DueRung> rungs;
  for (Model& model : models) {
    model.Reach(now);
    for (int place : model.due) rungs.push_back({model.kind, model.start, place});
  }
  return rungs;
}

}  // namespace hotline::simulation
