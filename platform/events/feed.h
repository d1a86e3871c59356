// Event feeds between services. A sequencer numbers events after they commit, so that a reader
// which asks for everything after position n never misses one that commits late; a consumer keeps
// its position in its own schema and moves it in the same transaction as its effects, so that each
// event has its effect exactly once.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hotline/events/v1/events.pb.h"
#include "platform/clock/worker.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"

namespace hotline::events {

// Serves the feed of one schema and numbers its new events. Any number of processes may run one;
// the holder of the schema's advisory lock numbers.
class Feed : public Worker {
 public:
  Feed(db::Pool* pool, std::string schema);
  ~Feed() override;

  std::string name() const override;  // "feed.workorder"
  // Numbers what is new, wakes waiting readers.
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;
  // At most a hundred commits a second, and so many pulls of each reader.
  absl::Duration gather() const override { return absl::Milliseconds(10); }

  // Handler of a service's PullEvents method.
  absl::StatusOr<v1::PullEventsResponse> Pull(const rpc::Call& call,
                                              const v1::PullEventsRequest& request);

  // Called on this process whenever new events were numbered or seen (drives live queries). Set
  // before serving.
  void OnNews(std::function<void()> callback);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Applies another service's events. `pull` fetches (a gRPC call in production); `apply` runs inside
// the transaction that moves the position. An event that cannot be applied stops the feed and is
// logged; it is tried again, never skipped.
class Consumer : public Worker {
 public:
  // May ask for less than it is told to, and drop events from the answer that mean nothing.
  using Pull = std::function<absl::StatusOr<v1::PullEventsResponse>(const v1::PullEventsRequest&)>;
  using Apply = std::function<absl::Status(db::Tx&, const v1::Event&)>;
  // All events of a pull that are new, oldest first, never none: for effects that are cheaper
  // together. `now` is the tick's time.
  using ApplyAll = std::function<absl::Status(db::Tx&, const std::vector<const v1::Event*>& events,
                                              absl::Time now)>;

  // `name` is unique in the consumer's schema: "workorder". `wait` is the long poll's length; zero
  // in tests.
  Consumer(db::Pool* pool, std::string name, Pull pull, Apply apply, absl::Duration wait);
  Consumer(db::Pool* pool, std::string name, Pull pull, ApplyAll apply, absl::Duration wait);

  std::string name() const override;
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;  // One pull and its effects.

 private:
  absl::Status ApplyNews(db::Tx& tx, const v1::PullEventsResponse& news, int64_t through,
                         absl::Time now);

  db::Pool* pool_;
  std::string name_;
  Pull pull_;
  ApplyAll apply_;
  absl::Duration wait_;
  // Of the one worker: the position as stored, and how far beyond it nothing was to be applied.
  int64_t applied_ = 0;
  int64_t looked_at_ = 0;
};

}  // namespace hotline::events
