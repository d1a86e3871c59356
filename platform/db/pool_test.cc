#include "platform/db/pool.h"

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "catch2/catch.hpp"
#include "platform/db/migrator.h"
#include "platform/testing/schema.h"

namespace hotline::db {
namespace {

const Migration kCounters{
    "0001_counters",
    "CREATE TABLE counter (name text PRIMARY KEY, value int NOT NULL, at timestamptz, raw bytea);"};
constexpr Sql kInsert{
    "insert", "INSERT INTO counter (name, value, at, raw) VALUES ($1, $2, $3::timestamptz, $4)"};
constexpr Sql kRead{"read", "SELECT value, at, raw FROM counter WHERE name = $1"};
constexpr Sql kRaise{"raise", "UPDATE counter SET value = value + 1 WHERE name = $1"};
constexpr Sql kDie{"die", "SELECT pg_terminate_backend(pg_backend_pid())"};

Schema Counters() { return {"counters", {{"counters", {kCounters}}}}; }

absl::Status Insert(Pool& pool, const std::string& name, int value) {
  return pool.Transact([&](Tx& tx) {
    tx.Exec(kInsert, name, value, absl::FromUnixMicros(1795000000123456),
            Bytes{std::string_view("\0\x01'\\", 4)});
    return absl::OkStatus();
  });
}

int ValueOf(Pool& pool, const std::string& name) {
  return *pool.Read<int>([&](Tx& tx) -> absl::StatusOr<int> {
    auto rows = tx.Exec(kRead, name);
    return rows.empty() ? -1 : rows[0][0].as<int>();
  });
}

TEST_CASE("values go in and come out to the byte and the microsecond") {
  testing::ServiceDatabase database(Counters());
  REQUIRE(Insert(database.pool(), "申请执行'; DROP TABLE counter; --", 7).ok());
  auto row = database.pool().Read<pqxx::result>([&](Tx& tx) -> absl::StatusOr<pqxx::result> {
    return tx.Exec(kRead, "申请执行'; DROP TABLE counter; --");
  });
  REQUIRE(row.ok());
  CHECK((*row)[0][0].as<int>() == 7);
  CHECK(TimeOf((*row)[0][1]) == absl::FromUnixMicros(1795000000123456));
  CHECK(BytesOf((*row)[0][2]) == std::string("\0\x01'\\", 4));
}

TEST_CASE("a refused body leaves nothing") {
  testing::ServiceDatabase database(Counters());
  absl::Status status = database.pool().Transact([&](Tx& tx) {
    tx.Exec(kInsert, "x", 1, absl::UnixEpoch(), Bytes{""});
    return Precondition("NOT_TODAY");
  });
  CHECK(ReasonOf(status) == "NOT_TODAY");
  CHECK(ValueOf(database.pool(), "x") == -1);
}

TEST_CASE("a unique violation is a value that names the constraint") {
  testing::ServiceDatabase database(Counters());
  REQUIRE(Insert(database.pool(), "x", 1).ok());
  absl::Status status = Insert(database.pool(), "x", 2);
  CHECK(ReasonOf(status) == "DUPLICATE");
  CHECK(ParamsOf(status)["constraint"] == "counter_pkey");
}

TEST_CASE("a connection that dies before commit is replaced and the body runs again") {
  testing::ServiceDatabase database(Counters());
  REQUIRE(Insert(database.pool(), "x", 1).ok());
  int runs = 0;
  absl::Status status = database.pool().Transact([&](Tx& tx) {
    tx.Exec(kRaise, "x");
    if (++runs == 1) tx.Exec(kDie);
    return absl::OkStatus();
  });
  CHECK(status.ok());
  CHECK(runs == 2);
  CHECK(ValueOf(database.pool(), "x") == 2);
}

// The transaction's server has crashed. It may have said so with a warning, which libpq reads
// instead of the end of the connection: then the connection still counts as open.
void CrashServer(Tx& tx, std::string_view last_words) {
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
  REQUIRE(write(ends[1], last_words.data(), last_words.size()) ==
          static_cast<ssize_t>(last_words.size()));
  close(ends[1]);
  REQUIRE(dup2(ends[0], tx.raw().conn().sock()) >= 0);
  close(ends[0]);
}

constexpr std::string_view kWarning("N\0\0\0\x22SWARNING\0C57P02\0Mterminating\0\0", 35);

TEST_CASE("a server that crashes between two statements is a lost connection") {
  testing::ServiceDatabase database(Counters());
  REQUIRE(Insert(database.pool(), "x", 1).ok());
  const std::string_view last_words = GENERATE(std::string_view(), kWarning);
  const Sql next{GENERATE("raise", "raise_anew"), kRaise.text};  // Prepared, and not yet.
  int runs = 0;
  absl::Status status = database.pool().Transact([&](Tx& tx) {
    tx.Exec(kRaise, "x");
    if (++runs == 1) CrashServer(tx, last_words);
    tx.Exec(next, "x");
    return absl::OkStatus();
  });
  CHECK(status.ok());
  CHECK(runs == 2);
  CHECK(ValueOf(database.pool(), "x") == 3);
}

TEST_CASE("a server that crashes before it answers the commit leaves the outcome unknown") {
  testing::ServiceDatabase database(Counters());
  REQUIRE(Insert(database.pool(), "x", 1).ok());
  const std::string_view last_words = GENERATE(std::string_view(), kWarning);
  int runs = 0;
  absl::Status status = database.pool().Transact([&](Tx& tx) {
    tx.Exec(kRaise, "x");
    ++runs;
    CrashServer(tx, last_words);
    return absl::OkStatus();
  });
  CHECK(ReasonOf(status) == "OUTCOME_UNKNOWN");
  CHECK(runs == 1);
}

TEST_CASE("deadlocked transactions are run again and none is lost") {
  testing::ServiceDatabase database(Counters());
  REQUIRE(Insert(database.pool(), "a", 0).ok());
  REQUIRE(Insert(database.pool(), "b", 0).ok());
  std::atomic<int> refused = 0;  // Catch's assertions are for the main thread only.
  auto work = [&](const char* first, const char* second) {
    for (int i = 0; i < 20; ++i) {
      absl::Status status = database.pool().Transact([&](Tx& tx) {
        tx.Exec(kRaise, first);
        tx.Exec(kRaise, second);
        return absl::OkStatus();
      });
      if (!status.ok()) ++refused;
    }
  };
  std::thread one(work, "a", "b");
  std::thread two(work, "b", "a");
  one.join();
  two.join();
  CHECK(refused == 0);
  CHECK(ValueOf(database.pool(), "a") == 40);
  CHECK(ValueOf(database.pool(), "b") == 40);
}

TEST_CASE("more work than connections waits and is refused in time") {
  testing::ServiceDatabase database(Counters());
  Pool narrow({.conninfo = database.ServiceConninfo(),
               .search_path = "counters",
               .connections = 1,
               .acquire_timeout = absl::Milliseconds(20)});
  absl::Status inner;
  absl::Status outer = narrow.Transact([&](Tx&) {
    inner = narrow.Ping();
    return absl::OkStatus();
  });
  CHECK(outer.ok());
  CHECK(ReasonOf(inner) == "DATABASE_BUSY");
}

TEST_CASE("no database is a value, not an exception") {
  Pool pool({.conninfo = "host=/nonexistent dbname=none user=nobody", .search_path = "none"});
  CHECK(ReasonOf(pool.Ping()) == "DATABASE_UNAVAILABLE");
}

TEST_CASE("migrations are refused when edited, and when newer than the program") {
  testing::ServiceDatabase database(Counters());
  const Migration edited{"0001_counters", "CREATE TABLE counter (name text);"};
  CHECK(ReasonOf(Migrate(database.Conninfo(), {{"counters", {{"counters", {edited}}}}})) ==
        "MIGRATION_CHANGED");
  CHECK(ReasonOf(Migrate(database.Conninfo(), {{"counters", {}}})) == "SCHEMA_TOO_NEW");
  CHECK(Migrate(database.Conninfo(), {Counters()}).ok());
  CHECK(CheckMigrated(database.Conninfo(), {Counters()}).ok());
  Schema more = Counters();
  more.sets[0].second.push_back({"0002_more", "CREATE TABLE more (n int);"});
  CHECK(ReasonOf(CheckMigrated(database.Conninfo(), {more})) == "MIGRATION_MISSING");
}

TEST_CASE("a service's role reaches its own schema only") {
  testing::ServiceDatabase database(Counters());
  REQUIRE(Migrate(database.Conninfo(),
                  {{"secrets", {{"secrets", {{"0001", "CREATE TABLE secret (s text);"}}}}}})
              .ok());
  static constexpr Sql kPeek{"peek", "SELECT * FROM secrets.secret"};
  static constexpr Sql kCreate{"create", "CREATE TABLE public.mine (n int)"};
  CHECK_FALSE(database.pool()
                  .Transact([](Tx& tx) {
                    tx.Exec(kPeek);
                    return absl::OkStatus();
                  })
                  .ok());
  CHECK_FALSE(database.pool()
                  .Transact([](Tx& tx) {
                    tx.Exec(kCreate);
                    return absl::OkStatus();
                  })
                  .ok());
}

}  // namespace
}  // namespace hotline::db
