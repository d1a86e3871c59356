#include "services/workorder/sql.h"

#include "catch2/catch.hpp"
#include "platform/testing/schema.h"
#include "services/workorder/module.h"

namespace hotline::workorder {
namespace {

TEST_CASE("every named statement prepares against the migrated schema") {
  testing::ServiceDatabase database(Schema());
  pqxx::connection connection(database.ServiceConninfo() + " options='-c search_path=workorder'");
  pqxx::work tx(connection);
  for (const db::Sql& sql : sql::Statements()) {
    INFO(sql.name);
    CHECK_NOTHROW(tx.exec(std::string("PREPARE ") + sql.name + " AS " + sql.text));
  }
}

}  // namespace
}  // namespace hotline::workorder
