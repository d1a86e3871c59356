#include "services/notification/channels/webhook.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "services/notification/domain/webhook.h"
#include "services/notification/store/webhook_store.h"

namespace hotline::notification {
namespace {

using Kind = Outcome::Kind;

Outcome OutcomeOf(const HttpReply& reply) {
  if (reply.error != TransferError::kNone) return Failed(reply.error, reply.status);
  const int hundreds = reply.status / 100;
  if (hundreds == 2) return {.kind = Kind::kDelivered, .status = reply.status};
  if (reply.status == 410)
    return {.kind = Kind::kDisableTarget, .status = reply.status, .reason = "GONE"};
  return {.kind = Kind::kRetry,
          .status = reply.status,
          .reason = hundreds == 3 ? "REDIRECT" : "HTTP_STATUS",
          .retry_after = reply.retry_after};
}

Outcome Unsent(const absl::Status& status) {
  return {.kind = absl::IsNotFound(status) ? Kind::kPermanent : Kind::kRetry,
          .reason = ReasonOf(status)};
}

}  // namespace

absl::StatusOr<std::string> WebhookChannel::Locate(const Letter& letter) { return letter.target; }

Outcome WebhookChannel::Send(const Letter& letter, const std::string& address, absl::Time now) {
  const auto endpoint =
      pool_->Read<WebhookEndpoint>([&](db::Tx& tx) { return FindEndpoint(tx, address); });
  if (!endpoint.ok()) return Unsent(endpoint.status());
  if (!endpoint->active) return {.kind = Kind::kPermanent, .reason = "WEBHOOK_ENDPOINT_INACTIVE"};
  const auto keys = SigningKeys(*cipher_, *endpoint, now);
  if (!keys.ok()) return Unsent(keys.status());

  HttpRequest request{.url = endpoint->url, .body = WebhookBody(letter)};
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "hotline-12368"},
                     {"webhook-id", letter.id},
                     {"webhook-timestamp", absl::StrCat(absl::ToUnixSeconds(now))},
                     {"webhook-signature", WebhookSignature(*keys, letter.id, now, request.body)}};
  return OutcomeOf(http_->Send(request));
}

}  // namespace hotline::notification
