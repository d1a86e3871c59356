#include "services/notification/commands/send.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/base/status.h"
#include "platform/observe/metrics.h"
#include "services/notification/commands/webhooks.h"
#include "services/notification/domain/retry_schedule.h"
#include "services/notification/store/delivery_store.h"
#include "services/notification/store/sending_rules.h"

namespace hotline::notification {
namespace {

void Count(const Letter& letter, const Outcome& outcome, const Settlement& settlement) {
  const std::string channel(NameOf(letter.channel));
  observe::GetCounter("hotline_delivery_attempts_total",
                      "Attempts to deliver, by what came of them.",
                      {{"channel", channel}, {"outcome", std::string(NameOf(outcome.kind))}})
      .Increment();
  if (settlement.state != DeliveryState::kDead) return;
  observe::GetCounter("hotline_deliveries_dead_total", "Deliveries that were given up.",
                      {{"channel", channel}})
      .Increment();
}

}  // namespace

absl::StatusOr<bool> Sender::Send(const Delivery& taken) const {
  const Letter& letter = taken.letter;
  if (Exhausted(taken)) return Untried(taken, {DeliveryState::kDead, "INTERRUPTED", {}});
  const auto found = parts_.channels.find(letter.channel);
  if (found == parts_.channels.end())
    return Untried(taken, {DeliveryState::kDropped, "CHANNEL_OFF", {}});
  Channel& channel = *found->second;

  const absl::Time now = parts_.clock->Now();
  HOTLINE_ASSIGN_OR_RETURN(const absl::Time awake, WhenAwake(taken, now));
  if (awake > now) return Untried(taken, {DeliveryState::kPending, "QUIET_HOURS", awake});

  const absl::StatusOr<std::string> address = channel.Locate(letter);
  if (absl::IsNotFound(address.status()))
    return Untried(taken, {DeliveryState::kDropped, ReasonOf(address.status()), {}});
  if (!address.ok())
    return Conclude(taken, {.reason = ReasonOf(address.status())}, absl::ZeroDuration());

  HOTLINE_ASSIGN_OR_RETURN(const absl::Time allowed, WhenAllowed(taken, *address, now));
  if (allowed > now) return Untried(taken, {DeliveryState::kPending, "TOO_MANY", allowed});

  const absl::Time began = absl::Now();
  const Outcome outcome = channel.Send(letter, *address, now);
  return Conclude(taken, outcome, absl::Now() - began);
}

absl::StatusOr<absl::Time> Sender::WhenAwake(const Delivery& taken, absl::Time now) const {
  if (taken.letter.channel == ChannelKind::kWebhook || taken.at_once) return now;
  return parts_.pool->Read<absl::Time>(
      [&](db::Tx& tx) -> absl::StatusOr<absl::Time> { return AfterQuietHours(tx, taken, now); });
}

absl::StatusOr<absl::Time> Sender::WhenAllowed(const Delivery& taken, const std::string& address,
                                               absl::Time now) const {
  if (taken.letter.channel == ChannelKind::kWebhook) return now;
  const std::string recipient = parts_.cipher->BlindIndex(
      address, absl::StrCat("notification/recipient/", std::string(NameOf(taken.letter.channel))));
  return parts_.pool->Transact<absl::Time>([&](db::Tx& tx) -> absl::StatusOr<absl::Time> {
    return CountSend(tx, taken, recipient, now);
  });
}

absl::StatusOr<bool> Sender::Untried(const Delivery& taken, const Settlement& settlement) const {
  HOTLINE_RETURN_IF_ERROR(parts_.pool->Transact([&](db::Tx& tx) -> absl::Status {
    Untry(tx, taken, settlement, parts_.clock->Now());
    return absl::OkStatus();
  }));
  return true;
}

absl::StatusOr<bool> Sender::Conclude(const Delivery& taken, const Outcome& outcome,
                                      absl::Duration took) const {
  const absl::Time now = parts_.clock->Now();
  const Settlement settlement = After(taken, outcome, now);
  Count(taken.letter, outcome, settlement);
  HOTLINE_RETURN_IF_ERROR(parts_.pool->Transact([&](db::Tx& tx) -> absl::Status {
    LogAttempt(tx, taken.letter.id,
               {.number = taken.attempts, .outcome = outcome, .duration = took, .time = now});
    Settle(tx, taken, settlement, now);
    if (outcome.kind == Outcome::Kind::kDisableTarget)
      return SwitchOff(tx, taken.letter.target, outcome.reason, now);
    return absl::OkStatus();
  }));
  return outcome.kind == Outcome::Kind::kDelivered;
}

}  // namespace hotline::notification
