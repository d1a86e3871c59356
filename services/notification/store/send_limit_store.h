// Rows of send_limit ⇄ domain; every change is an event of the stream of (channel, window). They
// hold for the whole system: an address may be written to by any court.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "platform/base/caller.h"
#include "platform/db/pool.h"
#include "services/notification/domain/channel.h"
#include "services/notification/domain/sending_time.h"

namespace hotline::notification {

struct ChannelLimit {
  ChannelKind channel = ChannelKind::kEmail;
  SendLimit limit;
};

inline constexpr int kMostSendLimits = 10;  // Of a channel: each is looked at for every letter.

std::vector<ChannelLimit> ListSendLimits(db::Tx& tx);
// Writes it and the event ("send_limit.set"). FAILED_PRECONDITION (TOO_MANY_LIMITS {most}) for one
// window more.
absl::Status SetSendLimit(db::Tx& tx, const ChannelLimit& set, const Caller& actor, absl::Time now);
// Writes the event "send_limit.removed". False when there is no such limit: nothing is written
// then.
bool RemoveSendLimit(db::Tx& tx, ChannelKind channel, absl::Duration window, const Caller& actor,
                     absl::Time now);

}  // namespace hotline::notification
