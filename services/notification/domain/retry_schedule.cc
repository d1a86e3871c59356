#include "services/notification/domain/retry_schedule.h"

#include <algorithm>
#include <span>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/crypto/crypto.h"

namespace hotline::notification {
namespace {

constexpr int kMinute = 60;
constexpr int kHour = 3600;
constexpr int kWebhook[] = {5,          5 * kMinute, 30 * kMinute, 2 * kHour, 5 * kHour,
                            10 * kHour, 14 * kHour,  20 * kHour,   24 * kHour};
constexpr int kEmail[] = {kMinute,    5 * kMinute, 30 * kMinute, 2 * kHour,
                          12 * kHour, 24 * kHour,  36 * kHour,   36 * kHour};
constexpr int kSms[] = {kMinute, 5 * kMinute, 30 * kMinute, 2 * kHour, 6 * kHour, 12 * kHour};

std::span<const int> TableOf(ChannelKind channel) {
  if (channel == ChannelKind::kWebhook) return kWebhook;
  if (channel == ChannelKind::kEmail) return kEmail;
  return kSms;
}

}  // namespace

std::optional<absl::Duration> PauseAfter(ChannelKind channel, int tries, std::string_view id,
                                         std::optional<absl::Duration> wished) {
  constexpr absl::Duration kLongestWish = absl::Hours(24);
  const std::span<const int> table = TableOf(channel);
  if (tries > static_cast<int>(table.size())) return std::nullopt;
  const auto chance =
      static_cast<unsigned char>(crypto::Sha256(absl::StrCat(std::string(id), "|", tries))[0]);
  const absl::Duration pause = absl::Seconds(table[tries - 1] * (1 + chance / 255.0 / 5));
  return std::max(pause, std::min(wished.value_or(absl::ZeroDuration()), kLongestWish));
}

bool Exhausted(const Delivery& taken) {
  const int tries = taken.attempts - taken.earlier_attempts;
  return tries > static_cast<int>(TableOf(taken.letter.channel).size()) + 1;
}

Settlement After(const Delivery& delivery, const Outcome& outcome, absl::Time now) {
  if (outcome.kind == Outcome::Kind::kDelivered) return {DeliveryState::kDelivered, "", {}};
  if (outcome.kind == Outcome::Kind::kRetry) {
    const auto pause =
        PauseAfter(delivery.letter.channel, delivery.attempts - delivery.earlier_attempts,
                   delivery.letter.id, outcome.retry_after);
    if (pause) return {DeliveryState::kPending, outcome.reason, now + *pause};
  }
  return {DeliveryState::kDead, outcome.reason, {}};
}

}  // namespace hotline::notification
