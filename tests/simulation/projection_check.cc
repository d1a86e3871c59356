#include "tests/simulation/projection_check.h"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "tests/simulation/rules_in_force.h"
#include "tests/simulation/rung_times.h"

namespace hotline::simulation {
namespace {

using calendar::Calendar;

struct OpenClock {
  std::string id;
  std::string state;
  ClockCase wanted;
  calendar::Clock time;
  int64_t extension = 0;
  std::optional<absl::Time> fixed_due;
  std::optional<absl::Time> due;
  bool provisional = false;
  // Of its ledger.
  int64_t granted = 0;
  int64_t consumed = 0;
  absl::Time went_on;
};

// A rung by what it does and the how-manieth of its kind it is: "URGE 2".
using Rungs = std::map<std::string, absl::Time>;

std::optional<absl::Time> TimeIn(const pqxx::field& micros) {
  if (micros.is_null()) return std::nullopt;
  return absl::FromUnixMicros(micros.as<int64_t>());
}

std::string Micros(const std::string& column) {
  return "(extract(epoch FROM " + column + ") * 1000000)::bigint";
}

std::vector<OpenClock> OpenClocks(World& world) {
  std::vector<OpenClock> clocks;
  for (const auto& row : world.Sql(absl::StrCat(
           "SELECT c.id, c.state, c.kind, c.court_path, c.order_type, c.urgency, c.budget_unit, "
           "c.budget_amount, c.extension_amount, c.consumed, ",
           Micros("c.start_time"), ", ", Micros("c.running_since"), ", ",
           Micros("c.fixed_due_time"), ", ", Micros("c.due_time"),
           ", c.provisional, (SELECT coalesce(sum(amount), 0) FROM escalation.ledger WHERE "
           "clock_id = c.id AND entry = 'EXTEND'), (SELECT consumed FROM escalation.ledger WHERE "
           "clock_id = c.id ORDER BY id DESC LIMIT 1), (SELECT ",
           Micros("time"),
           " FROM escalation.ledger WHERE clock_id = c.id AND entry IN ('START', 'RESUME') ORDER "
           "BY id DESC LIMIT 1) FROM escalation.clock c WHERE c.state <> 'STOPPED'"))) {
    OpenClock clock;
    clock.id = row[0].as<std::string>();
    clock.state = row[1].as<std::string>();
    clock.wanted = {row[2].as<std::string>(), row[3].as<std::string>(), row[4].as<std::string>(),
                    row[5].as<int>()};
    clock.time = {.budget = {RulesInForce::UnitOf(row[6].as<std::string>()), row[7].as<int64_t>()},
                  .started_at = *TimeIn(row[10]),
                  .consumed = row[9].as<int64_t>(),
                  .running_since = TimeIn(row[11])};
    clock.extension = row[8].as<int64_t>();
    clock.fixed_due = TimeIn(row[12]);
    clock.due = TimeIn(row[13]);
    clock.provisional = row[14].as<bool>();
    clock.granted = row[15].as<int64_t>();
    clock.consumed = row[16].as<int64_t>();
    clock.went_on = *TimeIn(row[17]);
    clocks.push_back(clock);
  }
  return clocks;
}

std::map<std::string, Rungs> RungsOf(World& world, const std::string& rows) {
  static const char* const kActions[] = {"",          "REMIND",   "URGE", "NOTIFY_HEAD",
                                         "SUPERVISE", "CRITICIZE"};
  std::map<std::string, Rungs> rungs;
  for (const auto& row : world.Sql(rows)) {
    const std::string rung = absl::StrCat(kActions[row[1].as<int>()], " ", row[2].as<int>());
    if (!rungs[row[0].as<std::string>()].emplace(rung, *TimeIn(row[3])).second)
      throw std::runtime_error(absl::StrCat("clock ", row[0].c_str(), " has ", rung, " twice"));
  }
  return rungs;
}

Rungs Demanded(const Calendar& calendar, const OpenClock& clock, const DeadlinePolicy& policy,
               absl::Time since, const Rungs& fired) {
  Rungs rungs;
  std::map<std::string, int> seen;
  for (const json& rung : policy.ladder) {
    const std::string action = rung.at("action");
    const std::string name = absl::StrCat(action, " ", ++seen[action]);
    const absl::Time at =
        TimeOfRung(calendar, clock.time, *clock.due, clock.fixed_due.has_value(), rung);
    if (at >= since && !fired.contains(name)) rungs[name] = at;
  }
  return rungs;
}

std::string Text(const std::optional<absl::Time>& time) {
  return time ? absl::FormatTime("%Y-%m-%d %H:%M:%E*S", *time, calendar::CourtTimeZone()) : "none";
}

std::string Text(const Rungs& rungs) {
  std::string text;
  for (const auto& [name, at] : rungs) absl::StrAppend(&text, "\n  ", name, " at ", Text(at));
  return text;
}

// To the second, to which an offset in another unit is found.
bool Same(const Rungs& a, const Rungs& b) {
  return std::ranges::equal(a, b, [](const auto& one, const auto& other) {
    return one.first == other.first &&
           absl::AbsDuration(one.second - other.second) <= absl::Seconds(1);
  });
}

// Its ledger and the rows it is kept in, so that a failure can be understood from what it prints.
std::string Story(World& world, const OpenClock& clock) {
  std::string story = absl::StrCat("\nat ", Text(world.clock().Now()), " ", clock.wanted.kind,
                                   " clock ", clock.id, " of ", clock.wanted.order_type,
                                   ", urgency ", clock.wanted.urgency, ", ", clock.state);
  for (const auto& row : world.Sql(
           "SELECT time AT TIME ZONE 'Asia/Shanghai', entry, reason, amount, consumed, "
           "due_after AT TIME ZONE 'Asia/Shanghai' FROM escalation.ledger WHERE clock_id = '" +
           clock.id + "' ORDER BY id")) {
    story += "\n ";
    for (const auto& field : row) absl::StrAppend(&story, " ", field.c_str());
  }
  return story;
}

}  // namespace

void CheckProjections(World& world) {
  RulesInForce rules(world);
  const absl::Time since =
      *TimeIn(world.Sql("SELECT " + Micros("since") + " FROM escalation.configuration")[0][0]);
  // Where the court's time was stepped back, changes of the hour that comes again are over.
  const absl::Time reached = std::max(
      world.clock().Now(),
      TimeIn(world.Sql("SELECT " + Micros("greatest((SELECT max(time) FROM escalation.ledger), "
                                          "(SELECT max(request_time) FROM "
                                          "escalation.reprojection))"))[0][0])
          .value_or(absl::InfinitePast()));
  auto fired = RungsOf(
      world, "SELECT clock_id, action, nth, " + Micros("fire_time") + " FROM escalation.firing");
  auto pending = RungsOf(world, "SELECT clock_id, r.action, r.nth, " + Micros("r.time") +
                                    " FROM escalation.pending_rungs p, unnest(p.time, p.action, "
                                    "p.nth) AS r (time, action, nth)");
  for (const auto& [id, rungs] : pending) {
    for (const auto& [name, at] : rungs) {
      if (at <= world.clock().Now())
        throw std::runtime_error(
            absl::StrCat("clock ", id, ": ", name, " at ", Text(at), " has not fired"));
    }
  }
  for (OpenClock& clock : OpenClocks(world)) {
    const auto require = [&](bool holds, const std::string& what) {
      if (!holds) throw std::runtime_error(what + Story(world, clock));
    };
    const Calendar& calendar = rules.CalendarOf(clock.wanted.court_path);
    const DeadlinePolicy& policy = rules.PolicyFor(clock.wanted);
    const calendar::Budget base{clock.time.budget.unit, clock.time.budget.amount - clock.extension};
    require(clock.extension == clock.granted, "an extension that was not granted");
    require(clock.time.consumed == clock.consumed, "another time is consumed than entered");
    require(
        base.unit == policy.budget.unit ? base == policy.budget : rules.WasSet(clock.wanted, base),
        absl::StrCat("a budget of ", base.amount, " that is not the policy's ",
                     policy.budget.amount));
    const Rungs& all = pending[clock.id];
    Rungs to_come = all;
    std::erase_if(to_come, [&](const auto& rung) { return rung.second <= reached; });
    if (clock.state == "PAUSED") {
      require(!clock.due && !clock.time.running_since && to_come.empty(), "it does not stand");
      continue;
    }
    const absl::Time counts =
        clock.time.budget.unit == calendar::Unit::kWorkingHours
            ? clock.went_on
            : std::max(clock.went_on, Calendar::AfterDayOfStart(clock.time.started_at));
    require(clock.time.running_since == counts,
            "it counts from " + Text(clock.time.running_since) + ", not from " + Text(counts));
    const auto due = clock.fixed_due ? clock.fixed_due : calendar::DueTime(calendar, clock.time);
    require(clock.due == due, "it is due " + Text(clock.due) + ", not " + Text(due));
    require(clock.provisional == (!clock.fixed_due &&
                                  calendar::IsProvisional(calendar, clock.time.started_at, *due)),
            "its due time is provisional or is not");
    Rungs demanded = Demanded(calendar, clock, policy, since, fired[clock.id]);
    // One that had come due before the court's time was stepped back waits for its old time.
    for (const auto& [name, at] : demanded)
      require(at > world.clock().Now() || all.contains(name),
              name + " at " + Text(at) + " has not fired");
    std::erase_if(demanded, [&](const auto& rung) {
      return all.contains(rung.first) ? all.at(rung.first) <= reached : rung.second <= reached;
    });
    require(Same(to_come, demanded),
            "pending are" + Text(to_come) + "\ndemanded are" + Text(demanded));
  }
}

}  // namespace hotline::simulation
