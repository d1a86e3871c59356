#include "services/notification/store/quiet_hours_store.h"

#include "absl/strings/str_cat.h"
#include "platform/crypto/crypto.h"
#include "services/notification/sql.h"
#include "services/notification/store/rule_event.h"

namespace hotline::notification {
namespace {

std::string StreamOf(const std::string& court_path, const std::string& channel) {
  return crypto::HashUuid(absl::StrCat("quiet_hours|", court_path, "|", channel));
}

}  // namespace

std::optional<CourtQuietHours> FindQuietHours(db::Tx& tx, std::string_view court_path,
                                              ChannelKind channel) {
  const pqxx::result found = tx.Exec(sql::kQuietHoursOf, court_path, NameOf(channel));
  if (found.empty()) return std::nullopt;
  const auto minutes = [&](const char* column) {
    return absl::Minutes(found[0][column].as<int>());
  };
  return CourtQuietHours{.court_path = found[0]["court_path"].as<std::string>(),
                         .channel = channel,
                         .hours = {.from = minutes("from_minute"),
                                   .until = minutes("until_minute"),
                                   .utc_offset = minutes("utc_offset_minutes")}};
}

void SetQuietHours(db::Tx& tx, const CourtQuietHours& set, const Caller& actor, absl::Time now) {
  const std::string channel(NameOf(set.channel));
  const pqxx::result before = tx.Exec(sql::kLockQuietHours, set.court_path, channel);
  const int64_t from = absl::ToInt64Minutes(set.hours.from);
  const int64_t until = absl::ToInt64Minutes(set.hours.until);
  // Two first settings at once meet here: the stream's unique revision lets one pass.
  const RuleLink link =
      AppendRuleEvent(tx, before, "quiet_hours.set", StreamOf(set.court_path, channel),
                      {{"courtPath", set.court_path},
                       {"channel", channel},
                       {"fromMinute", from},
                       {"untilMinute", until}},
                      actor, now);
  tx.Exec(sql::kSaveQuietHours, set.court_path, channel, from, until,
          absl::ToInt64Minutes(set.hours.utc_offset), link.revision, db::Bytes{link.hash});
}

bool RemoveQuietHours(db::Tx& tx, const std::string& court_path, ChannelKind channel_kind,
                      const Caller& actor, absl::Time now) {
  const std::string channel(NameOf(channel_kind));
  const pqxx::result before = tx.Exec(sql::kLockQuietHours, court_path, channel);
  if (before.empty() || !before[0]["active"].as<bool>()) return false;
  const RuleLink link =
      AppendRuleEvent(tx, before, "quiet_hours.removed", StreamOf(court_path, channel),
                      {{"courtPath", court_path}, {"channel", channel}}, actor, now);
  tx.Exec(sql::kRemoveQuietHours, court_path, channel, link.revision, db::Bytes{link.hash});
  return true;
}

}  // namespace hotline::notification
