// Rows by id, where many threads ask at once: what is asked for while a statement runs is read by
// the next one, together. A lone call costs what it always did; under load a row costs a part of a
// round trip.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/db/pool.h"

namespace hotline::db {

// Thread-safe. A caller whose turn it is reads for those who wait with it; all others sleep, so
// that there are never more statements under way than one.
class CombinedRead {
 public:
  // `one` takes an id (uuid) as $1, `many` an array of them; both give the same columns, among them
  // "id". `pool` and the texts outlive this.
  CombinedRead(Pool* pool, const Sql& one, const Sql& many) : pool_(pool), one_(one), many_(many) {}

  // The row with this id (lower case, as PostgreSQL writes it), as committed at some moment after
  // the call began; none when there is none. Errors: those of Pool::Read.
  absl::StatusOr<std::optional<pqxx::row>> Row(const std::string& id);

 private:
  struct Batch {
    std::vector<std::string> ids;
    absl::StatusOr<pqxx::result> rows = absl::UnknownError("not read");
    std::atomic<bool> read = false;
  };

  void Read(Batch& batch);

  Pool* const pool_;
  const Sql one_, many_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::shared_ptr<Batch> gathering_;  // Whoever made it waits for its turn to read it.
  bool reading_ = false;
};

}  // namespace hotline::db
