#include "services/identity/store/courts.h"

#include "services/identity/sql.h"
#include "services/identity/store/columns.h"

namespace hotline::identity {
namespace {

Court FromRow(const pqxx::row& row) {
  Court court;
  court.id = TextOf(row["id"]);
  court.code = TextOf(row["code"]);
  court.name = TextOf(row["name"]);
  court.parent_id = TextOf(row["parent_id"]);
  court.path = TextOf(row["path"]);
  court.create_time = db::TimeOf(row["create_time"]);
  court.update_time = db::TimeOf(row["update_time"]);
  court.head = HeadOf(row);
  return court;
}

absl::StatusOr<Court> One(const pqxx::result& rows) {
  if (rows.empty()) return NotFound("COURT_NOT_FOUND");
  return FromRow(rows[0]);
}

}  // namespace

absl::StatusOr<Court> FindCourt(db::Tx& tx, const std::string& id) {
  return One(tx.Exec(sql::kFindCourt, id));
}

absl::StatusOr<Court> LockCourt(db::Tx& tx, const std::string& id) {
  return One(tx.Exec(sql::kLockCourt, id));
}

absl::StatusOr<Court> FindCourtByCode(db::Tx& tx, const std::string& code) {
  return One(tx.Exec(sql::kFindCourtByCode, code));
}

absl::StatusOr<Court> FindRootCourt(db::Tx& tx) { return One(tx.Exec(sql::kFindRootCourt)); }

std::vector<Court> ListCourts(db::Tx& tx, const CourtFilter& filter, const std::string& after,
                              int limit) {
  std::vector<Court> courts;
  for (const auto& row : tx.Exec(sql::kListCourts, filter.scope, NullIfEmpty(filter.parent_id),
                                 NullIfEmpty(filter.text), after, limit)) {
    courts.push_back(FromRow(row));
  }
  return courts;
}

void InsertCourt(db::Tx& tx, const Court& court) {
  tx.Exec(sql::kInsertCourt, court.id, court.code, court.name, NullIfEmpty(court.parent_id),
          court.path, db::Bytes{court.head.hash}, court.create_time);
}

void UpdateCourt(db::Tx& tx, const Court& court) {
  tx.Exec(sql::kUpdateCourt, court.id, court.name, court.head.revision, db::Bytes{court.head.hash},
          court.update_time);
}

void LockDuties(db::Tx& tx) { tx.Exec(sql::kLockDuties); }

}  // namespace hotline::identity
