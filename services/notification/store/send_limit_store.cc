#include "services/notification/store/send_limit_store.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/notification/sql.h"
#include "services/notification/store/rule_event.h"

namespace hotline::notification {
namespace {

std::string StreamOf(const std::string& channel, int64_t seconds) {
  return crypto::HashUuid(absl::StrCat("send_limit|", channel, "|", seconds));
}

bool IsActive(const pqxx::result& row) { return !row.empty() && row[0]["active"].as<bool>(); }

}  // namespace

std::vector<ChannelLimit> ListSendLimits(db::Tx& tx) {
  std::vector<ChannelLimit> limits;
  for (const auto& row : tx.Exec(sql::kListSendLimits)) {
    limits.push_back({.channel = ChannelOf(row["channel"].as<std::string>()),
                      .limit = {.window = absl::Seconds(row["seconds"].as<int>()),
                                .most = row["most"].as<int>()}});
  }
  return limits;
}

absl::Status SetSendLimit(db::Tx& tx, const ChannelLimit& set, const Caller& actor,
                          absl::Time now) {
  const std::string channel(NameOf(set.channel));
  const int64_t seconds = absl::ToInt64Seconds(set.limit.window);
  tx.Exec(sql::kLockSendLimits, channel);
  const pqxx::result before = tx.Exec(sql::kLockSendLimit, channel, seconds);
  if (!IsActive(before) &&
      tx.Exec(sql::kCountSendLimits, channel)[0][0].as<int>() >= kMostSendLimits)
    return Precondition("TOO_MANY_LIMITS", {{"most", std::to_string(kMostSendLimits)}});
  const RuleLink link = AppendRuleEvent(
      tx, before, "send_limit.set", StreamOf(channel, seconds),
      {{"channel", channel}, {"seconds", seconds}, {"most", set.limit.most}}, actor, now);
  tx.Exec(sql::kSaveSendLimit, channel, seconds, set.limit.most, link.revision,
          db::Bytes{link.hash});
  return absl::OkStatus();
}

bool RemoveSendLimit(db::Tx& tx, ChannelKind channel_kind, absl::Duration window,
                     const Caller& actor, absl::Time now) {
  const std::string channel(NameOf(channel_kind));
  const int64_t seconds = absl::ToInt64Seconds(window);
  tx.Exec(sql::kLockSendLimits, channel);
  const pqxx::result before = tx.Exec(sql::kLockSendLimit, channel, seconds);
  if (!IsActive(before)) return false;
  const RuleLink link =
      AppendRuleEvent(tx, before, "send_limit.removed", StreamOf(channel, seconds),
                      {{"channel", channel}, {"seconds", seconds}}, actor, now);
  tx.Exec(sql::kRemoveSendLimit, channel, seconds, link.revision, db::Bytes{link.hash});
  return true;
}

}  // namespace hotline::notification
