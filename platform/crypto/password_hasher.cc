#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <mutex>

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/sodium_ready.h"

namespace hotline::crypto {
namespace {

// OWASP's second choice: less memory per login than 46 MiB, t=1, at the same strength.
constexpr unsigned long long kPasses = 2;
constexpr size_t kMemory = size_t{19456} * 1024;

absl::Status Busy() { return Refuse(absl::StatusCode::kResourceExhausted, "BUSY"); }

}  // namespace

struct PasswordHasher::Impl {
  Impl(int max_concurrent, absl::Duration wait) : free(max_concurrent), max_wait(wait) {}

  std::mutex mutex;
  std::condition_variable freed;
  int free;
  const absl::Duration max_wait;

  // One of the places, waited for up to `max_wait`; false when none came free. Given back at the
  // end of the scope.
  class Place {
   public:
    explicit Place(Impl& owner) : owner_(owner) {
      const absl::Duration wait =
          std::min(owner.max_wait, absl::Hours(1));  // What chrono can add to its clock.
      std::unique_lock lock(owner.mutex);
      taken_ = owner.freed.wait_for(lock, absl::ToChronoMicroseconds(wait),
                                    [&owner] { return owner.free > 0; });
      if (taken_) --owner.free;
    }
    ~Place() {
      if (!taken_) return;
      {
        std::lock_guard lock(owner_.mutex);
        ++owner_.free;
      }
      owner_.freed.notify_one();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    explicit operator bool() const { return taken_; }

   private:
    Impl& owner_;
    bool taken_ = false;
  };
};

PasswordHasher::PasswordHasher(int max_concurrent, absl::Duration max_wait)
    : impl_(std::make_unique<Impl>(max_concurrent, max_wait)) {
  SodiumReady();
}

PasswordHasher::~PasswordHasher() = default;

absl::StatusOr<std::string> PasswordHasher::Hash(std::string_view password) {
  Impl::Place place(*impl_);
  if (!place) return Busy();
  char phc[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(phc, password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Busy();  // Only memory can be short.
  }
  return std::string(phc);
}

absl::StatusOr<bool> PasswordHasher::Verify(std::string_view password, std::string_view phc) {
  Impl::Place place(*impl_);
  if (!place) return Busy();
  const std::string terminated(phc);
  errno = 0;
  if (crypto_pwhash_argon2id_str_verify(terminated.c_str(), password.data(), password.size()) == 0)
    return true;
  if (errno == EINVAL) return false;  // Well-formed, another password.
  if (errno == ENOMEM) return Busy();
  return Refuse(absl::StatusCode::kDataLoss, "PASSWORD_HASH_DAMAGED");
}

}  // namespace hotline::crypto
