// Rows of court. Functions run in the caller's transaction and throw what libpqxx throws
// (platform/db makes it a status).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "services/identity/domain/directory.h"

namespace hotline::identity {

// NOT_FOUND (COURT_NOT_FOUND). LockCourt holds the row until the transaction ends.
absl::StatusOr<Court> FindCourt(db::Tx& tx, const std::string& id);
absl::StatusOr<Court> LockCourt(db::Tx& tx, const std::string& id);

absl::StatusOr<Court> FindCourtByCode(db::Tx& tx, const std::string& code);
absl::StatusOr<Court> FindRootCourt(db::Tx& tx);

struct CourtFilter {
  std::string scope;  // Path of the court whose tree is searched.
  std::string parent_id, text;
};
// In order of path, after `after`.
std::vector<Court> ListCourts(db::Tx& tx, const CourtFilter& filter, const std::string& after,
                              int limit);

void InsertCourt(db::Tx& tx, const Court& court);
void UpdateCourt(db::Tx& tx, const Court& court);  // Name and head.

// Who changes what people may do does so one at a time: otherwise two changes that are each allowed
// could together break the separation of duties or leave no administrator.
void LockDuties(db::Tx& tx);

}  // namespace hotline::identity
