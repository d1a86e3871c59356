#include "services/notification/store/sending_rules.h"

#include <algorithm>
#include <vector>

#include "services/notification/domain/sending_time.h"
#include "services/notification/sql.h"

namespace hotline::notification {

absl::Time AfterQuietHours(db::Tx& tx, const Delivery& delivery, absl::Time now) {
  const pqxx::result found =
      tx.Exec(sql::kQuietHoursOf, delivery.court_path, NameOf(delivery.letter.channel));
  if (found.empty()) return now;
  return AfterQuietHours({.from = absl::Minutes(found[0]["from_minute"].as<int>()),
                          .until = absl::Minutes(found[0]["until_minute"].as<int>()),
                          .utc_offset = absl::Minutes(found[0]["utc_offset_minutes"].as<int>())},
                         now);
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
