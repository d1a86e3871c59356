// Rows of quiet_hours ⇄ domain; every change is an event of the stream of (court, channel).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/base/caller.h"
#include "platform/db/pool.h"
#include "services/notification/domain/channel.h"
#include "services/notification/domain/sending_time.h"

namespace hotline::notification {

struct CourtQuietHours {
  std::string court_path;  // Whose they are; empty: those of the system.
  ChannelKind channel = ChannelKind::kEmail;
  QuietHours hours;
};

// Those of the nearest court at or above this one. Nothing for channels that know no quiet hours.
std::optional<CourtQuietHours> FindQuietHours(db::Tx& tx, std::string_view court_path,
                                              ChannelKind channel);
// Writes them and the event ("quiet_hours.set").
void SetQuietHours(db::Tx& tx, const CourtQuietHours& set, const Caller& actor, absl::Time now);
// The court has those of the nearest court above again; the event is "quiet_hours.removed". False
// when it had none of its own: nothing is written then.
bool RemoveQuietHours(db::Tx& tx, const std::string& court_path, ChannelKind channel,
                      const Caller& actor, absl::Time now);

}  // namespace hotline::notification
