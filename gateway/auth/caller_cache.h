// Remembers callers for a moment, so that not every request asks identity first.
//
// A right that was taken away ends at the latest after `time_to_live`, and at once when the change
// went through any gateway of the system (Clear). Bad credentials are remembered too. Requests with
// the same credentials wait for one answer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/auth/authenticator.h"
#include "platform/clock/clock.h"

namespace hotline::gateway {

class CallerCache {
 public:
  struct Options {
    absl::Duration time_to_live = absl::Seconds(1);  // Real time.
    size_t max_entries = 10'000;
  };
  using Answer = absl::StatusOr<std::shared_ptr<const Caller>>;

  // `real` measures the time to live, `clock` the expiry that identity gave. All outlive the cache.
  CallerCache(Authenticator* source, const Clock* real, const Clock* clock, Options options);
  CallerCache(Authenticator* source, const Clock* real, const Clock* clock)
      : CallerCache(source, real, clock, Options()) {}

  // Whether an answer is at hand, or the credentials were good when last asked about: they are no
  // guess.
  bool Knows(const Credentials& credentials);
  // `done` runs at once or on a thread of the source. The cache must live until it ran.
  void Find(const Credentials& credentials, std::function<void(const Answer&)> done);
  void Clear();

 private:
  struct Entry {
    Answer answer;
    absl::Time made;
    absl::Time expires;
    uint64_t generation;
  };
  bool IsFresh(const Entry& entry) const;  // With the lock held.
  void Arrived(const std::string& key, uint64_t generation, absl::StatusOr<Identified> result);

  Authenticator* source_;
  const Clock* real_;
  const Clock* clock_;
  Options options_;
  std::mutex mutex_;
  uint64_t generation_ = 0;
  std::unordered_map<std::string, Entry> entries_;
  // By key and generation: who asks after a Clear() does not share an answer from before it.
  std::map<std::pair<std::string, uint64_t>, std::vector<std::function<void(const Answer&)>>>
      waiting_;
};

}  // namespace hotline::gateway
