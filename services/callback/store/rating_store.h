// Rows of rating and set_aside ⇄ domain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/base/caller.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "services/callback/domain/task.h"

namespace hotline::callback {

// All functions run in the caller's transaction and throw what libpqxx throws (platform/db turns it
// into a status).
class RatingStore {
 public:
  explicit RatingStore(const crypto::FieldCipher* cipher) : cipher_(cipher) {}

  void Insert(db::Tx& tx, const Rating& rating) const;
  // The task's rating that counts. NOT_FOUND (RATING_NOT_FOUND) when there is none.
  absl::StatusOr<Rating> Get(db::Tx& tx, std::string_view task_id) const;
  // By round; also those that were refused.
  absl::StatusOr<std::vector<Rating>> OfOrder(db::Tx& tx, std::string_view work_order_id) const;
  int Count(db::Tx& tx, std::string_view task_id) const;

  // From now on the rating does not count, and its task may be rated again.
  void Refuse(db::Tx& tx, const Rating& rating, const Refusal& refusal) const;
  absl::StatusOr<std::vector<Rating>> Refused(db::Tx& tx, std::string_view task_id) const;

  void InsertSetAside(db::Tx& tx, const Rating& rating) const;
  void DecideSetAside(db::Tx& tx, const Rating& rating) const;
  // Oldest request first, after (`after_time`, `after_task_id`), of the caller's courts.
  absl::StatusOr<std::vector<Rating>> ListSetAsides(db::Tx& tx, const Caller& caller,
                                                    SetAsideState state, absl::Time after_time,
                                                    std::string_view after_task_id,
                                                    int limit) const;

 private:
  absl::StatusOr<Rating> FromRow(const pqxx::row& row) const;
  absl::StatusOr<std::vector<Rating>> FromRows(const pqxx::result& rows) const;
  const crypto::FieldCipher* cipher_;
};

}  // namespace hotline::callback
