#include "services/notification/store/sending_rules.h"

#include <algorithm>
#include <vector>

#include "services/notification/domain/sending_time.h"
#include "services/notification/sql.h"
#include "services/notification/store/quiet_hours_store.h"

namespace hotline::notification {

absl::Time AfterQuietHours(db::Tx& tx, const Delivery& delivery, absl::Time now) {
  const auto found = FindQuietHours(tx, delivery.court_path, delivery.letter.channel);
  return found ? AfterQuietHours(found->hours, now) : now;
}

absl::Time CountSend(db::Tx& tx, const Delivery& delivery, std::string_view recipient,
                     absl::Time now) {
  const std::string_view channel = NameOf(delivery.letter.channel);
  std::vector<SendLimit> limits;
  absl::Duration longest = absl::ZeroDuration();
  for (const auto& row : tx.Exec(sql::kSendLimitsOf, channel)) {
    limits.push_back({absl::Seconds(row["seconds"].as<int>()), row["most"].as<int>()});
    longest = std::max(longest, limits.back().window);
  }
  if (limits.empty()) return now;
  tx.Exec(sql::kLockRecipient, channel, db::Bytes{recipient});
  std::vector<absl::Time> sent;
  for (const auto& row : tx.Exec(sql::kRecentSends, channel, db::Bytes{recipient}, now - longest))
    sent.push_back(db::TimeOf(row[0]));
  const absl::Time first = WithinLimits(limits, std::move(sent), now);
  if (first > now) return first;
  tx.Exec(sql::kInsertSend, channel, db::Bytes{recipient}, now, delivery.letter.id);
  tx.Exec(sql::kForgetSends, now);
  return now;
}

}  // namespace hotline::notification
