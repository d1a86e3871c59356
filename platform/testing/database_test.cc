#include "platform/testing/database.h"

#include <memory>
#include <pqxx/pqxx>
#include <stdexcept>

#include "catch2/catch.hpp"
#include "platform/testing/environment.h"

namespace hotline::testing {
namespace {

std::string Scalar(const std::string& conninfo, const std::string& query) {
  pqxx::connection connection(conninfo);
  return pqxx::nontransaction(connection).exec1(query)[0].as<std::string>();
}

void Run(const std::string& conninfo, const std::string& statement) {
  pqxx::connection connection(conninfo);
  pqxx::nontransaction(connection).exec0(statement);
}

TEST_CASE("a test database is a copy of its template and goes away with its owner") {
  int migrations = 0;
  const auto migrate = [&](const std::string& conninfo) {
    ++migrations;
    Run(conninfo, "CREATE TABLE note (text text)");
  };
  std::string name;
  {
    TestDatabase first("testing_copy", migrate);
    TestDatabase second("testing_copy", migrate);
    name = first.name();
    Run(first.Conninfo(), "INSERT INTO note VALUES ('only here')");
    CHECK(Scalar(first.Conninfo(), "SELECT count(*) FROM note") == "1");
    CHECK(Scalar(second.Conninfo(), "SELECT count(*) FROM note") == "0");
  }
  CHECK(migrations == 1);
  CHECK(Scalar(ServerConninfo() + " dbname=postgres",
               "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'") == "0");
}

TEST_CASE("a failed migration is reported and leaves no template") {
  const auto fails = [](const std::string&) { throw std::runtime_error("no such table"); };
  CHECK_THROWS_WITH(TestDatabase("testing_failed", fails), "no such table");
  const auto works = [](const std::string& conninfo) { Run(conninfo, "CREATE TABLE note ()"); };
  CHECK_NOTHROW(TestDatabase("testing_failed", works));
}

TEST_CASE("a test database is dropped although a session is open, and speaks UTF-8") {
  std::unique_ptr<pqxx::connection> left_open;
  {
    TestDatabase database;
    left_open = std::make_unique<pqxx::connection>(database.Conninfo());
    CHECK(Scalar(database.Conninfo(), "SELECT length('工单')") == "2");
    CHECK(Scalar(database.ConninfoFor("postgres"), "SELECT current_user") == "postgres");
  }
  CHECK_THROWS(pqxx::nontransaction(*left_open).exec1("SELECT 1"));
}

}  // namespace
}  // namespace hotline::testing
