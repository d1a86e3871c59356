#include "services/identity/workers/sweeper.h"

#include <algorithm>

#include "services/identity/domain/lockout.h"
#include "services/identity/store/login_guard.h"
#include "services/identity/store/sessions.h"

namespace hotline::identity {

absl::StatusOr<absl::Time> Sweeper::Tick(absl::Time now) {
  constexpr int kBatch = 1000;  // Of the statements.
  HOTLINE_ASSIGN_OR_RETURN(
      const int most, pool_->Transact<int>([&](db::Tx& tx) -> absl::StatusOr<int> {
        return std::max(DeleteOldSessions(tx, now), DeleteOldGuards(tx, now - kFailureMemory, now));
      }));
  return most >= kBatch ? now : now + absl::Minutes(10);
}

}  // namespace hotline::identity
