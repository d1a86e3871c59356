#include "services/callback/testing/callback_room.h"

namespace hotline::callback {
namespace {

using namespace hotline::callback::testing;  // NOLINT: the room's vocabulary.

constexpr auto kPass = v1::CallbackDecision::PASS;
constexpr auto kReject = v1::CallbackDecision::REJECT;

absl::StatusOr<v1::Rating> Ask(CallbackRoom& room, const Caller& caller, int round = 0,
                               const std::string& etag = "") {
  v1::RequestSetAsideRequest request;
  request.set_id(CallbackRoom::OrderId(1));
  request.set_reason("当事人对判决结果不服，非办理问题");
  request.set_round(round);
  request.set_etag(etag);
  return room.api.RequestSetAside(room.As(caller), request);
}

absl::StatusOr<v1::Rating> Decide(CallbackRoom& room, const Caller& caller,
                                  v1::DecideSetAsideRequest::Decision decision) {
  v1::DecideSetAsideRequest request;
  request.set_id(CallbackRoom::OrderId(1));
  request.set_decision(decision);
  request.set_comment("情况属实");
  return room.api.DecideSetAside(room.As(caller), request);
}

std::string Reason(const absl::StatusOr<v1::Rating>& result) { return ReasonOf(result.status()); }

TEST_CASE("an unfounded dissatisfaction is set aside by a supervisor, kept and shown") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  CHECK(Reason(Ask(room, Reviewer())) == "RATING_NOT_FOUND");
  room.Rate(task, kPass, v1::UNRESOLVED, v1::VERY_DISSATISFIED);
  CHECK(Reason(Decide(room, Supervisor(), v1::DecideSetAsideRequest::APPROVE)) ==
        "SET_ASIDE_NOT_PENDING");
  CHECK(Reason(Ask(room, Reviewer(kOtherDepartment))) ==
        "RATING_NOT_FOUND");  // Not the rated department.
  CHECK(Reason(Ask(room, Reviewer(""))) == "RATING_NOT_FOUND");
  CHECK(Reason(Ask(room, Reviewer(), 0, "1")) == "ETAG_MISMATCH");
  auto asked = Ask(room, Reviewer());
  REQUIRE(asked.ok());
  CHECK(asked->set_aside().state() == v1::SetAside::REQUESTED);
  CHECK(Reason(Ask(room, Reviewer())) == "SET_ASIDE_EXISTS");

  auto waiting = room.api.ListSetAsides(room.As(Supervisor()), v1::ListSetAsidesRequest());
  REQUIRE(waiting.ok());
  REQUIRE(waiting->ratings_size() == 1);
  CHECK(waiting->ratings(0).set_aside().reason() == "当事人对判决结果不服，非办理问题");
  CHECK(Reason(Decide(room, Supervisor("dept-reviewer"), v1::DecideSetAsideRequest::APPROVE)) ==
        "SET_ASIDE_OWN_REQUEST");
  const Caller elsewhere = User("s2", {"setaside.decide"}, "", "/gd/gd04/");
  CHECK(Reason(Decide(room, elsewhere, v1::DecideSetAsideRequest::APPROVE)) == "RATING_NOT_FOUND");
  auto decided = Decide(room, Supervisor(), v1::DecideSetAsideRequest::APPROVE);
  REQUIRE(decided.ok());
  CHECK(Reason(Decide(room, Supervisor(), v1::DecideSetAsideRequest::REJECT)) ==
        "SET_ASIDE_NOT_PENDING");

  const auto ratings = room.Ratings(1, Reviewer());
  REQUIRE(ratings.size() == 1);
  CHECK(ratings[0].satisfaction() == v1::VERY_DISSATISFIED);
  CHECK(ratings[0].set_aside().state() == v1::SetAside::APPROVED);
  CHECK(ratings[0].set_aside().comment() == "情况属实");
  CHECK(ratings[0].set_aside().decided_by_id() == "supervisor-1");
  CHECK(ratings[0].etag() == decided->etag());
  CHECK(room.History(task).back() == "set_aside_decided");
  CHECK(
      room.api.ListSetAsides(room.As(Supervisor()), v1::ListSetAsidesRequest())->ratings().empty());
}

TEST_CASE("a good rating is not examined, a bad one not after the time for it") {
  CallbackRoom room;
  const std::string first = room.Enter(1);
  room.Rate(first, kReject, v1::UNRESOLVED, v1::DISSATISFIED);
  room.clock.Advance(absl::Hours(24 * 6));
  room.orders.Move(CallbackRoom::OrderId(1), workorder::v1::CALLBACK, room.clock.Now());
  room.Follow();
  room.Rate(room.TaskId(1, 2), kPass, v1::RESOLVED, v1::SATISFIED);
  CHECK(Reason(Ask(room, Reviewer(), 2)) == "RATING_NOT_BAD");
  CHECK(Reason(Ask(room, Reviewer(), 3)) == "RATING_NOT_FOUND");
  room.clock.Advance(absl::Hours(24));
  REQUIRE(Ask(room, Reviewer()).ok());  // The bad one of round 1, at the last moment.
  CHECK(Decide(room, Supervisor(), v1::DecideSetAsideRequest::REJECT)->set_aside().state() ==
        v1::SetAside::REJECTED);
  CHECK(Reason(Ask(room, Reviewer(), 1)) == "SET_ASIDE_EXISTS");  // Once, however it was decided.
}

TEST_CASE("after seven days a rating stands") {
  CallbackRoom room;
  room.Rate(room.Enter(1), kPass, v1::UNRESOLVED, v1::SATISFIED);
  room.clock.Advance(absl::Hours(24 * 7) + absl::Seconds(1));
  CHECK(Reason(Ask(room, Reviewer())) == "SET_ASIDE_TOO_LATE");
}

TEST_CASE("ratings are shown to the rated department, the court's readers and nobody else") {
  CallbackRoom room;
  room.Rate(room.Enter(1, {.respondent_department_id = kOtherDepartment}), kPass, v1::RESOLVED,
            v1::SATISFIED);
  CHECK(room.Ratings(1, Reviewer()).size() == 1);
  CHECK(room.Ratings(1, User("u", {"workorder.read.court"})).size() == 1);
  CHECK(room.Ratings(
                1, User("u", {"workorder.read.department"}, "0d000000-0000-4000-8000-000000000009"))
            .empty());
  CHECK(room.Ratings(1, User("u", {"workorder.read.court"}, kOtherDepartment)).empty());
  CHECK(room.Ratings(1, User("u", {"workorder.read.court"}, "", "/gd/gd04/")).empty());
}

}  // namespace
}  // namespace hotline::callback
