#include <set>

#include "catch2/catch.hpp"
#include "platform/events/sql.h"
#include "platform/testing/schema.h"
#include "services/notification/module.h"
#include "services/notification/sql.h"

namespace hotline::notification {
namespace {

TEST_CASE("every statement prepares against the migrated schema, as the service's own role") {
  hotline::testing::ServiceDatabase database(Schema());
  pqxx::connection connection(database.ServiceConninfo() +
                              " options='-c search_path=notification'");
  std::set<std::string> names;
  for (const auto& statements : {events::sql::Statements(), sql::Statements()}) {
    for (const db::Sql& sql : statements) {
      CAPTURE(sql.name);
      CHECK(names.insert(sql.name).second);
      CHECK_NOTHROW(connection.prepare(sql.name, sql.text));
      CHECK_NOTHROW(connection.prepare_now(sql.name));
    }
  }
}

}  // namespace
}  // namespace hotline::notification
