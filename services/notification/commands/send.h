// One attempt at one delivery: whether now is the time, where to, and what came of it.
#pragma once

#include <map>

#include "absl/status/statusor.h"
#include "platform/clock/clock.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "services/notification/domain/delivery.h"

namespace hotline::notification {

// Thread-safe. All pointers outlive it.
class Sender {
 public:
  struct Parts {
    db::Pool* pool;
    const crypto::FieldCipher* cipher;
    const Clock* clock;
    std::map<ChannelKind, Channel*> channels;  // Those that are on.
  };
  explicit Sender(Parts parts) : parts_(std::move(parts)) {}

  // Of a delivery that was taken. Sends outside of any transaction, and settles afterwards: a
  // process that dies between leaves the lease, after whose end the letter is sent again, with the
  // same id. Fails when the database cannot be told; that ends likewise. Says whether the receiver
  // did well: false asks for patience with it.
  absl::StatusOr<bool> Send(const Delivery& taken) const;

 private:
  // `now`, or when to come again: after quiet hours, within the recipient's limits (then counted).
  absl::StatusOr<absl::Time> WhenAwake(const Delivery& taken, absl::Time now) const;
  absl::StatusOr<absl::Time> WhenAllowed(const Delivery& taken, const std::string& address,
                                         absl::Time now) const;
  // Nothing was sent; the attempt does not count.
  absl::StatusOr<bool> Untried(const Delivery& taken, const Settlement& settlement) const;
  absl::StatusOr<bool> Conclude(const Delivery& taken, const Outcome& outcome,
                                absl::Duration took) const;
  Parts parts_;
};

}  // namespace hotline::notification
