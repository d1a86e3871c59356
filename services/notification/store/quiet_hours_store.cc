#include "services/notification/store/quiet_hours_store.h"

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "platform/crypto/crypto.h"
#include "platform/events/event.h"
#include "services/notification/sql.h"

namespace hotline::notification {

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
  const int64_t revision = before.empty() ? 1 : before[0]["revision"].as<int64_t>() + 1;
  const int64_t from = absl::ToInt64Minutes(set.hours.from);
  const int64_t until = absl::ToInt64Minutes(set.hours.until);
  const nlohmann::json payload = {{"courtPath", set.court_path},
                                  {"channel", channel},
                                  {"fromMinute", from},
                                  {"untilMinute", until}};
  // Two first settings at once meet here: the stream's unique revision lets one pass.
  const std::string hash = events::Append(
      tx, before.empty() ? "" : db::BytesOf(before[0]["hash"]),
      {.stream_id = crypto::HashUuid(absl::StrCat("quiet_hours|", set.court_path, "|", channel)),
       .revision = revision,
       .type = "quiet_hours.set",
       .actor_id = actor.id,
       .actor_name = actor.name,
       .occurred_at = now,
       .payload = payload.dump()});
  tx.Exec(sql::kSaveQuietHours, set.court_path, channel, from, until,
          absl::ToInt64Minutes(set.hours.utc_offset), revision, db::Bytes{hash});
}

}  // namespace hotline::notification
