#include "catch2/catch.hpp"
#include "platform/testing/schema.h"
#include "services/identity/module.h"
#include "services/identity/sql.h"

namespace hotline::identity {
namespace {

TEST_CASE("every statement of the identity service prepares against the migrated schema") {
  hotline::testing::ServiceDatabase database(Schema());
  pqxx::connection connection(database.ServiceConninfo() + " options='-c search_path=identity'");
  for (const db::Sql& statement : sql::Statements()) {
    INFO(statement.name);
    CHECK_NOTHROW(connection.prepare(statement.name, statement.text));
    CHECK_NOTHROW(connection.prepare_now(statement.name));
  }
}

}  // namespace
}  // namespace hotline::identity
