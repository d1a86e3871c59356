#include "services/workorder/module.h"

#include "catch2/catch.hpp"
#include "services/workorder/service_fixture.h"

namespace hotline::workorder {
namespace {

TEST_CASE("the module binds every method of its services") {
  ServiceFixture fixture;
  TemporaryDirectory directory;
  ManualClock clock(fixture.now);
  const crypto::KeyRing keys = TestKeys();
  rpc::Channel identity("127.0.0.1:1", keys.caller_key);
  const auto module = MakeModule({.clock = &clock,
                                  .pool = &fixture.pool,
                                  .cipher = &fixture.cipher,
                                  .keys = &keys,
                                  .redis = nullptr,
                                  .data_directory = directory.path,
                                  .production = false,
                                  .channel =
                                      [&](std::string_view role) {
                                        CHECK(role == "identity");
                                        return &identity;
                                      },
                                  .wake = {}});
  const auto bindings = module->Bindings();
  CHECK(bindings.size() == 4);
  for (const rpc::ServiceBinding& binding : bindings) CHECK(binding.Unbound() == "");
  for (const auto& worker : module->Workers()) CHECK(worker->Tick(fixture.now).ok());
}

}  // namespace
}  // namespace hotline::workorder
