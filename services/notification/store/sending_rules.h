// When a person may be written to, as the tables say it: quiet hours, limits, and what was sent
// lately.
#pragma once

#include <string_view>

#include "absl/time/time.h"
#include "platform/db/pool.h"
#include "services/notification/domain/delivery.h"

namespace hotline::notification {

// `now`, or the end of the court's quiet hours for the channel. Webhooks know none.
absl::Time AfterQuietHours(db::Tx& tx, const Delivery& delivery, absl::Time now);

// Counts one more letter to the recipient (a blind index) at `now` if the channel's limits allow
// it, and returns `now`; otherwise when they will. Two at once are counted one after the other.
absl::Time CountSend(db::Tx& tx, const Delivery& delivery, std::string_view recipient,
                     absl::Time now);

}  // namespace hotline::notification
