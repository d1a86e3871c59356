#include "services/callback/workers/conclude_worker.h"

#include "platform/observe/log.h"
#include "services/callback/sql.h"

namespace hotline::callback {

absl::StatusOr<absl::Time> ConcludeWorker::Tick(absl::Time now) {
  constexpr int kBatch = 50;
  // While one process tells an order, the others leave it alone. (It would do no harm.)
  constexpr absl::Duration kTaken = absl::Seconds(30);
  for (int count = 0; count < kBatch; ++count) {
    auto taken = pool_->Transact<std::string>([&](db::Tx& tx) -> absl::StatusOr<std::string> {
      const pqxx::result rows = tx.Exec(sql::kTakeToConclude, now, now + kTaken);
      return rows.empty() ? std::string() : rows[0][0].as<std::string>();
    });
    if (!taken.ok()) return taken.status();
    if (taken->empty()) return Next();
    const absl::Status status = conclusion_->Conclude(*taken, now, absl::Now() + absl::Seconds(10));
    if (!status.ok()) {
      observe::Log(observe::Level::kWarn, "callback.conclude_failed",
                   {{"task", *taken}, {"error", status.ToString()}});
    }
  }
  return now;
}

absl::StatusOr<absl::Time> ConcludeWorker::Next() {
  return pool_->Read<absl::Time>([&](db::Tx& tx) -> absl::StatusOr<absl::Time> {
    return db::OptionalTimeOf(tx.Exec(sql::kNextToConclude)[0][0]).value_or(absl::InfiniteFuture());
  });
}

}  // namespace hotline::callback
