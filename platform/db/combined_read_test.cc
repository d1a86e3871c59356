#include "platform/db/combined_read.h"

#include <new>
#include <thread>

#include "catch2/catch.hpp"
#include "platform/testing/schema.h"

namespace hotline::db {
namespace {

const Migration kTable{"0001_shared",
                       "CREATE TABLE counter (id uuid PRIMARY KEY, value int NOT NULL DEFAULT 0);"};
constexpr Sql kAdd{"add", "INSERT INTO counter (id) VALUES ($1::uuid)"};
constexpr Sql kRaise{"raise",
                     "UPDATE counter SET value = value + 1 WHERE id = $1::uuid RETURNING value"};
constexpr Sql kOne{"one", "SELECT * FROM counter WHERE id = $1::uuid"};
constexpr Sql kMany{"many", "SELECT * FROM counter WHERE id = ANY ($1::uuid[])"};
constexpr int kThreads = 8;

std::string IdOf(int n) { return "00000000-0000-0000-0000-00000000000" + std::to_string(n); }

// What the threads share; each has a row of its own.
struct Counters {
  Counters() {
    for (int n = 0; n < kThreads; ++n) {
      REQUIRE(database.pool()
                  .Transact([&](Tx& tx) {
                    tx.Exec(kAdd, IdOf(n));
                    return absl::OkStatus();
                  })
                  .ok());
    }
  }

  int Raise(int n) {
    return *database.pool().Transact<int>(
        [&](Tx& tx) -> absl::StatusOr<int> { return tx.Exec(kRaise, IdOf(n))[0][0].as<int>(); });
  }

  PoolOptions Options(std::function<absl::Status()> interrupt) {
    return {.conninfo = database.ServiceConninfo(),
            .search_path = "shared",
            .connections = kThreads,
            .interrupt = std::move(interrupt)};
  }

  testing::ServiceDatabase database{Schema{"shared", {{"shared", {kTable}}}}};
};

void OnThreads(auto body) {
  std::vector<std::thread> threads;
  for (int n = 0; n < kThreads; ++n) threads.emplace_back([&body, n] { body(n); });
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("a row that is there, one that is not") {
  Counters counters;
  CombinedRead read(&counters.database.pool(), kOne, kMany);
  counters.Raise(3);
  const auto there = read.Row(IdOf(3));
  REQUIRE(there.ok());
  REQUIRE(there->has_value());
  CHECK((**there)["value"].as<int>() == 1);
  const auto missing = read.Row(IdOf(9));
  REQUIRE(missing.ok());
  CHECK_FALSE(missing->has_value());
}

TEST_CASE("many readers at once share statements, and each sees what it has just written") {
  Counters counters;
  std::atomic<int> statements = 0;
  Pool pool(counters.Options([&] {
    ++statements;
    return absl::OkStatus();
  }));
  CombinedRead read(&pool, kOne, kMany);
  constexpr int kRounds = 200;
  std::atomic<int> wrong = 0;
  OnThreads([&](int n) {
    for (int round = 0; round < kRounds; ++round) {
      const int written = counters.Raise(n);
      const auto row = read.Row(IdOf(n));
      const auto none = read.Row(IdOf(9));
      if (!row.ok() || !row->has_value() || (**row)["value"].as<int>() != written) ++wrong;
      if (!none.ok() || none->has_value()) ++wrong;
    }
  });
  CHECK(wrong == 0);
  CHECK(statements < kThreads * kRounds * 2);
}

TEST_CASE("all who wait for a statement get its error, and the next one is tried anew") {
  Counters counters;
  std::atomic<bool> down = true;
  Pool pool(counters.Options([&] {
    return down ? Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE") : absl::OkStatus();
  }));
  CombinedRead read(&pool, kOne, kMany);
  std::atomic<int> refused = 0;
  OnThreads(
      [&](int n) { refused += ReasonOf(read.Row(IdOf(n)).status()) == "DATABASE_UNAVAILABLE"; });
  CHECK(refused == kThreads);
  down = false;
  CHECK(read.Row(IdOf(1)).ok());
}

TEST_CASE("whoever waits goes on when the reader of its batch throws") {
  Counters counters;
  std::atomic<bool> throwing = true;
  Pool pool(counters.Options([&]() -> absl::Status {
    if (throwing) throw std::bad_alloc();
    return absl::OkStatus();
  }));
  CombinedRead read(&pool, kOne, kMany);
  std::atomic<int> failed = 0;
  OnThreads([&](int n) {
    try {
      failed += !read.Row(IdOf(n)).ok();
    } catch (const std::bad_alloc&) {
      ++failed;
    }
  });
  CHECK(failed == kThreads);
  throwing = false;
  CHECK(read.Row(IdOf(1)).ok());
}

}  // namespace
}  // namespace hotline::db
