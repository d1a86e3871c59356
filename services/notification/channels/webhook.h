// Letters to other systems: a signed POST to the endpoint (Standard Webhooks 1.0.0).
#pragma once

#include <string>

#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "services/notification/channels/http_client.h"
#include "services/notification/domain/channel.h"

namespace hotline::notification {

class WebhookChannel : public Channel {
 public:
  WebhookChannel(db::Pool* pool, const crypto::FieldCipher* cipher, const HttpClient* http)
      : pool_(pool), cipher_(cipher), http_(http) {}

  absl::StatusOr<std::string> Locate(const Letter& letter) override;
  // DELIVERED only for 2xx; a redirect is not followed and is a failure as any other; 410 disables
  // the endpoint. Never again: an endpoint that is gone or off, an address that may not be
  // connected to.
  Outcome Send(const Letter& letter, const std::string& address, absl::Time now) override;

 private:
  db::Pool* pool_;
  const crypto::FieldCipher* cipher_;
  const HttpClient* http_;
};

}  // namespace hotline::notification
