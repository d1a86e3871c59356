#include "services/escalation/store/reprojections.h"

#include "services/escalation/sql.h"

namespace hotline::escalation {

void AskReprojection(db::Tx& tx, std::string_view reason, const ReprojectionScope& scope,
                     absl::Time at) {
  tx.Exec(sql::kMoveConfiguration);
  tx.Exec(sql::kAskReprojection, reason, scope.court_path, scope.kind, scope.order_type,
          scope.urgency, at);
}

void HoldConfiguration(db::Tx& tx) { tx.Exec(sql::kHoldConfiguration); }

}  // namespace hotline::escalation
