#include "services/notification/domain/delivery.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hotline::notification {
namespace {

using State = std::pair<DeliveryState, std::string_view>;
constexpr State kStates[] = {{DeliveryState::kPending, "PENDING"},
                             {DeliveryState::kDelivered, "DELIVERED"},
                             {DeliveryState::kDead, "DEAD"},
                             {DeliveryState::kDropped, "DROPPED"}};

}  // namespace

std::string_view NameOf(DeliveryState state) {
  return std::ranges::find(kStates, state, &State::first)->second;
}

DeliveryState DeliveryStateOf(std::string_view name) {
  const auto* found = std::ranges::find(kStates, name, &State::second);
  if (found == std::end(kStates)) throw std::invalid_argument("state " + std::string(name));
  return found->first;
}

std::string LaneOf(const Letter& letter) {
  return letter.channel == ChannelKind::kWebhook ? letter.target
                                                 : std::string(NameOf(letter.channel));
}

}  // namespace hotline::notification
