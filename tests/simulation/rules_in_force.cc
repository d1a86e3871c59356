#include "tests/simulation/rules_in_force.h"

#include <algorithm>
#include <stdexcept>

#include "services/escalation/data.h"
#include "services/escalation/domain/national_calendar.h"

namespace hotline::simulation {
namespace {

using calendar::DayKind;
using calendar::Interval;

int UrgencyIn(const json& policy) {
  const auto found = policy.find("urgency");
  if (found == policy.end()) return 0;
  if (found->is_number()) return *found;
  return *found == "URGENT" ? 2 : *found == "CRITICAL" ? 3 : 1;
}

// As a version of the history has it; data/policies.json says the type by another name.
DeadlinePolicy PolicyIn(const json& source) {
  const json& budget = source.at("budget");
  return {.scope = {.kind = source.at("kind"),
                    .court_path = source.value("courtPath", ""),
                    .order_type = source.value("orderType", source.value("type", "")),
                    .urgency = UrgencyIn(source)},
          .budget = {RulesInForce::UnitOf(budget.at("unit")), budget.at("amount")},
          .ladder = source.at("ladder"),
          .active = source.value("active", true)};
}

bool Covers(const ClockCase& scope, const ClockCase& wanted) {
  return scope.kind == wanted.kind && wanted.court_path.starts_with(scope.court_path) &&
         (scope.order_type.empty() || scope.order_type == wanted.order_type) &&
         (scope.urgency == 0 || scope.urgency == wanted.urgency);
}

// An urgent order's limit holds before that of its type, this before the nearer court's.
size_t WeightOf(const ClockCase& scope) {
  return (scope.urgency != 0 ? 100'000U : 0U) + (scope.order_type.empty() ? 0U : 10'000U) +
         scope.court_path.size();
}

calendar::Day DayIn(const json& text) {
  calendar::Day day;
  if (!absl::ParseCivilTime(text.get<std::string>(), &day)) throw std::runtime_error(text.dump());
  return day;
}

// "08:30-12:00"
std::vector<Interval> HoursIn(const json& list) {
  std::vector<Interval> hours;
  for (const std::string text : list) {
    const auto minute = [&](size_t at) {
      return std::stoi(text.substr(at, 2)) * 60 + std::stoi(text.substr(at + 3, 2));
    };
    hours.push_back({minute(0), minute(6)});
  }
  return hours;
}

}  // namespace

calendar::Unit RulesInForce::UnitOf(const std::string& name) {
  if (name == "WORKING_HOURS") return calendar::Unit::kWorkingHours;
  return name == "WORKING_DAYS" ? calendar::Unit::kWorkingDays : calendar::Unit::kCalendarDays;
}

RulesInForce::RulesInForce(World& world) {
  const json built_in = json::parse(escalation::data::kPolicies);
  for (const json& policy : built_in.at("policies")) {
    ever_.push_back(policies_[policy.at("id")] = PolicyIn(policy));
  }
  for (const auto& row :
       world.Sql("SELECT stream_id, type, payload FROM escalation.event ORDER BY id")) {
    const auto type = row[1].as<std::string>();
    json payload = json::parse(row[2].as<std::string>());
    if (type.starts_with("deadline_policy.")) {
      ever_.push_back(policies_[row[0].as<std::string>()] = PolicyIn(payload));
    } else if (payload.contains("day") || payload.contains("fromDay")) {
      calendar_edits_.push_back(std::move(payload));
    }
  }
}

const DeadlinePolicy& RulesInForce::PolicyFor(const ClockCase& wanted) const {
  const DeadlinePolicy* best = nullptr;
  for (const auto& [id, policy] : policies_) {
    if (!policy.active || !Covers(policy.scope, wanted)) continue;
    if (best == nullptr || WeightOf(policy.scope) > WeightOf(best->scope)) best = &policy;
  }
  if (best == nullptr) throw std::runtime_error("no policy for " + wanted.kind);
  return *best;
}

bool RulesInForce::WasSet(const ClockCase& wanted, const calendar::Budget& budget) const {
  return std::ranges::any_of(ever_, [&](const DeadlinePolicy& policy) {
    return policy.budget == budget && Covers(policy.scope, wanted);
  });
}

// The people here edit one court's calendar and that of a court below it, so that no two courts of
// one line ever say something different for a court with orders.
const calendar::Calendar& RulesInForce::CalendarOf(const std::string& court_path) {
  const auto known = calendars_.find(court_path);
  if (known != calendars_.end()) return known->second;
  calendar::Definition definition = escalation::NationalCalendar();
  std::map<calendar::Day, calendar::SpecialDay> own;
  for (const json& edit : calendar_edits_) {
    if (!court_path.starts_with(edit.at("courtPath").get<std::string>())) continue;
    if (edit.contains("fromDay")) {
      definition.hours[DayIn(edit.at("fromDay"))] = HoursIn(edit.at("hours"));
    } else if (!edit.contains("kind")) {
      own.erase(DayIn(edit.at("day")));
    } else {
      const std::string kind = edit.at("kind");
      own[DayIn(edit.at("day"))] = {.kind = kind == "HOLIDAY"  ? DayKind::kHoliday
                                            : kind == "MAKEUP" ? DayKind::kMakeup
                                                               : DayKind::kSpecial,
                                    .name = edit.at("name"),
                                    .hours = HoursIn(edit.at("hours"))};
    }
  }
  for (const auto& [day, special] : own) definition.days[day] = special;
  return calendars_.emplace(court_path, calendar::Calendar::Make(std::move(definition)).value())
      .first->second;
}

}  // namespace hotline::simulation
