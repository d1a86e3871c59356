// Subcommands that do one thing and end.
#include <cstdio>
#include <cstdlib>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "gateway/openapi/document.h"
#include "platform/base/status.h"
#include "platform/crypto/field_cipher.h"
#include "platform/events/event.h"
#include "server/commands.h"
#include "server/roles.h"
#include "services/identity/commands/first_administrator.h"
#include "services/identity/demo/load_demo.h"

namespace hotline::server {
namespace {

int Report(const absl::Status& status) {
  if (status.ok()) return 0;
  fmt::print(stderr, "{}\n", std::string(status.message()));
  return 1;
}

db::Pool PoolFor(const Config& config, const std::string& schema) {
  return db::Pool(
      {.conninfo = ConninfoFor(config, schema), .search_path = schema, .connections = 2});
}

}  // namespace

int MigrateDatabase(const Config& config) {
  return Report(db::Migrate(OwnerConninfo(config), AllSchemas()));
}

int LoadDemoData(const Config& config) {
  const char* password = std::getenv("HOTLINE_DEMO_PASSWORD");
  if (password == nullptr || *password == '\0') {
    return Report(absl::InvalidArgumentError("HOTLINE_DEMO_PASSWORD is not set"));
  }
  auto keys = crypto::KeyRing::Load(config.keys);
  if (!keys.ok()) return Report(keys.status());
  const crypto::FieldCipher cipher(*keys);
  db::Pool pool = PoolFor(config, "identity");
  const SystemClock clock;
  return Report(identity::LoadDemo(pool, cipher, clock, password));
}

int CreateAdministrator(const Config& config, const FirstAdministrator& administrator) {
  auto keys = crypto::KeyRing::Load(config.keys);
  if (!keys.ok()) return Report(keys.status());
  const crypto::FieldCipher cipher(*keys);
  db::Pool pool = PoolFor(config, "identity");
  auto password = identity::CreateFirstAdministrator(pool, cipher, absl::Now(),
                                                     {.account = administrator.account,
                                                      .court_code = administrator.court_code,
                                                      .court_name = administrator.court_name});
  if (!password.ok()) return Report(password.status());
  fmt::print("account {}\npassword {}\nIt must be changed at the first sign-in.\n",
             administrator.account, *password);
  return 0;
}

int CreateKeys(const std::string& path) { return Report(crypto::KeyRing::Create(path)); }

int RotateKeys(const std::string& path) {
  auto id = crypto::KeyRing::Rotate(path);
  if (!id.ok()) return Report(id.status());
  fmt::print("active key {}\n", *id);
  return 0;
}

int VerifyHistory(const Config& config) {
  bool whole = true;
  for (const db::Schema& schema : AllSchemas()) {
    db::Pool pool = PoolFor(config, schema.name);
    auto report = events::VerifyHistory(pool);
    if (!report.ok()) return Report(report.status());
    fmt::print("{}: {} events in {} histories, {} broken\n", schema.name, report->events,
               report->streams, report->broken.size());
    for (const std::string& line : report->broken) fmt::print("  {}\n", line);
    whole = whole && report->broken.empty();
  }
  return whole ? 0 : 1;
}

int PrintOpenApi() {
  fmt::print("{}\n", gateway::OpenApiDocument());
  return 0;
}

int PrintRoles() {
  for (const Role& role : AllRoles()) {
    fmt::print("{:<12} calls: {}\n", role.name, fmt::join(role.calls, " "));
  }
  return 0;
}

}  // namespace hotline::server
