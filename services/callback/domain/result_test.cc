#include "services/callback/domain/result.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::callback {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1795000000);

std::vector<Attempt> One(Outcome outcome) {
  return {{.outcome = outcome, .comment = {}, .agent_id = "a", .agent_name = "a", .time = kNow}};
}

Result Rated() {
  return {.decision = Decision::kPass,
          .resolved = Resolution::kResolved,
          .satisfaction = Satisfaction::kSatisfied,
          .comment = {}};
}

std::string Reason(const Result& result, bool anonymous, const std::vector<Attempt>& attempts) {
  auto basis = CheckResult(result, anonymous, attempts, Policy());
  return basis.ok() ? std::string(NameOf(*basis)) : ReasonOf(basis.status());
}

TEST_CASE("a rating rests on having reached the citizen") {
  CHECK(Reason(Rated(), false, One(Outcome::kReached)) == "ASKED");
  CHECK(Reason(Rated(), false, One(Outcome::kRefused)) == "NOT_REACHED");
  CHECK(Reason(Rated(), false, {}) == "NOT_REACHED");
}

TEST_CASE("a reached citizen was asked both questions") {
  Result result = Rated();
  result.satisfaction = Satisfaction::kNone;
  CHECK(Reason(result, false, One(Outcome::kReached)) == "INVALID_INPUT");
  result.resolved = Resolution::kNone;
  auto basis = CheckResult(result, false, One(Outcome::kReached), Policy());
  CHECK(ViolationsOf(basis.status()).size() == 2);
}

TEST_CASE("a rejection says why") {
  Result result = Rated();
  result.decision = Decision::kReject;
  CHECK(Reason(result, false, One(Outcome::kReached)) == "COMMENT_REQUIRED");
  result.comment = "仍未收到执行款";
  CHECK(Reason(result, false, One(Outcome::kReached)) == "ASKED");
}

TEST_CASE("giving up follows the retry rule, and the refusal says what is lacking") {
  Result result{.decision = Decision::kPass, .resolved = {}, .satisfaction = {}, .comment = {}};
  auto basis = CheckResult(result, false, One(Outcome::kNoAnswer), Policy());
  CHECK(ReasonOf(basis.status()) == "NOT_REACHED");
  CHECK(ParamsOf(basis.status()) ==
        Params{{"attempts", "2"}, {"days", "1"}, {"spreadMinutes", "120"}});
}

TEST_CASE("an anonymous order is checked without a call and never rated") {
  Result result{.decision = Decision::kPass, .resolved = {}, .satisfaction = {}, .comment = {}};
  CHECK(Reason(result, true, {}) == "UNCALLED");
  result.resolved = Resolution::kResolved;
  CHECK(Reason(result, true, {}) == "UNCALLED");
  CHECK(Reason(Rated(), true, {}) == "RATING_NOT_ALLOWED");
}

TEST_CASE("only a bad rating is set aside, once, in time, and not by who asked") {
  const Policy policy;
  Rating rating;
  rating.time = kNow;
  rating.resolved = Resolution::kPartlyResolved;
  rating.satisfaction = Satisfaction::kBasicallySatisfied;
  CHECK(ReasonOf(CheckSetAsideRequest(rating, kNow, policy)) == "RATING_NOT_BAD");
  rating.resolved = Resolution::kUnresolved;
  CHECK(CheckSetAsideRequest(rating, kNow + absl::Hours(7 * 24), policy).ok());
  CHECK(ReasonOf(CheckSetAsideRequest(rating, kNow + absl::Hours(7 * 24) + absl::Seconds(1),
                                      policy)) == "SET_ASIDE_TOO_LATE");
  CHECK(ReasonOf(CheckSetAsideDecision(rating, "s")) == "SET_ASIDE_NOT_PENDING");
  rating.set_aside.state = SetAsideState::kRequested;
  rating.set_aside.requested_by_id = "r";
  CHECK(ReasonOf(CheckSetAsideRequest(rating, kNow, policy)) == "SET_ASIDE_EXISTS");
  CHECK(ReasonOf(CheckSetAsideDecision(rating, "r")) == "SET_ASIDE_OWN_REQUEST");
  CHECK(CheckSetAsideDecision(rating, "s").ok());
}

TEST_CASE("every name comes back as its value") {
  for (int number = 1; number <= 5; ++number) {
    CHECK(FromName<TaskState>(NameOf(static_cast<TaskState>(number))) ==
          static_cast<TaskState>(number));
    CHECK(FromName<Satisfaction>(NameOf(static_cast<Satisfaction>(number))) ==
          static_cast<Satisfaction>(number));
  }
  CHECK(FromName<Outcome>("") == Outcome::kNone);
  CHECK(FromName<Outcome>("SHOUTED") == Outcome::kNone);
}

}  // namespace
}  // namespace hotline::callback
