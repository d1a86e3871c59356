#include "services/escalation/module.h"

#include "services/escalation/testing/clock_room.h"

namespace hotline::escalation {
namespace {

TEST_CASE("the module binds every method and brings its workers") {
  testing::ClockRoom room;
  crypto::KeyRing keys;
  keys.active = "k1";
  keys.field_keys["k1"] = std::string(32, 'f');
  keys.index_key = std::string(32, 'i');
  keys.token_key = std::string(32, 't');
  const crypto::FieldCipher cipher(keys);
  rpc::Channel channel("127.0.0.1:1", "key");
  rpc::ModuleContext context;
  context.clock = &room.clock;
  context.pool = &room.database.pool();
  context.cipher = &cipher;
  context.keys = &keys;
  context.channel = [&](std::string_view role) {
    CHECK((role == "workorder" || role == "identity"));
    return &channel;
  };
  const auto module = MakeModule(context);
  std::set<std::string> names;
  for (const rpc::ServiceBinding& binding : module->Bindings()) CHECK(binding.Unbound() == "");
  for (const auto& worker : module->Workers()) CHECK(names.insert(worker->name()).second);
  CHECK(names.contains("consumer.workorder"));
  CHECK(names.contains("escalation.fire.1"));
}

}  // namespace
}  // namespace hotline::escalation
