#include "gateway/auth/caller_cache.h"

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"

namespace hotline::gateway {
namespace {

// No credentials are kept, only what they hash to.
std::string KeyOf(const Credentials& credentials) {
  return crypto::Sha256(credentials.access_token.empty() ? "k" + credentials.api_key
                                                         : "t" + credentials.access_token);
}

}  // namespace

CallerCache::CallerCache(Authenticator* source, const Clock* real, const Clock* clock,
                         Options options)
    : source_(source), real_(real), clock_(clock), options_(options) {}

bool CallerCache::IsFresh(const Entry& entry) const {
  absl::Time now = real_->Now();
  return entry.generation == generation_ && now >= entry.made &&
         now < entry.made + options_.time_to_live && clock_->Now() < entry.expires;
}

bool CallerCache::Knows(const Credentials& credentials) {
  std::string key = KeyOf(credentials);
  std::lock_guard lock(mutex_);
  auto found = entries_.find(key);
  return found != entries_.end() && (found->second.answer.ok() || IsFresh(found->second));
}

void CallerCache::Find(const Credentials& credentials, std::function<void(const Answer&)> done) {
  std::string key = KeyOf(credentials);
  uint64_t generation;
  {
    std::unique_lock lock(mutex_);
    auto found = entries_.find(key);
    if (found != entries_.end() && IsFresh(found->second)) {
      Answer answer = found->second.answer;
      lock.unlock();
      return done(answer);
    }
    generation = generation_;
    auto& waiting = waiting_[{key, generation}];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1) return;
  }
  source_->Authenticate(credentials, [this, key, generation](absl::StatusOr<Identified> result) {
    Arrived(key, generation, std::move(result));
  });
}

void CallerCache::Arrived(const std::string& key, uint64_t generation,
                          absl::StatusOr<Identified> result) {
  const absl::Time expires = result.ok() ? result->expires : absl::InfiniteFuture();
  const Answer answer = result.ok()
                            ? Answer(std::make_shared<const Caller>(std::move(result->caller)))
                            : Answer(result.status());
  std::vector<std::function<void(const Answer&)>> waiting;
  {
    std::lock_guard lock(mutex_);
    auto node = waiting_.extract({key, generation});
    if (!node.empty()) waiting = std::move(node.mapped());
    bool settled = result.ok() || absl::IsUnauthenticated(result.status());
    if (settled && generation == generation_) {
      if (entries_.size() >= options_.max_entries) {
        std::erase_if(entries_, [&](const auto& entry) { return !IsFresh(entry.second); });
        if (entries_.size() >= options_.max_entries) entries_.clear();
      }
      entries_.insert_or_assign(key, Entry{answer, real_->Now(), expires, generation});
    }
  }
  for (auto& done : waiting) done(answer);
}

void CallerCache::Clear() {
  std::lock_guard lock(mutex_);
  ++generation_;
}

}  // namespace hotline::gateway
