// Not run by ctest: how long it takes when ten thousand clocks come due at one instant, and how
// much of it is this process. Figures count only on a server with fsync on.
//   workorder_test "[bench-timer]"     HOTLINE_BENCH_EFFECTS=10000
#include <sys/resource.h>

#include <cstdlib>
#include <iostream>
#include <thread>

#include "fmt/format.h"
#include "services/workorder/commands/timer_commands.h"
#include "services/workorder/desk_fixture.h"

namespace hotline::workorder {
namespace {

constexpr int kBatch = 1000;

// Orders in progress, as wide as real ones.
constexpr char kFill[] = R"sql(
INSERT INTO work_order (id, number, court_id, court_path, state, type, urgency, channel, title, content, requester_sealed,
  phone_index, department_id, department_name, handler_id, handler_name, created_by_id, create_time, update_time, dispatch_time,
  sign_in_time, due_time, extraction_code_sealed, detail, revision, history_hash)
SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'N' || n, md5('court' || n % 10)::uuid,
  '/gd/gd' || n % 10 || '/', 3, 'CONTACT_JUDGE', 1, 1, '联系执行法官' || n, repeat('执行案件没有进展。', 12),
  sha256(n::text::bytea) || sha256(n::text::bytea) || sha256(n::text::bytea), sha256(n::text::bytea),
  md5('department' || n % 120)::uuid, '执行局', md5('handler' || n % 2000)::uuid, '承办人', md5('agent' || n % 30)::uuid,
  t, t, t, t, t + interval '3 days', sha256(n::text::bytea),
  ('{"handledByIds":["' || md5('handler' || n % 2000)::uuid || '"],"notes":[{"content":"已联系当事人，待回电。",'
  '"noteTime":1795392000000000,"notedById":"' || md5('handler' || n % 2000)::uuid || '","notedByName":"承办人"}]}')::json, 5, sha256('x')
FROM generate_series(1, $1::int) AS n, LATERAL (SELECT timestamptz '2026-11-20' + n * interval '1 second' AS t) x)sql";

std::string IdOf(int n) { return fmt::format("00000000-0000-7000-8000-{:012}", n); }

double ProcessorMs() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& t) { return t.tv_sec * 1e3 + t.tv_usec / 1e3; };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

v1::ApplyTimerEffectsRequest Batch(const Desk& desk, v1::TimerEffect::Action action, int first) {
  v1::ApplyTimerEffectsRequest request;
  for (int n = first; n < first + kBatch; ++n) {
    auto* effect = request.add_effects();
    effect->set_effect_id(IdOf(n) + "/2/" + std::to_string(action));
    effect->set_work_order_id(IdOf(n));
    effect->set_round(1);
    effect->set_clock(v1::TimerEffect::HANDLING);
    effect->set_rung(2);
    effect->set_action(action);
    effect->mutable_due_time()->set_seconds(absl::ToUnixSeconds(desk.now));
    effect->mutable_fired_at()->set_seconds(absl::ToUnixSeconds(desk.now));
    effect->mutable_supervision_deadline()->set_seconds(absl::ToUnixSeconds(desk.now) + 86400);
  }
  return request;
}

v1::SetDueTimesRequest DueBatch(const Desk& desk, int first) {
  v1::SetDueTimesRequest request;
  for (int n = first; n < first + kBatch; ++n) {
    auto* item = request.add_items();
    item->set_work_order_id(IdOf(n));
    item->set_sequence(1);
    item->mutable_due_time()->set_seconds(absl::ToUnixSeconds(desk.now) + n);
    item->set_reason("日历更新");
  }
  return request;
}

TEST_CASE("ten thousand clocks come due at one instant", "[.][bench-timer]") {
  const char* setting = std::getenv("HOTLINE_BENCH_EFFECTS");
  const int effects = setting == nullptr ? 10'000 : std::atoi(setting);
  for (const int connections : {1, 2}) {
    Desk desk;
    {
      pqxx::connection connection(desk.database.Conninfo());
      pqxx::work tx(connection);
      tx.exec0("SET search_path = workorder");
      tx.exec_params0(kFill, effects);
      tx.commit();
      pqxx::nontransaction(connection).exec0("VACUUM ANALYZE workorder.work_order");
    }
    const auto measure = [&](const char* name, auto apply) {
      std::vector<std::thread> threads;
      const double processor = ProcessorMs();
      const absl::Time start = absl::Now();
      for (int c = 0; c < connections; ++c) {
        threads.emplace_back([&, c] {
          for (int n = 1 + c * kBatch; n + kBatch <= effects + 1; n += connections * kBatch)
            apply(n);
        });
      }
      for (std::thread& thread : threads) thread.join();
      std::cout << fmt::format(
          "{} {} over {} connections: {:.0f} ms, of which processor here {:.0f} ms\n", effects,
          name, connections, absl::ToDoubleMilliseconds(absl::Now() - start),
          ProcessorMs() - processor);
    };
    using E = v1::TimerEffect;
    const rpc::Call call = desk.CallBy(desk.deadline_service);
    for (const auto action : {E::REMIND, E::URGE, E::NOTIFY_HEAD, E::SUPERVISE}) {
      std::vector<v1::ApplyTimerEffectsRequest> batches;
      for (int n = 1; n + kBatch <= effects + 1; n += kBatch)
        batches.push_back(Batch(desk, action, n));
      measure(E::Action_Name(action).c_str(), [&](int first) {
        if (!ApplyTimerEffects(desk.context, call, batches[first / kBatch]).ok()) std::abort();
      });
    }
    std::vector<v1::SetDueTimesRequest> batches;
    for (int n = 1; n + kBatch <= effects + 1; n += kBatch) batches.push_back(DueBatch(desk, n));
    measure("due times", [&](int first) {
      if (!SetDueTimes(desk.context, call, batches[first / kBatch]).ok()) std::abort();
    });
    const auto found = desk.pool.Read<int64_t>([](db::Tx& tx) -> absl::StatusOr<int64_t> {
      return tx.ExecText("SELECT count(*) FROM event")[0][0].as<int64_t>();
    });
    CHECK(*found == 5 * effects);
  }
}

}  // namespace
}  // namespace hotline::workorder
