#include "gateway/limits/limiter.h"

#include <arpa/inet.h>

#include <vector>

namespace hotline::gateway {
namespace {

// For each key: adds what was taken to the debt and tells how long the whole debt lasts, both in
// microseconds. Redis' own clock counts, so gateways need not agree on the time.
constexpr std::string_view kShare = R"lua(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local debts = {}
for i, key in ipairs(KEYS) do
  local until_us = tonumber(redis.call('GET', key) or '0')
  if until_us < now then until_us = now end
  until_us = until_us + tonumber(ARGV[i])
  local debt = until_us - now
  if debt > 0 then
    redis.call('SET', key, string.format('%.0f', until_us), 'PX', math.ceil(debt / 1000) + 1)
  end
  debts[i] = debt
end
return debts
)lua";

constexpr size_t kKeysPerExchange = 500;

}  // namespace

Limiter::Limiter(const Clock* real, redis::Client* redis, absl::Duration share_every)
    : real_(real), redis_(redis) {
  if (share_every > absl::ZeroDuration()) {
    thread_ = std::thread([this, share_every] { Run(share_every); });
  }
}

Limiter::~Limiter() {
  {
    std::lock_guard lock(stop_mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Limiter::Run(absl::Duration every) {
  while (true) {
    {
      std::unique_lock lock(stop_mutex_);
      if (stop_.wait_for(lock, absl::ToChronoMilliseconds(every), [this] { return stopping_; }))
        return;
    }
    Share();
  }
}

Decision Limiter::Take(const Policy& policy, std::string_view key) { return Do(policy, key, true); }
Decision Limiter::Peek(const Policy& policy, std::string_view key) {
  return Do(policy, key, false);
}

Decision Limiter::Do(const Policy& policy, std::string_view key, bool take) {
  if (policy.rate.quantity <= 0) return {};
  std::string full;
  full.reserve(policy.name.size() + 1 + key.size());
  full.append(policy.name).append(":").append(key);
  absl::Time now = real_->Now();
  Shard& shard = ShardOf(full);
  std::lock_guard lock(shard.mutex);
  auto found = shard.buckets.find(full);
  if (found == shard.buckets.end()) {
    absl::Time none = absl::InfinitePast();
    if (!take) return Decide(policy.rate, now, false, &none);
    // A flood from more addresses than fit until the next sweep: the rest share one bucket.
    if (shard.buckets.size() >= kMaxBucketsPerShard) full = policy.name + ":*";
    found = shard.buckets.try_emplace(std::move(full)).first;
  }
  Bucket& bucket = found->second;
  bucket.rate = policy.rate;
  Decision decision = Decide(policy.rate, now, take, &bucket.debt_until);
  if (take && decision.allowed) ++bucket.taken;
  return decision;
}

void Limiter::Share() {
  for (Shard& shard : shards_) {
    std::vector<std::string> keys, debts;
    {
      std::lock_guard lock(shard.mutex);
      absl::Time now = real_->Now();
      std::erase_if(shard.buckets, [&](const auto& entry) {
        return entry.second.debt_until <= now && (entry.second.taken == 0 || redis_ == nullptr);
      });
      if (redis_ == nullptr) continue;
      for (auto& [key, bucket] : shard.buckets) {
        if (bucket.taken == 0 || keys.size() == kKeysPerExchange) continue;
        keys.push_back("hotline:limit:" + key);
        debts.push_back(
            std::to_string(absl::ToInt64Microseconds(bucket.rate.Interval() * bucket.taken)));
        bucket.taken = 0;
      }
    }
    if (keys.empty()) continue;
    auto shared = redis_->Eval(kShare, keys, debts);
    if (!shared.ok() || shared->size() != keys.size())
      continue;  // What was taken meanwhile counts here only.
    std::lock_guard lock(shard.mutex);
    absl::Time now = real_->Now();
    for (size_t i = 0; i < keys.size(); ++i) {
      auto found = shard.buckets.find(keys[i].substr(std::string_view("hotline:limit:").size()));
      if (found == shard.buckets.end()) continue;
      Bucket& bucket = found->second;
      absl::Time all =
          now + absl::Microseconds((*shared)[i]) + bucket.rate.Interval() * bucket.taken;
      bucket.debt_until = std::max(bucket.debt_until, all);
    }
  }
}

size_t Limiter::size() {
  size_t total = 0;
  for (Shard& shard : shards_) {
    std::lock_guard lock(shard.mutex);
    total += shard.buckets.size();
  }
  return total;
}

std::string AddressKey(std::string_view ip) {
  in6_addr address;
  if (ip.find(':') == std::string_view::npos ||
      inet_pton(AF_INET6, std::string(ip).c_str(), &address) != 1)
    return std::string(ip);
  char text[INET6_ADDRSTRLEN];
  std::fill(address.s6_addr + 8, address.s6_addr + 16, uint8_t{0});
  inet_ntop(AF_INET6, &address, text, sizeof text);
  return std::string(text) + "/64";
}

}  // namespace hotline::gateway
