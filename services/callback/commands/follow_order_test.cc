#include "services/callback/commands/follow_order.h"

#include "services/callback/testing/callback_room.h"

namespace hotline::callback {
namespace {

using namespace hotline::callback::testing;  // NOLINT: the room's vocabulary.

int Tasks(CallbackRoom& room) {
  pqxx::connection connection(room.database.Conninfo());
  return pqxx::nontransaction(connection).exec1("SELECT count(*) FROM callback.task")[0].as<int>();
}

TEST_CASE("an order that enters CALLBACK has one task, whatever else happens to it there") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  auto seen = room.Get(task);
  REQUIRE(seen.ok());
  CHECK(seen->work_order_number() == "20261123000001");
  CHECK(seen->department_id() == kDepartment);
  CHECK(seen->etag() == "1");
  room.orders.Move(CallbackRoom::OrderId(1), workorder::v1::CALLBACK,
                   room.clock.Now());  // A note, say.
  room.orders.Emit(CallbackRoom::OrderId(1), 3, {{"comment", "no state"}}, room.clock.Now());
  room.Follow();
  CHECK(Tasks(room) == 1);
  CHECK(room.Get(task)->etag() == "1");
}

TEST_CASE("a task's events say whom the order complains about, so that nobody there is told") {
  CallbackRoom room;
  const auto respondent = [&](const std::string& task) {
    pqxx::connection connection(room.database.Conninfo());
    return pqxx::nontransaction(connection)
        .exec1(
            "SELECT coalesce(payload->>'respondentDepartmentId', '') FROM callback.event "
            "WHERE stream_id = '" +
            task + "'")[0]
        .as<std::string>();
  };
  CHECK(respondent(room.Enter(1, {.respondent_department_id = kOtherDepartment})) ==
        kOtherDepartment);
  CHECK(respondent(room.Enter(2)).empty());
}

TEST_CASE("repeated and late events change nothing") {
  CallbackRoom room;
  const std::string id = CallbackRoom::OrderId(1);
  room.Enter(1);                                                    // Revision 1.
  room.orders.Move(id, workorder::v1::CANCELED, room.clock.Now());  // Revision 2.
  room.Follow();
  CHECK(room.Get(room.TaskId(1, 1))->state() == v1::CallbackTask::CANCELED);
  const nlohmann::json late = {{"state", "CALLBACK"}, {"round", 1}};
  room.orders.Emit(id, 1, late, room.clock.Now());
  room.orders.Emit(id, 2, late, room.clock.Now());
  room.Follow();
  CHECK(room.Get(room.TaskId(1, 1))->state() == v1::CallbackTask::CANCELED);

  // Out of order: the end is seen before the beginning.
  room.orders.Order(CallbackRoom::OrderId(2)).set_number("20261123000002");
  room.orders.Emit(CallbackRoom::OrderId(2), 9, {{"state", "CLOSED"}, {"round", 1}},
                   room.clock.Now());
  room.orders.Emit(CallbackRoom::OrderId(2), 8, late, room.clock.Now());
  room.Follow();
  CHECK(room.TaskId(2, 1).empty());
}

TEST_CASE("a task is canceled when its order leaves in another way, also under an agent's hands") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  REQUIRE(room.Claim(task).ok());
  room.orders.Move(CallbackRoom::OrderId(1), workorder::v1::CANCELED, room.clock.Now());
  room.Follow();
  CHECK(room.Get(task)->state() == v1::CallbackTask::CANCELED);
  CHECK(ReasonOf(room.Attempt(task, v1::REACHED).status()) == "WRONG_TASK_STATE");
  CHECK(room.List(Agent()).empty());
  CHECK(room.History(task) == std::vector<std::string>{"created", "claimed", "canceled"});
}

TEST_CASE("a consumer that lost its position applies nothing twice") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  REQUIRE(room.Claim(task).ok());
  pqxx::connection connection(room.database.Conninfo());
  pqxx::nontransaction(connection).exec("UPDATE callback.consumer SET position = 0");
  room.Follow();
  CHECK(Tasks(room) == 1);
  CHECK(room.History(task) == std::vector<std::string>{"created", "claimed"});
}

TEST_CASE("an order that cannot be read stops the feed instead of losing its task") {
  CallbackRoom room;
  room.orders.Emit(CallbackRoom::OrderId(5), 1, {{"state", "CALLBACK"}, {"round", 1}},
                   room.clock.Now());
  CHECK_FALSE(room.consumer.Tick(room.clock.Now()).ok());
  room.Enter(5);
  CHECK(Tasks(room) == 1);
}

TEST_CASE("the module binds every method and brings its workers") {
  CallbackRoom room;
  const crypto::KeyRing keys = Keys();
  rpc::Channel channel("127.0.0.1:1", "key");
  rpc::ModuleContext context;
  context.clock = &room.clock;
  context.pool = &room.database.pool();
  context.cipher = &room.cipher;
  context.keys = &keys;
  context.channel = [&](std::string_view role) {
    CHECK(role == "workorder");
    return &channel;
  };
  auto module = MakeModule(context);
  for (const rpc::ServiceBinding& binding : module->Bindings()) CHECK(binding.Unbound() == "");
  CHECK(module->Workers().size() == 3);
}

}  // namespace
}  // namespace hotline::callback
