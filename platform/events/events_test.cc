#include <thread>

#include "catch2/catch.hpp"
#include "hotline/testing/v1/echo.pb.h"
#include "platform/crypto/crypto.h"
#include "platform/events/command.h"
#include "platform/events/event.h"
#include "platform/events/feed.h"
#include "platform/events/request_sweeper.h"
#include "platform/events/sql.h"
#include "platform/testing/schema.h"

namespace hotline::events {
namespace {

using testing::v1::EchoReply;
using testing::v1::EchoRequest;

const absl::Time kNow = absl::FromUnixSeconds(1795000000);
const char kStream[] = "019a0000-0000-7000-8000-000000000001";

constexpr db::Sql kInsertEffect{"insert_effect", "INSERT INTO effect (position) VALUES ($1)"};
constexpr db::Sql kCountEffects{"count_effects", "SELECT count(*) FROM effect"};
constexpr db::Sql kForge{"forge", "UPDATE event SET actor_name = '别人' WHERE revision = 2"};

db::Schema Things() {
  return {"things",
          {{"events", sql::Migrations()},
           {"things", {{"0001_effects", "CREATE TABLE effect (position bigint PRIMARY KEY);"}}}}};
}

crypto::KeyRing Keys() {
  crypto::KeyRing keys;
  keys.active = "k1";
  keys.field_keys["k1"] = std::string(32, 'f');
  keys.index_key = std::string(32, 'i');
  return keys;
}

Event Numbered(int64_t revision) {
  return {.stream_id = kStream,
          .revision = revision,
          .type = "thing.changed",
          .actor_id = "u1",
          .actor_name = "张某",
          .occurred_at = kNow + absl::Seconds(revision),
          .payload = R"({"b":1,"a":"二"})"};
}

// Appends revisions first … last, each in its own transaction.
void AppendSingly(db::Pool& pool, int64_t first, int64_t last) {
  std::string hash;
  for (int64_t revision = first; revision <= last; ++revision) {
    REQUIRE(pool.Transact([&](db::Tx& tx) {
                  hash = Append(tx, hash, Numbered(revision));
                  return absl::OkStatus();
                })
                .ok());
  }
}

v1::PullEventsResponse PullAll(Feed& feed, int64_t after) {
  rpc::Call call;
  call.deadline = absl::Now() + absl::Seconds(5);
  v1::PullEventsRequest request;
  request.set_after(after);
  request.set_limit(1000);
  auto response = feed.Pull(call, request);
  REQUIRE(response.ok());
  return *response;
}

TEST_CASE("many events are appended at once as one by one") {
  testing::ServiceDatabase database(Things());
  std::vector<ChainedEvent> chain;
  std::string hash;
  for (int64_t revision = 1; revision <= 3; ++revision) {
    Event event = Numbered(revision);
    event.actor_name = R"(a "quoted", \ {name})";
    hash = ChainHash(hash, event);
    chain.push_back({event, hash});
  }
  REQUIRE(database.pool()
              .Transact([&](db::Tx& tx) {
                AppendAll(tx, chain);
                AppendAll(tx, {});
                return absl::OkStatus();
              })
              .ok());
  const auto report = VerifyHistory(database.pool());
  REQUIRE(report.ok());
  CHECK(report->events == 3);
  CHECK(report->broken.empty());
  Feed feed(&database.pool(), "things");
  REQUIRE(feed.Tick(kNow).ok());
  CHECK(PullAll(feed, 0).events_size() == 3);
}

TEST_CASE("the chain verifies, and the history cannot be changed by the service") {
  testing::ServiceDatabase database(Things());
  AppendSingly(database.pool(), 1, 3);
  auto report = VerifyHistory(database.pool());
  REQUIRE(report.ok());
  CHECK(report->events == 3);
  CHECK(report->streams == 1);
  CHECK(report->broken.empty());
  CHECK_FALSE(database.pool()
                  .Transact([](db::Tx& tx) {
                    tx.Exec(kForge);
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_CASE("a forged, a removed and a reordered event are found") {
  testing::ServiceDatabase database(Things());
  AppendSingly(database.pool(), 1, 3);
  pqxx::connection superuser(database.Conninfo() + " options='-c search_path=things'");
  pqxx::work tx(superuser);
  tx.exec("ALTER TABLE event DISABLE TRIGGER ALL");
  SECTION("forged") { tx.exec("UPDATE event SET actor_name = '别人' WHERE revision = 2"); }
  SECTION("removed") { tx.exec("DELETE FROM event WHERE revision = 2"); }
  SECTION("time moved") {
    tx.exec("UPDATE event SET occurred_at = occurred_at - interval '1 day' WHERE revision = 3");
  }
  tx.commit();
  auto report = VerifyHistory(database.pool());
  REQUIRE(report.ok());
  CHECK_FALSE(report->broken.empty());
}

TEST_CASE("a revision exists once: a lost update cannot pass") {
  testing::ServiceDatabase database(Things());
  AppendSingly(database.pool(), 1, 1);
  absl::Status status = database.pool().Transact([&](db::Tx& tx) {
    Append(tx, "", Numbered(1));
    return absl::OkStatus();
  });
  CHECK(ReasonOf(status) == "DUPLICATE");
}

TEST_CASE("a reader never misses an event that commits late") {
  testing::ServiceDatabase database(Things());
  Feed feed(&database.pool(), "things");
  pqxx::connection slow(database.ServiceConninfo() + " options='-c search_path=things'");
  pqxx::work open(slow);
  open.exec(
      "WITH e AS (INSERT INTO event (stream_id, revision, type, actor_id, actor_name, occurred_at, "
      "payload, hash) VALUES "
      "('019a0000-0000-7000-8000-000000000002', 1, 't', '', '', '2026-01-01', '{}', '\\x00') "
      "RETURNING id) "
      "INSERT INTO event_pending SELECT id FROM e");
  AppendSingly(database.pool(), 1, 2);
  REQUIRE(feed.Tick(kNow).ok());
  auto early = PullAll(feed, 0);
  REQUIRE(early.events_size() == 2);
  open.commit();
  REQUIRE(feed.Tick(kNow).ok());
  auto late = PullAll(feed, early.events(1).position());
  REQUIRE(late.events_size() == 1);
  CHECK(late.events(0).stream_id() == "019a0000-0000-7000-8000-000000000002");
}

TEST_CASE("each event has its effect once, with several consumers at once and after a failure") {
  testing::ServiceDatabase database(Things());
  Feed feed(&database.pool(), "things");
  AppendSingly(database.pool(), 1, 60);
  REQUIRE(feed.Tick(kNow).ok());
  std::atomic<int> calls = 0;
  auto pull = [&](v1::PullEventsRequest request) {
    rpc::Call call;
    call.deadline = absl::Now() + absl::Seconds(5);
    request.set_limit(7);
    return feed.Pull(call, request);
  };
  auto apply = [&](db::Tx& tx, const v1::Event& event) -> absl::Status {
    tx.Exec(kInsertEffect, event.position());  // The primary key would refuse a second one.
    return ++calls % 13 == 0 ? absl::UnavailableError("now and then") : absl::OkStatus();
  };
  auto run = [&] {
    Consumer consumer(&database.pool(), "things", pull, apply, absl::ZeroDuration());
    for (int i = 0; i < 60; ++i) (void)consumer.Tick(kNow);
  };
  std::thread one(run);
  std::thread two(run);
  one.join();
  two.join();
  auto count = database.pool().Read<int>(
      [](db::Tx& tx) -> absl::StatusOr<int> { return tx.Exec(kCountEffects)[0][0].as<int>(); });
  CHECK(*count == 60);
}

TEST_CASE("a whole pull may be applied at once, and is again when that failed") {
  testing::ServiceDatabase database(Things());
  Feed feed(&database.pool(), "things");
  AppendSingly(database.pool(), 1, 30);
  REQUIRE(feed.Tick(kNow).ok());
  std::vector<size_t> pulls;
  Consumer consumer(
      &database.pool(), "things",
      [&](const v1::PullEventsRequest& request) {
        rpc::Call call;
        call.deadline = absl::Now() + absl::Seconds(5);
        return feed.Pull(call, request);
      },
      [&](db::Tx& tx, const std::vector<const v1::Event*>& events, absl::Time now) -> absl::Status {
        CHECK(now == kNow);
        pulls.push_back(events.size());
        for (const v1::Event* event : events) tx.Exec(kInsertEffect, event->position());
        return pulls.size() == 1 ? absl::UnavailableError("once") : absl::OkStatus();
      },
      absl::ZeroDuration());
  CHECK_FALSE(consumer.Tick(kNow).ok());
  CHECK(consumer.Tick(kNow).ok());
  CHECK(consumer.Tick(kNow).ok());  // Nothing new: not applied.
  CHECK(pulls == std::vector<size_t>{30, 30});
  auto count = database.pool().Read<int>(
      [](db::Tx& tx) -> absl::StatusOr<int> { return tx.Exec(kCountEffects)[0][0].as<int>(); });
  CHECK(*count == 30);
}

TEST_CASE("what means nothing to a consumer is passed over without being sent or applied") {
  testing::ServiceDatabase database(Things());
  Feed feed(&database.pool(), "things");
  const auto append = [&](const std::string& type, int count) {
    REQUIRE(database.pool()
                .Transact([&](db::Tx& tx) {
                  for (int i = 0; i < count; ++i) {
                    Append(tx, "",
                           {.stream_id = crypto::NewUuid(kNow),
                            .revision = 1,
                            .type = type,
                            .occurred_at = kNow,
                            .payload = "{}"});
                  }
                  return absl::OkStatus();
                })
                .ok());
    REQUIRE(feed.Tick(kNow).ok());
  };
  std::vector<v1::PullEventsResponse> pulls;
  std::vector<int64_t> applied;
  const auto make = [&] {
    return Consumer(
        &database.pool(), "things",
        [&](v1::PullEventsRequest request) {
          rpc::Call call;
          call.deadline = absl::Now() + absl::Seconds(5);
          request.add_except_types("noise");
          auto response = feed.Pull(call, request);
          if (response.ok()) pulls.push_back(*response);
          return response;
        },
        [&](db::Tx&, const v1::Event& event) {
          applied.push_back(event.position());
          return absl::OkStatus();
        },
        absl::ZeroDuration());
  };
  const auto stored = [&] {
    return *database.pool().Read<int64_t>([](db::Tx& tx) -> absl::StatusOr<int64_t> {
      return tx.Exec(sql::kConsumerPosition, "things")[0][0].as<int64_t>();
    });
  };
  Consumer consumer = make();
  append("noise", 400);
  REQUIRE(consumer.Tick(kNow).ok());
  CHECK(pulls.back().events().empty());
  CHECK(pulls.back().through() == 400);
  CHECK(stored() == 0);  // Not worth a commit.
  append("news", 1);
  append("noise", 1);
  REQUIRE(consumer.Tick(kNow).ok());
  CHECK(applied == std::vector<int64_t>{401});
  CHECK(stored() == 402);
  append("noise", 1000);
  REQUIRE(consumer.Tick(kNow).ok());
  CHECK_FALSE(
      pulls.back().more());  // A full page, but the last one: whoever waits for the end is there.
  CHECK(stored() == 1402);   // Worth one, so that a restart does not look at all of it again.
  append("noise", 5);
  // As from a process of the release before, which knows of no types.
  REQUIRE(database.pool()
              .Transact([](db::Tx& tx) {
                tx.ExecText("UPDATE event_feed SET type = NULL WHERE position > 1402");
                return absl::OkStatus();
              })
              .ok());
  REQUIRE(consumer.Tick(kNow).ok());
  Consumer restarted = make();
  REQUIRE(restarted.Tick(kNow).ok());
  CHECK(pulls.back().through() == 1407);
  append("news", 1);
  REQUIRE(restarted.Tick(kNow).ok());
  REQUIRE(consumer.Tick(kNow).ok());  // The other one has applied it.
  CHECK(applied == std::vector<int64_t>{401, 1408});
  append("noise", 600);  // The sequencer numbers a thousand at most at a time.
  append("noise", 600);
  REQUIRE(consumer.Tick(kNow).ok());
  CHECK(pulls.back().more());
}

class CommandTest {
 public:
  CommandTest()
      : database(Things()),
        cipher(Keys()),
        commands(&database.pool(), &cipher, [this] { ++committed; }) {
    call.caller.id = "u1";
    call.method = "EchoService/Echo";
    call.now = kNow;
    request.set_request_id("r1");
    request.set_text("一");
  }
  absl::StatusOr<EchoReply> Run(const EchoRequest& r) {
    return commands.Run<EchoReply>(call, r, [this](db::Tx& tx) -> absl::StatusOr<EchoReply> {
      EchoReply reply;
      reply.set_count(++runs);
      Append(tx, "",
             {.stream_id = crypto::NewUuid(kNow),
              .revision = 1,
              .type = "t",
              .occurred_at = kNow,
              .payload = "{}"});
      return reply;
    });
  }
  testing::ServiceDatabase database;
  crypto::FieldCipher cipher;
  std::atomic<int> committed = 0;
  std::atomic<int> runs = 0;
  Commands commands;
  rpc::Call call;
  EchoRequest request;
};

TEST_CASE_METHOD(CommandTest, "a repeated command gives the first answer and does nothing") {
  CHECK(Run(request)->count() == 1);
  CHECK(Run(request)->count() == 1);
  CHECK(runs == 1);
  CHECK(committed == 1);
  call.caller.id = "u2";  // Another caller's key is another key.
  CHECK(Run(request)->count() == 2);
}

TEST_CASE_METHOD(CommandTest, "the same request id with another request is refused") {
  REQUIRE(Run(request).ok());
  request.set_text("二");
  CHECK(ReasonOf(Run(request).status()) == "REQUEST_ID_REUSED");
}

TEST_CASE_METHOD(CommandTest, "twins that run at once have one effect and one answer") {
  std::vector<std::thread> threads;
  std::atomic<int> same = 0;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      auto reply = Run(request);
      if (reply.ok()) ++same;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(same == 16);
  auto report = VerifyHistory(database.pool());
  CHECK(report->events == 1);
}

TEST_CASE_METHOD(CommandTest, "a refused command keeps no answer") {
  auto refuse = [&](db::Tx&) -> absl::StatusOr<EchoReply> { return Precondition("NOT_YET"); };
  CHECK(ReasonOf(commands.Run<EchoReply>(call, request, refuse).status()) == "NOT_YET");
  CHECK(Run(request)->count() == 1);
}

TEST_CASE_METHOD(CommandTest, "a stored reply is forgotten after a week, not before") {
  REQUIRE(Run(request).ok());
  RequestSweeper sweeper(&database.pool(), "things");
  REQUIRE(sweeper.Tick(kNow + kRequestIdLifetime).ok());
  CHECK(Run(request)->count() == 1);
  auto next = sweeper.Tick(kNow + kRequestIdLifetime + absl::Seconds(1));
  REQUIRE(next.ok());
  CHECK(*next == kNow + kRequestIdLifetime + absl::Seconds(1) + absl::Hours(1));
  CHECK(Run(request)->count() == 2);
}

TEST_CASE("every named statement prepares against the migrated schema") {
  testing::ServiceDatabase database(Things());
  pqxx::connection connection(database.ServiceConninfo() + " options='-c search_path=things'");
  for (const db::Sql& sql : sql::Statements()) {
    INFO(sql.name);
    connection.prepare(sql.name, sql.text);
    pqxx::work tx(connection);
    CHECK_NOTHROW(tx.exec("SELECT 1 FROM pg_prepared_statements WHERE name = " +
                          tx.quote(std::string(sql.name))));
  }
}

}  // namespace
}  // namespace hotline::events
