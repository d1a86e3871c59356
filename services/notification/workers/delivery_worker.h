// Takes deliveries that are due and sends them on a few threads.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "platform/clock/worker.h"
#include "platform/db/pool.h"
#include "platform/rpc/bounded_pool.h"
#include "services/notification/commands/send.h"
#include "services/notification/store/delivery_store.h"

namespace hotline::notification {

// A tick takes and leaves the sending to the threads, so that a slow receiver holds up nobody: of
// each lane only a few letters are under way at once, and only one while its receiver fails. Any
// number of processes may run one.
class DeliveryWorker : public Worker {
 public:
  struct Options {
    int threads = 16;
    int in_a_lane = 4;
    absl::Duration lease = absl::Minutes(2);  // Longer than an attempt may take.
  };
  // `wake` is called when there is room again; may be empty.
  DeliveryWorker(db::Pool* pool, const Sender* sender, std::function<void()> wake)
      : DeliveryWorker(pool, sender, std::move(wake), Options{}) {}
  DeliveryWorker(db::Pool* pool, const Sender* sender, std::function<void()> wake, Options options);

  static constexpr char kName[] = "notification.deliver";
  std::string name() const override { return kName; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

  void AwaitAll();  // Until nothing is under way.
  void Stop();      // The same, for ever.

 private:
  Room RoomNow();
  void Send(Delivery taken);
  void Ended(const std::string& lane, bool went_well);

  db::Pool* pool_;
  const Sender* sender_;
  std::function<void()> wake_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<std::string, int> under_way_;  // By lane.
  std::set<std::string> failing_;         // Lanes whose last letter did not arrive.
  rpc::BoundedPool threads_;
};

}  // namespace hotline::notification
