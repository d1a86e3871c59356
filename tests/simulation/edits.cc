#include "tests/simulation/edits.h"

#include "absl/strings/str_cat.h"
#include "platform/calendar/calendar.h"

namespace hotline::simulation {
namespace {

const char* const kSupervisor = "supervisor";

// Of the supervisor's court mostly; of the one below it, which is no business of the orders here.
std::string SomeCourt(World& world, Random& random) {
  if (random.Chance(90)) return world.Person(kSupervisor).court_id;
  return world.One("SELECT id FROM identity.court WHERE code = '粤0305'");
}

std::string SomeDay(World& world, Random& random) {
  const calendar::Day day = calendar::DayOf(world.clock().Now()) + (random.Below(16) - 3);
  return absl::FormatCivilTime(day);
}

json SomeHours(Random& random) {
  const auto interval = [](const char* from, const char* to) {
    return json{{"from", from}, {"to", to}};
  };
  switch (random.Below(3)) {
    case 0:
      return {interval("09:00", "12:00")};
    case 1:
      return {interval("09:00", "12:00"), interval("13:30", "17:00")};
    default:
      return {interval("08:00", "12:00"), interval("14:00", "18:00")};
  }
}

json SomeBudget(Random& random) {
  const int dice = random.Below(100);
  if (dice < 75) return {{"unit", "WORKING_DAYS"}, {"amount", 1 + random.Below(6)}};
  if (dice < 90) return {{"unit", "WORKING_HOURS"}, {"amount", 1 + random.Below(12)}};
  return {{"unit", "CALENDAR_DAYS"}, {"amount", 1 + random.Below(8)}};
}

json SomeLadder(Random& random) {
  static const std::vector<json> times = {
      {{"percentOfBudget", 25}},
      {{"percentOfBudget", 50}},
      {{"percentOfBudget", 80}},
      {{"fromDue", {{"unit", "WORKING_HOURS"}, {"amount", -1}}}},
      {{"percentOfBudget", 100}},
      {{"percentOfBudget", 100}},
      {{"fromDue", {{"unit", "WORKING_HOURS"}, {"amount", 2}}}},
      {{"fromDue", {{"unit", "WORKING_DAYS"}, {"amount", 1}}}},
      {{"fromDue", {{"unit", "WORKING_DAYS"}, {"amount", 2}}}},
      {{"percentOfBudget", 400}}};
  static const std::vector<std::string> actions = {"REMIND", "REMIND",    "URGE",     "URGE",
                                                   "URGE",   "SUPERVISE", "CRITICIZE"};
  json ladder = json::array();
  for (json rung : times) {
    if (random.Chance(45)) continue;
    rung["action"] = random.Of(actions);
    ladder.push_back(rung);
  }
  return ladder;
}

Command CreatePolicy(World& world, Random& random) {
  static const std::vector<std::string> kinds = {"HANDLING", "HANDLING", "HANDLING",
                                                 "SIGN_IN",  "CALLBACK", "SUPERVISION_REPLY"};
  json request = {{"courtId", SomeCourt(world, random)},
                  {"kind", random.Of(kinds)},
                  {"budget", SomeBudget(random)},
                  {"ladder", SomeLadder(random)}};
  if (random.Chance(10)) request["type"] = random.Chance(50) ? "CONTACT_JUDGE" : "SUGGESTION";
  if (random.Chance(40)) request["urgency"] = random.Chance(50) ? "URGENT" : "CRITICAL";
  return {kSupervisor, "escalation.v1.PolicyService/CreatePolicy", request};
}

Command ChangePolicy(World& world, Random& random) {
  const pqxx::result policies = world.Sql("SELECT id, revision FROM escalation.policy ORDER BY id");
  if (policies.size() < 3) return CreatePolicy(world, random);
  const auto policy = policies[random.Below(static_cast<int>(policies.size()))];
  json request = {{"id", policy[0].as<std::string>()}};
  if (random.Chance(70)) request["budget"] = SomeBudget(random);
  if (random.Chance(40)) request["ladder"] = {{"rungs", SomeLadder(random)}};
  if (random.Chance(30)) request["active"] = random.Chance(75);
  // Sometimes one that has been overtaken.
  if (random.Chance(30))
    request["etag"] = std::to_string(policy[1].as<int64_t>() - random.Below(2));
  return {kSupervisor, "escalation.v1.PolicyService/UpdatePolicy", request};
}

Command SetDay(World& world, Random& random) {
  static const std::vector<std::string> kinds = {"HOLIDAY", "HOLIDAY", "MAKEUP", "SPECIAL"};
  json request = {{"id", SomeCourt(world, random)},
                  {"day", SomeDay(world, random)},
                  {"kind", random.Of(kinds)},
                  {"name", "台风停工"}};
  if (request["kind"] == "SPECIAL") request["hours"] = SomeHours(random);
  return {kSupervisor, "escalation.v1.CalendarService/SetDay", request};
}

Command ClearDay(World& world, Random& random) {
  const pqxx::result days = world.Sql(
      "SELECT d.day, c.court_id FROM escalation.calendar_day d JOIN escalation.calendar "
      "c USING (court_path) ORDER BY c.court_path, d.day");
  if (days.empty()) return SetDay(world, random);
  const auto set = days[random.Below(static_cast<int>(days.size()))];
  return {kSupervisor,
          "escalation.v1.CalendarService/ClearDay",
          {{"id", set[1].as<std::string>()}, {"day", set[0].as<std::string>()}}};
}

}  // namespace

Command SomeEdit(World& world, Random& random) {
  const int dice = random.Below(100);
  if (dice < 20) return CreatePolicy(world, random);
  if (dice < 65) return ChangePolicy(world, random);
  if (dice < 83) return SetDay(world, random);
  if (dice < 91) return ClearDay(world, random);
  return {kSupervisor,
          "escalation.v1.CalendarService/SetHours",
          {{"id", SomeCourt(world, random)},
           {"fromDay", SomeDay(world, random)},
           {"hours", SomeHours(random)}}};
}

}  // namespace hotline::simulation
