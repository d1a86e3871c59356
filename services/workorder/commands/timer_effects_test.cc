#include <algorithm>
#include <atomic>
#include <thread>

#include "services/workorder/commands/commands.h"
#include "services/workorder/commands/timer_commands.h"
#include "services/workorder/desk_fixture.h"

namespace hotline::workorder {
namespace {

using Json = nlohmann::json;

v1::TimerEffect Fired(const Desk& desk, const std::string& effect_id, const std::string& order_id,
                      v1::TimerEffect::Action action) {
  v1::TimerEffect effect;
  effect.set_effect_id(effect_id);
  effect.set_work_order_id(order_id);
  effect.set_round(1);
  effect.set_clock(v1::TimerEffect::HANDLING);
  effect.set_rung(2);
  effect.set_action(action);
  effect.mutable_due_time()->set_seconds(absl::ToUnixSeconds(desk.now + absl::Hours(4)));
  effect.mutable_fired_at()->set_seconds(absl::ToUnixSeconds(desk.now));
  if (action == v1::TimerEffect::SUPERVISE) {
    effect.mutable_supervision_deadline()->set_seconds(
        absl::ToUnixSeconds(desk.now + absl::Hours(24)));
  }
  return effect;
}

// The reasons, joined by spaces; "ok" for what was applied.
std::string Apply(Desk& desk, const std::vector<v1::TimerEffect>& effects) {
  v1::ApplyTimerEffectsRequest request;
  request.mutable_effects()->Add(effects.begin(), effects.end());
  const auto reply =
      desk.Must<v1::ApplyTimerEffectsReply>(desk.deadline_service, "ApplyTimerEffects", request);
  REQUIRE(reply.results_size() == static_cast<int>(effects.size()));
  std::string reasons;
  for (int i = 0; i < reply.results_size(); ++i) {
    CHECK(reply.results(i).effect_id() == effects[i].effect_id());
    if (i > 0) reasons += ' ';
    reasons += reply.results(i).reason().empty() ? "ok" : reply.results(i).reason();
  }
  return reasons;
}

v1::WorkOrder Read(Desk& desk, const std::string& id) {
  return desk.Must(desk.agent, "AddNote", [&] {
    auto note = Desk::On<v1::AddNoteRequest>(id);
    note.set_content("看一下");
    return note;
  }());
}

TEST_CASE("what a timer says of an order against a person says that there is one") {
  Desk desk;
  auto request = Desk::Registration();
  request.mutable_respondent()->set_person_name("王庭长");
  const std::string id = desk.Registered(request).id();
  desk.Must(desk.dispatcher, "Dispatch", desk.ToDepartment(id));
  CHECK(Apply(desk, {Fired(desk, "c/REMIND/1", id, v1::TimerEffect::REMIND)}) == "ok");
  CHECK(Json::parse(desk.History(id).back().payload)["respondentNamed"] == true);
}

TEST_CASE("each fired rung is an event of the order, with its clock, rung and times") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  const absl::Time worked_on = desk.Stored(id).update_time;
  desk.now += absl::Hours(1);
  using E = v1::TimerEffect;
  CHECK(Apply(desk, {Fired(desk, "c-1", id, E::REMIND), Fired(desk, "c-2", id, E::URGE),
                     Fired(desk, "c-3", id, E::NOTIFY_HEAD), Fired(desk, "c-4", id, E::SUPERVISE),
                     Fired(desk, "c-5", id, E::CRITICIZE)}) == "ok ok ok ok ok");

  const auto history = desk.History(id);
  REQUIRE(history.size() == 8);
  const std::vector<std::string> types = {"reminded", "urged", "head_notified", "supervised",
                                          "criticized"};
  for (size_t i = 0; i < types.size(); ++i) {
    const events::Event& event = history[3 + i];
    CHECK(event.type == "work_order." + types[i]);
    CHECK(event.actor_id == "escalation");
    CHECK(event.actor_name == "期限监控");
    const Json payload = Json::parse(event.payload);
    CHECK(payload["clock"] == "HANDLING");
    CHECK(payload["rung"] == 2);
    CHECK(payload["dueTime"] == "2026-11-23T05:00:00+00:00");
    CHECK(payload["firedAt"] == "2026-11-23T01:00:00+00:00");
    CHECK(payload["late"] == false);
    CHECK(payload["state"] == "IN_PROGRESS");
    CHECK(payload["departmentId"] == kDepartment);
    CHECK(payload["handlerId"] == desk.handler.id);
    CHECK(payload["orderNumber"] == desk.Stored(id).number);
  }
  const Json urged = Json::parse(history[4].payload);
  CHECK(urged["source"] == "TIMER");
  CHECK(urged["count"] == 1);
  const Json supervised = Json::parse(history[6].payload);
  CHECK(supervised["number"].get<std::string>().starts_with("督〔2026〕"));
  CHECK(supervised["deadline"] == "2026-11-24T01:00:00+00:00");
  CHECK(supervised["requirement"].get<std::string>().find("办理期限") != std::string::npos);
  desk.CheckChain();
  CHECK(desk.Stored(id).update_time == worked_on);

  const auto order = Read(desk, id);
  CHECK(order.urge_count() == 1);
  CHECK(order.urges(0).source() == v1::Urge::TIMER);
  CHECK(order.supervision_count() == 1);
  CHECK(order.supervisions(0).number() == supervised["number"]);
  CHECK(order.supervisions(0).issued_by_name() == "期限监控");
}

TEST_CASE("what timers add stands beside what people added, and is replied to like it") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  auto urge = Desk::On<v1::UrgeRequest>(id);
  urge.set_comment("群众再次来电");
  desk.Must(desk.agent, "AddUrge", urge);
  using E = v1::TimerEffect;
  CHECK(Apply(desk, {Fired(desk, "c-1", id, E::URGE), Fired(desk, "c-2", id, E::SUPERVISE)}) ==
        "ok ok");
  CHECK(Apply(desk, {Fired(desk, "c-3", id, E::URGE), Fired(desk, "c-4", id, E::SUPERVISE)}) ==
        "ok ok");
  const auto stored = desk.Stored(id);
  REQUIRE(stored.detail.urges.size() == 3);
  CHECK(stored.detail.urges[0].comment == "群众再次来电");
  REQUIRE(stored.detail.supervisions.size() == 2);
  CHECK(stored.detail.handled_by_ids.size() == 1);
  auto reply = Desk::On<v1::ReplySupervisionRequest>(id);
  reply.set_number(stored.detail.supervisions[0].number);
  reply.set_reply("已联系当事人");
  desk.Must(desk.handler, "ReplySupervision", reply);
  CHECK(desk.Stored(id).supervised);
  reply.set_number(stored.detail.supervisions[1].number);
  desk.Must(desk.handler, "ReplySupervision", reply);
  CHECK_FALSE(desk.Stored(id).supervised);
  desk.CheckChain();
}

TEST_CASE("an effect happens once, however often and in whatever company it is delivered") {
  Desk desk;
  const std::string one = desk.InProgress().id(), two = desk.InProgress().id();
  using E = v1::TimerEffect;
  const auto first = Fired(desk, "c-1", one, E::URGE);
  CHECK(Apply(desk, {first, first}) == "ok ok");
  CHECK(Apply(desk, {Fired(desk, "c-2", two, E::URGE), first}) == "ok ok");
  CHECK(desk.Stored(one).urge_count == 1);
  CHECK(desk.Stored(two).urge_count == 1);
  CHECK(desk.History(one).size() == 4);
  desk.CheckChain();
}

TEST_CASE("an item that is refused has its reason and changes nothing; the others are applied") {
  Desk desk;
  const std::string open = desk.InProgress().id();
  const std::string pending = desk.Registered().id();
  const std::string closed = desk.InCallback().id();
  desk.Must(desk.callback_service, "ConcludeCallback", Desk::CalledBack(closed, true));
  using E = v1::TimerEffect;
  auto other_round = Fired(desk, "c-4", open, E::URGE);
  other_round.set_round(2);
  auto no_deadline = Fired(desk, "c-5", open, E::SUPERVISE);
  no_deadline.clear_supervision_deadline();
  const size_t before = desk.History(open).size();
  CHECK(Apply(desk, {Fired(desk, "c-1", pending, E::REMIND), Fired(desk, "c-2", closed, E::URGE),
                     Fired(desk, "c-3", crypto::NewUuid(desk.now), E::URGE), other_round,
                     no_deadline, Fired(desk, "c-6", open, E::URGE)}) ==
        "WRONG_STATE WRONG_STATE WORK_ORDER_NOT_FOUND WRONG_ROUND DEADLINE_PASSED ok");
  CHECK(desk.History(open).size() == before + 1);
  CHECK(desk.Stored(open).urge_count == 1);
  CHECK(desk.Stored(open).supervision_count == 0);
  CHECK(desk.Stored(closed).urge_count == 0);
  desk.CheckChain();
}

TEST_CASE("only services report effects and due times") {
  Desk desk;
  for (const char* method : {"ApplyTimerEffects", "SetDueTimes"}) {
    CHECK(
        desk.Do<v1::ApplyTimerEffectsReply>(desk.supervisor, method, v1::ApplyTimerEffectsRequest{})
            .status()
            .code() == absl::StatusCode::kPermissionDenied);
  }
}

TEST_CASE("the late delivery of a supervision keeps the deadline that it was fired with") {
  Desk desk;
  const std::string id = desk.InProgress().id();
  const auto effect = Fired(desk, "c-1", id, v1::TimerEffect::SUPERVISE);
  desk.now += absl::Hours(48);
  CHECK(Apply(desk, {effect}) == "ok");
  CHECK(desk.Stored(id).detail.supervisions[0].deadline < desk.now);
}

TEST_CASE("batches that overlap, from several workers and beside people, do everything once") {
  Desk desk;
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(desk.InProgress().id());
  std::vector<v1::TimerEffect> effects;
  for (const std::string& id : ids) {
    for (const char* rung : {"1", "2"})
      effects.push_back(Fired(desk, id + rung, id, v1::TimerEffect::URGE));
  }
  std::vector<std::thread> workers;
  std::atomic<int> failed = 0;
  for (int w = 0; w < 4; ++w) {
    workers.emplace_back([&, w] {
      v1::ApplyTimerEffectsRequest request;
      request.mutable_effects()->Add(effects.begin(), effects.end());
      if (w % 2 == 1)
        std::reverse(request.mutable_effects()->begin(), request.mutable_effects()->end());
      const auto reply =
          ApplyTimerEffects(desk.context, desk.CallBy(desk.deadline_service), request);
      if (!reply.ok()) ++failed;
    });
  }
  workers.emplace_back([&] {
    for (const std::string& id : ids) {
      auto urge = Desk::On<v1::UrgeRequest>(id);
      if (!UrgeOrder(desk.context, desk.CallBy(desk.agent), urge).ok()) ++failed;
    }
  });
  for (std::thread& worker : workers) worker.join();
  CHECK(failed == 0);
  for (const std::string& id : ids) {
    CHECK(desk.Stored(id).urge_count == 3);
    CHECK(desk.Stored(id).detail.urges.size() == 3);
    CHECK(desk.History(id).size() == 6);
  }
  desk.CheckChain();
}

TEST_CASE("the due time is set, moved and cleared in the order of sequences") {
  Desk desk;
  const std::string one = desk.Dispatched().id(), two = desk.Dispatched().id();
  const absl::Time due = desk.now + absl::Hours(24);
  v1::SetDueTimesRequest request;
  const auto add = [&](const std::string& id, int64_t sequence, std::optional<absl::Time> time) {
    auto* item = request.add_items();
    item->set_work_order_id(id);
    item->set_sequence(sequence);
    item->set_reason("派单");
    item->set_provisional(true);
    if (time) item->mutable_due_time()->set_seconds(absl::ToUnixSeconds(*time));
  };
  const auto send = [&] {
    return desk.Must<v1::SetDueTimesReply>(desk.deadline_service, "SetDueTimes", request);
  };
  add(one, 1, due), add(two, 7, due), add(one, 2, due + absl::Hours(1));
  add(desk.Registered().id(), 1, due), add(crypto::NewUuid(desk.now), 1, due);
  const auto reply = send();
  CHECK(reply.results(0).reason().empty());
  CHECK(reply.results(2).reason().empty());
  CHECK(reply.results(2).sequence() == 2);
  CHECK(reply.results(3).reason() == "WRONG_STATE");
  CHECK(reply.results(4).reason() == "WORK_ORDER_NOT_FOUND");
  CHECK(desk.Stored(one).due_time == due + absl::Hours(1));
  CHECK(Read(desk, one).due_time_provisional());
  CHECK(desk.Stored(two).due_time == due);

  const size_t events = desk.History(one).size();
  send();  // Applied before, also the first for `one`, which is older than the last.
  CHECK(desk.History(one).size() == events);
  CHECK(desk.Stored(one).due_time == due + absl::Hours(1));

  request.clear_items();
  add(one, 3, std::nullopt);
  send();
  CHECK_FALSE(desk.Stored(one).due_time);
  const Json last = Json::parse(desk.History(one).back().payload);
  CHECK_FALSE(last.contains("dueTime"));
  CHECK(last["provisional"] == true);
  desk.CheckChain();
}

}  // namespace
}  // namespace hotline::workorder
