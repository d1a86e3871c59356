// Rate limits per caller, exact within one gateway and shared among gateways through Redis.
//
// Deciding is a map look-up in this process. Every 200 ms what was taken is added to the counts in
// Redis by one script, and what others took comes back with the answer: no request waits for Redis,
// and without it each gateway goes on by itself. With n gateways a caller may get what they grant
// within one such interval too much (docs/adr).
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "gateway/limits/gcra.h"
#include "platform/clock/clock.h"
#include "platform/redis/redis.h"

namespace hotline::gateway {

struct Policy {
  std::string name;  // In the RateLimit headers and metrics; [a-z]+
  Rate rate;
};

class Limiter {
 public:
  // `real` and `redis` outlive the limiter; `redis` may be null. `share_every` zero: only by
  // Share().
  Limiter(const Clock* real, redis::Client* redis,
          absl::Duration share_every = absl::Milliseconds(200));
  ~Limiter();

  Decision Take(const Policy& policy, std::string_view key);
  Decision Peek(const Policy& policy, std::string_view key);  // As Take would, without taking.

  void Share();  // One exchange with Redis; also forgets callers that owe nothing.
  size_t size();

 private:
  struct Bucket {
    Rate rate;
    absl::Time debt_until = absl::InfinitePast();
    int taken = 0;  // Since the last exchange.
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Bucket> buckets;
  };
  static constexpr size_t kShards = 16;
  static constexpr size_t kMaxBucketsPerShard = 10'000;

  Decision Do(const Policy& policy, std::string_view key, bool take);
  Shard& ShardOf(std::string_view key) {
    return shards_[std::hash<std::string_view>()(key) % kShards];
  }
  void Run(absl::Duration every);

  const Clock* real_;
  redis::Client* redis_;
  std::array<Shard, kShards> shards_;
  std::mutex stop_mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

// "203.0.113.7" itself; of IPv6 the /64, which is what one subscriber has.
std::string AddressKey(std::string_view ip);

}  // namespace hotline::gateway
