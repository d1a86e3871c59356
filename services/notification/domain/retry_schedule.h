// How often a letter is tried, and when.
//
// Webhooks: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h after the failures before
// (Standard Webhooks 1.0). E-mail goes on for four to five days (RFC 5321 section 4.5.4.1), SMS for
// a day: late ones only confuse.
#pragma once

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "services/notification/domain/channel.h"
#include "services/notification/domain/delivery.h"

namespace hotline::notification {

// The pause after the `tries`-th failed attempt (1: the first), up to a fifth longer than the table
// says, by the letter's id: what failed together does not come back together. Longer when the
// receiver wished so, up to a day. Nothing: given up.
std::optional<absl::Duration> PauseAfter(ChannelKind channel, int tries, std::string_view id,
                                         std::optional<absl::Duration> wished);

// Whether the delivery was taken more often than it is to be tried: each time somebody died with
// it.
bool Exhausted(const Delivery& taken);

// What an attempt that ended at `now` makes of its delivery.
Settlement After(const Delivery& delivery, const Outcome& outcome, absl::Time now);

}  // namespace hotline::notification
