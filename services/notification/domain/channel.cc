#include "services/notification/domain/channel.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hotline::notification {
namespace {

constexpr std::pair<ChannelKind, std::string_view> kChannels[] = {
    {ChannelKind::kWebhook, "WEBHOOK"}, {ChannelKind::kEmail, "EMAIL"}, {ChannelKind::kSms, "SMS"}};

}  // namespace

std::string_view NameOf(ChannelKind kind) {
  return std::ranges::find(kChannels, kind, &std::pair<ChannelKind, std::string_view>::first)
      ->second;
}

ChannelKind ChannelOf(std::string_view name) {
  const auto* found =
      std::ranges::find(kChannels, name, &std::pair<ChannelKind, std::string_view>::second);
  if (found == std::end(kChannels)) throw std::invalid_argument("channel " + std::string(name));
  return found->first;
}

std::string_view NameOf(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::kDelivered:
      return "DELIVERED";
    case Outcome::Kind::kRetry:
      return "RETRY";
    case Outcome::Kind::kPermanent:
      return "PERMANENT";
    case Outcome::Kind::kDisableTarget:
      return "DISABLE_TARGET";
  }
  return "";
}

}  // namespace hotline::notification
