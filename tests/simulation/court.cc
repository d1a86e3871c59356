#include "tests/simulation/court.h"

#include <stdexcept>

namespace hotline::simulation {

void FurnishCourt(World& world) {
  const Command commands[] = {
      {"admin",
       "identity.v1.DirectoryService/SetUserRoles",
       {{"id", world.Person("reviewer").id}, {"roleCodes", {"department_reviewer", "supervisor"}}}},
      // A name for this machine, with which webhooks may not speak.
      {"admin",
       "notification.v1.WebhookService/CreateWebhookEndpoint",
       {{"name", "案件系统"},
        {"url", "http://receiver.localhost/"},
        {"eventTypes", {"callback_task.*", "work_order.dispatched"}}}}};
  for (const Command& command : commands) {
    const auto reply = world.Call(command);
    if (!reply.ok()) throw std::runtime_error(command.method + ": " + reply.status().ToString());
  }
}

}  // namespace hotline::simulation
