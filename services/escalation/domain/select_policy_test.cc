#include "services/escalation/domain/select_policy.h"

#include "catch2/catch.hpp"
#include "services/escalation/domain/policy_json.h"

namespace hotline::escalation {
namespace {

Policy Of(const std::string& id, const std::string& court, const std::string& type, int urgency) {
  return {.id = id,
          .court_path = court,
          .kind = ClockKind::kHandling,
          .order_type = type,
          .urgency = urgency};
}

std::string Chosen(const std::vector<Policy>& policies, const PolicyCase& wanted) {
  const Policy* found = SelectPolicy(policies, wanted);
  return found == nullptr ? "" : found->id;
}

const PolicyCase kCase = {ClockKind::kHandling, "/gd/gd03/", "COMPLAINT", 2};

TEST_CASE("the most specific policy holds: urgency, then type, then the nearest court") {
  std::vector<Policy> policies = {Of("all", "", "", 0)};
  const auto adding = [&](const Policy& policy) {
    policies.push_back(policy);
    return Chosen(policies, kCase);
  };
  CHECK(Chosen(policies, kCase) == "all");
  CHECK(adding(Of("province", "/gd/", "", 0)) == "province");
  CHECK(adding(Of("court", "/gd/gd03/", "", 0)) == "court");
  CHECK(adding(Of("type", "", "COMPLAINT", 0)) == "type");
  CHECK(adding(Of("type of province", "/gd/", "COMPLAINT", 0)) == "type of province");
  CHECK(adding(Of("urgent", "", "", 2)) == "urgent");
  CHECK(adding(Of("urgent complaint", "", "COMPLAINT", 2)) == "urgent complaint");
  CHECK(adding(Of("urgent of court", "/gd/gd03/", "", 2)) == "urgent complaint");
  CHECK(adding(Of("other court", "/gd/gd04/", "COMPLAINT", 2)) == "urgent complaint");
  CHECK(adding(Of("other type", "/gd/gd03/", "PRAISE", 2)) == "urgent complaint");
  Policy off = Of("switched off", "/gd/gd03/", "COMPLAINT", 2);
  off.active = false;
  CHECK(adding(off) == "urgent complaint");
}

TEST_CASE("there is a built-in policy for every clock, and the limits are those of the courts") {
  struct Row {
    ClockKind kind;
    std::string type;
    int urgency;
    calendar::Budget budget;
  };
  using enum calendar::Unit;
  for (const Row& row : std::vector<Row>{
           {ClockKind::kHandling, "CASE_QUERY", 1, {kWorkingDays, 3}},
           {ClockKind::kHandling, "CONTACT_JUDGE", 1, {kWorkingDays, 2}},
           {ClockKind::kHandling, "SUGGESTION", 1, {kWorkingDays, 5}},
           {ClockKind::kHandling, "COMPLAINT", 1, {kWorkingDays, 10}},
           {ClockKind::kHandling, "PETITION", 1, {kWorkingDays, 10}},
           {ClockKind::kHandling, "PETITION", 2, {kWorkingDays, 1}},
           {ClockKind::kHandling, "OTHER", 3, {kWorkingHours, 4}},
           {ClockKind::kSignIn, "OTHER", 1, {kWorkingDays, 1}},
           {ClockKind::kCallback, "OTHER", 3, {kWorkingDays, 1}},
           {ClockKind::kSupervisionReply, "OTHER", 1, {kWorkingDays, 2}},
       }) {
    const Policy* found = SelectPolicy(BuiltInPolicies(), {row.kind, "/x/", row.type, row.urgency});
    INFO(NameOf(row.kind) << " " << row.type << " " << row.urgency);
    REQUIRE(found != nullptr);
    CHECK(found->budget == row.budget);
  }
}

}  // namespace
}  // namespace hotline::escalation
