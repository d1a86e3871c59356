// Letters to the requester of an order, as short messages.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "services/notification/channels/sms_provider.h"
#include "services/notification/domain/address_book.h"
#include "services/notification/domain/channel.h"

namespace hotline::notification {

class SmsChannel : public Channel {
 public:
  SmsChannel(std::unique_ptr<SmsProvider> provider, AddressBook* addresses)
      : provider_(std::move(provider)), addresses_(addresses) {}

  // The letter's title is the stated purpose. A landline receives none: NO_ADDRESS.
  absl::StatusOr<std::string> Locate(const Letter& letter) override;
  Outcome Send(const Letter& letter, const std::string& address, absl::Time now) override;

 private:
  std::unique_ptr<SmsProvider> provider_;
  AddressBook* addresses_;
};

}  // namespace hotline::notification
