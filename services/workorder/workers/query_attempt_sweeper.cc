#include "services/workorder/workers/query_attempt_sweeper.h"

#include "platform/base/status.h"
#include "services/workorder/domain/query_attempts.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {

absl::StatusOr<absl::Time> QueryAttemptSweeper::Tick(absl::Time now) {
  constexpr pqxx::result::size_type kBatch = 1000;  // As in the statement.
  HOTLINE_ASSIGN_OR_RETURN(
      const auto forgotten,
      pool_->Read<pqxx::result::size_type>(
          [&](db::Tx& tx) -> absl::StatusOr<pqxx::result::size_type> {
            return tx.Exec(sql::kForgetOldPublicAttempts, now - 2 * kLongestLock).affected_rows();
          }));
  return forgotten == kBatch ? now : now + absl::Hours(1);
}

}  // namespace hotline::workorder
