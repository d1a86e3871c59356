#include "services/notification/domain/channel.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hotline::notification {
namespace {

constexpr std::pair<ChannelKind, std::string_view> kChannels[] = {
    {ChannelKind::kWebhook, "WEBHOOK"},
    {ChannelKind::kEmail, "EMAIL"},
    {ChannelKind::kSms, "SMS"},
    {ChannelKind::kInbox, "INBOX"}};

constexpr std::pair<Outcome::Kind, std::string_view> kOutcomes[] = {
    {Outcome::Kind::kDelivered, "DELIVERED"},
    {Outcome::Kind::kRetry, "RETRY"},
    {Outcome::Kind::kPermanent, "PERMANENT"},
    {Outcome::Kind::kDisableTarget, "DISABLE_TARGET"}};

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
  return std::ranges::find(kOutcomes, kind, &std::pair<Outcome::Kind, std::string_view>::first)
      ->second;
}

Outcome::Kind OutcomeOf(std::string_view name) {
  const auto* found =
      std::ranges::find(kOutcomes, name, &std::pair<Outcome::Kind, std::string_view>::second);
  if (found == std::end(kOutcomes)) throw std::invalid_argument("outcome " + std::string(name));
  return found->first;
}

}  // namespace hotline::notification
