#include "services/notification/workers/delivery_worker.h"

#include <algorithm>
#include <exception>

#include "nlohmann/json.hpp"
#include "platform/observe/log.h"

namespace hotline::notification {
namespace {

absl::StatusOr<bool> SendSafely(const Sender& sender, const Delivery& taken) {
  try {
    return sender.Send(taken);
  } catch (const std::exception& error) {  // A bug: the others go on, and this one comes again.
    return absl::InternalError(error.what());
  }
}

}  // namespace

DeliveryWorker::DeliveryWorker(db::Pool* pool, const Sender* sender, std::function<void()> wake,
                               Options options)
    : pool_(pool),
      sender_(sender),
      wake_(std::move(wake)),
      options_(options),
      threads_(options.threads, options.threads) {}

absl::StatusOr<absl::Time> DeliveryWorker::Tick(absl::Time now) {
  const Room room = RoomNow();
  if (room.in_all > 0) {
    auto taken = pool_->Transact<std::vector<Delivery>>(
        [&](db::Tx& tx) -> absl::StatusOr<std::vector<Delivery>> {
          return TakeDeliveries(tx, now, now + options_.lease, room);
        });
    if (!taken.ok()) return taken.status();
    for (Delivery& delivery : *taken) Send(std::move(delivery));
  }
  const Room left = RoomNow();
  if (left.in_all == 0) return absl::InfiniteFuture();
  return pool_->Read<absl::Time>(
      [&](db::Tx& tx) -> absl::StatusOr<absl::Time> { return NextDelivery(tx, left); });
}

Room DeliveryWorker::RoomNow() {
  std::lock_guard lock(mutex_);
  Room room{.in_a_lane = options_.in_a_lane, .in_all = options_.threads, .of_busy_lanes = {}};
  for (const std::string& lane : failing_) room.of_busy_lanes[lane] = 1;
  for (const auto& [lane, count] : under_way_) {
    const int most = failing_.contains(lane) ? 1 : options_.in_a_lane;
    room.of_busy_lanes[lane] = std::max(0, most - count);
    room.in_all -= count;
  }
  return room;
}

void DeliveryWorker::Send(Delivery taken) {
  const std::string lane = LaneOf(taken.letter);
  {
    std::lock_guard lock(mutex_);
    ++under_way_[lane];
  }
  const bool submitted = threads_.Submit([this, lane, taken = std::move(taken)] {
    const absl::StatusOr<bool> went_well = SendSafely(*sender_, taken);
    if (!went_well.ok()) {
      observe::Log(observe::Level::kWarn, "notification.settle_failed",
                   {{"delivery", taken.letter.id}, {"error", went_well.status().ToString()}});
    }
    Ended(lane, went_well.value_or(true));
  });
  if (!submitted) Ended(lane, true);  // Stopping: the lease ends by itself.
}

void DeliveryWorker::Ended(const std::string& lane, bool went_well) {
  {
    std::lock_guard lock(mutex_);
    if (--under_way_[lane] == 0) under_way_.erase(lane);
    if (went_well) {
      failing_.erase(lane);
    } else {
      failing_.insert(lane);
    }
    ended_.notify_all();
  }
  if (wake_) wake_();
}

void DeliveryWorker::AwaitAll() {
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return under_way_.empty(); });
}

void DeliveryWorker::Stop() { threads_.Stop(); }

}  // namespace hotline::notification
