#include <set>

#include "catch2/catch.hpp"
#include "platform/events/sql.h"
#include "platform/testing/schema.h"
#include "services/callback/module.h"
#include "services/callback/sql.h"

namespace hotline::callback {
namespace {

TEST_CASE("every statement prepares against the migrated schema, as the service's own role") {
  hotline::testing::ServiceDatabase database(Schema());
  pqxx::connection connection(database.ServiceConninfo() + " options='-c search_path=callback'");
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

TEST_CASE("what was said cannot be changed, also not by the service") {
  hotline::testing::ServiceDatabase database(Schema());
  pqxx::connection connection(database.ServiceConninfo() + " options='-c search_path=callback'");
  const auto run = [&](const std::string& statement) {
    pqxx::nontransaction(connection).exec(statement);
  };
  run("INSERT INTO task (id, work_order_id, round, work_order_number, work_order_type, court_id, "
      "court_path, department_id,"
      " respondent_department_id, participant_ids, anonymous, urgency, state, create_time, "
      "update_time, revision, hash)"
      " VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000002', 1, "
      "'', '', '', '', '', '', '{}',"
      " false, 1, 'DONE', '2026-11-23', '2026-11-23', 1, '')");
  run("INSERT INTO rating VALUES ('0a000000-0000-4000-8000-000000000001', "
      "'0a000000-0000-4000-8000-000000000002', 1, 'ASKED',"
      " 'PASS', 'RESOLVED', 'DISSATISFIED', '', 'a', 'a', '2026-11-23')");
  CHECK_THROWS(run("UPDATE rating SET satisfaction = 'SATISFIED'"));
  CHECK_THROWS(run("DELETE FROM rating"));
}

}  // namespace
}  // namespace hotline::callback
