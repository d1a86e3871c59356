#include "services/escalation/store/reprojections.h"

#include "services/escalation/sql.h"

namespace hotline::escalation {

void AskReprojection(db::Tx& tx, std::string_view reason, const ReprojectionScope& scope,
                     absl::Time at) {
  tx.Exec(sql::kMoveConfiguration);
  tx.Exec(sql::kAskReprojection, reason, scope.court_path, scope.kind, scope.order_type,
          scope.urgency, at);
}

Configuration HoldConfiguration(db::Tx& tx) {
  const pqxx::row row = tx.Exec(sql::kHoldConfiguration)[0];
  return {row["version"].as<int64_t>(), db::OptionalTimeOf(row["since"])};
}

void BeginKeeping(db::Tx& tx, absl::Time at) { tx.Exec(sql::kBeginKeeping, at); }

std::optional<OpenReprojection> TakeReprojection(db::Tx& tx) {
  const pqxx::result found = tx.Exec(sql::kTakeReprojection);
  if (found.empty()) return std::nullopt;
  const pqxx::row row = found[0];
  return OpenReprojection{.id = row["id"].as<int64_t>(),
                          .reason = row["reason"].as<std::string>(),
                          .scope = {.court_path = row["court_path"].as<std::string>(),
                                    .kind = row["kind"].as<std::string>(),
                                    .order_type = row["order_type"].as<std::string>(),
                                    .urgency = row["urgency"].as<int>()},
                          .at = db::TimeOf(row["request_time"]),
                          .last_clock = row["last_clock"].as<std::string>()};
}

void MoveReprojection(db::Tx& tx, int64_t id, const std::string& last_clock, size_t changed) {
  tx.Exec(sql::kMoveReprojection, id, last_clock, static_cast<int64_t>(changed));
}

void EndReprojection(db::Tx& tx, int64_t id, size_t changed, absl::Time now) {
  tx.Exec(sql::kEndReprojection, id, static_cast<int64_t>(changed), now);
}

}  // namespace hotline::escalation
