#include "services/escalation/api/policy_api.h"

#include "platform/events/event.h"
#include "services/escalation/api/clock_api.h"
#include "services/escalation/testing/clock_room.h"

namespace hotline::escalation {
namespace {

using namespace hotline::escalation::testing;  // NOLINT: the room's vocabulary.

constexpr char kProvince[] = "0c000000-0000-4000-8000-000000000001";

class TwoCourts : public Courts {
 public:
  absl::StatusOr<Court> Find(const std::string& id) override {
    if (id == kCourt) return Court{id, "/gd/gd03/"};
    if (id == kProvince) return Court{id, "/gd/"};
    return NotFound("COURT_NOT_FOUND");
  }
};

crypto::KeyRing Keys() {
  crypto::KeyRing keys;
  keys.active = "k1";
  keys.field_keys["k1"] = std::string(32, 'f');
  keys.index_key = std::string(32, 'i');
  return keys;
}

struct Office : ClockRoom {
  Office()
      : cipher(Keys()),
        commands(&database.pool(), &cipher),
        api({&commands, &courts, &orders, [this] { ++wakes; }}),
        page_tokens(std::string(32, 't')),
        feed(&database.pool(), "escalation"),
        clocks({&database.pool(), &feed, &page_tokens}) {}

  rpc::Call As(std::set<std::string, std::less<>> permissions = {"escalation.configure",
                                                                 "workorder.read.court"},
               const std::string& department = "", const std::string& court_path = "/gd/gd03/") {
    Caller caller;
    caller.kind = Caller::Kind::kUser;
    caller.id = caller.name = "supervisor";
    caller.court_id = kCourt;
    caller.court_path = court_path;
    caller.department_id = department;
    caller.permissions = std::move(permissions);
    return {.method = "test",
            .caller = caller,
            .now = clock.Now(),
            .deadline = absl::Now() + absl::Seconds(10),
            .trace_id = "t"};
  }
  static v1::CreatePolicyRequest Five(const std::string& type = "") {
    v1::CreatePolicyRequest request;
    request.set_kind(v1::ClockKind::HANDLING);
    request.set_type(type);
    request.mutable_budget()->set_unit(v1::TimeUnit::WORKING_DAYS);
    request.mutable_budget()->set_amount(5);
    v1::Rung& urge = *request.add_ladder();
    urge.set_action(v1::Rung::URGE);
    urge.set_percent_of_budget(100);
    v1::Rung& criticize = *request.add_ladder();
    criticize.set_action(v1::Rung::CRITICIZE);
    criticize.mutable_from_due()->set_unit(v1::TimeUnit::WORKING_DAYS);
    criticize.mutable_from_due()->set_amount(3);
    return request;
  }

  int wakes = 0;
  crypto::FieldCipher cipher;
  events::Commands commands;
  TwoCourts courts;
  PolicyApi api;
  rpc::PageTokens page_tokens;
  events::Feed feed;
  ClockApi clocks;
};

TEST_CASE("a court sets a policy of its own: open clocks follow, the history tells who") {
  Office office;
  office.Dispatch(1);
  office.Dispatch(2, {.urgency = "CRITICAL"});
  office.Dispatch(3, {.court_path = "/gd/gd04/"});
  office.Follow();
  const auto made = office.api.CreatePolicy(office.As(), Office::Five());
  REQUIRE(made.ok());
  CHECK(made->etag() == "1");
  CHECK(made->active());
  CHECK(made->reprojection().open_clocks() == 2);
  CHECK(made->reprojection().keeping_their_unit() == 1);  // Counted in hours.
  CHECK(office.wakes == 1);
  office.Settle();
  CHECK(Text(office.Clock(1, ClockKind::kHandling).due_time) == "11-30 17:30");
  CHECK(Text(office.Clock(2, ClockKind::kHandling).due_time) ==
        "11-23 15:00");  // Its urgency holds.
  CHECK(Text(office.Clock(3, ClockKind::kHandling).due_time) == "11-26 17:30");

  v1::UpdatePolicyRequest change;
  change.set_id(made->id());
  change.set_etag("1");
  change.set_active(false);
  const auto off = office.api.UpdatePolicy(office.As(), change);
  REQUIRE(off.ok());
  CHECK(off->etag() == "2");
  office.Settle();
  CHECK(Text(office.Clock(1, ClockKind::kHandling).due_time) == "11-26 17:30");
  CHECK(ReasonOf(office.api.UpdatePolicy(office.As(), change).status()) == "ETAG_MISMATCH");
  CHECK(office.Count("SELECT count(*) FROM event WHERE type = 'deadline_policy.changed' AND "
                     "actor_id = 'supervisor'") == 1);
}

TEST_CASE("a repeated request has the first answer") {
  Office office;
  v1::CreatePolicyRequest request = Office::Five();
  request.set_request_id("one");
  const auto first = office.api.CreatePolicy(office.As(), request);
  const auto again = office.api.CreatePolicy(office.As(), request);
  REQUIRE(again.ok());
  CHECK(first->id() == again->id());
  request.set_request_id("two");
  CHECK(ReasonOf(office.api.CreatePolicy(office.As(), request).status()) == "POLICY_EXISTS");
}

TEST_CASE("what is refused, and nothing half done") {
  Office office;
  const auto refusal = [&](const std::function<void(v1::CreatePolicyRequest&)>& spoil) {
    v1::CreatePolicyRequest request = Office::Five();
    spoil(request);
    return ReasonOf(office.api.CreatePolicy(office.As(), request).status());
  };
  CHECK(refusal([](auto& r) { r.set_type("SINGING"); }) == "TYPE_UNKNOWN");
  CHECK(refusal([](auto& r) { r.set_court_id(kProvince); }) == "COURT_NOT_FOUND");
  CHECK(refusal([](auto& r) { r.mutable_ladder(0)->clear_percent_of_budget(); }) ==
        "RUNG_TIME_AMBIGUOUS");
  CHECK(refusal([](auto& r) { r.mutable_ladder(1)->set_percent_of_budget(1); }) ==
        "RUNG_TIME_AMBIGUOUS");
  CHECK(refusal([](auto& r) { r.mutable_ladder()->SwapElements(0, 1); }) == "RUNGS_UNSORTED");
  CHECK(refusal([](auto& r) { *r.add_ladder() = r.ladder(1); }) == "RUNGS_DUPLICATE");
  CHECK(refusal([](auto& r) { r.mutable_budget()->set_amount(400); }) == "BUDGET_OUT_OF_RANGE");
  CHECK(office.Count("SELECT count(*) FROM policy") == 0);
  CHECK(office.Count("SELECT count(*) FROM reprojection") == 0);

  const auto all = office.api.ListPolicies(office.As(), {});
  REQUIRE(all.ok());
  v1::UpdatePolicyRequest change;
  change.set_id(all->deadline_policies(0).id());
  CHECK(ReasonOf(office.api.UpdatePolicy(office.As(), change).status()) == "BUILT_IN_POLICY");
}

TEST_CASE("clocks are listed by due time, in pages, of one's own courts or department") {
  Office office;
  for (int number = 1; number <= 5; ++number) office.Dispatch(number);
  office.Dispatch(6, {.court_path = "/gd/gd04/"});
  office.Dispatch(7, {.department = kOtherDepartment});
  office.Follow();
  const auto list = [&](const rpc::Call& call, v1::ListClocksRequest request = {}) {
    const auto reply = office.clocks.ListClocks(call, request);
    REQUIRE(reply.ok());
    return *reply;
  };
  CHECK(list(office.As()).clocks_size() == 12);
  CHECK(list(office.As({"workorder.read.department"}, kDepartment)).clocks_size() == 12);
  CHECK(list(office.As({"workorder.read.department"}, kOtherDepartment)).clocks_size() == 2);
  CHECK(list(office.As({"workorder.read.court"}, "", "/gd/")).clocks_size() == 14);
  CHECK(list(office.As({})).clocks_size() == 0);

  v1::ListClocksRequest page;
  page.set_kind(v1::ClockKind::HANDLING);
  page.set_page_size(4);
  const auto first = list(office.As(), page);
  CHECK(first.clocks_size() == 4);
  page.set_page_token(first.next_page_token());
  const auto second = list(office.As(), page);
  CHECK(second.clocks_size() == 2);
  CHECK(second.next_page_token().empty());
  CHECK(ReasonOf(office.clocks.ListClocks(office.As({"workorder.read.court"}, "", "/gd/"), page)
                     .status()) == "INVALID_PAGE_TOKEN");

  office.clock.Set(At("11-25 12:00"));
  v1::ListClocksRequest overdue;
  overdue.set_overdue_by_minutes(60);
  const auto late = list(office.As(), overdue);
  CHECK(late.clocks_size() == 6);
  CHECK(late.clocks(0).overdue());
  v1::ListClocksRequest soon;
  soon.set_due_within_minutes(2 * 24 * 60);
  CHECK(list(office.As(), soon).clocks_size() == 6);
}

TEST_CASE("one clock shows its ledger and what fired, to those who may see it") {
  Office office;
  office.Dispatch(1);
  office.LiveUntil("11-24 18:00");
  v1::GetClockRequest request;
  request.set_id(office.Clock(1, ClockKind::kSignIn).id);
  const auto detail = office.clocks.GetClock(office.As(), request);
  REQUIRE(detail.ok());
  REQUIRE(detail->ledger_size() == 1);
  CHECK(detail->ledger(0).kind() == v1::LedgerEntry::START);
  CHECK(detail->ledger(0).reason() == "dispatched");
  REQUIRE(detail->fired_size() == 3);
  CHECK(detail->fired(0).outcome() == v1::FiredRung::APPLIED);
  CHECK_FALSE(detail->fired(0).late());
  CHECK(detail->clock().next_rung() == 4);
  CHECK(
      ReasonOf(office.clocks.GetClock(office.As({"workorder.read.court"}, "", "/gd/gd04/"), request)
                   .status()) == "CLOCK_NOT_FOUND");
}

}  // namespace
}  // namespace hotline::escalation
