// A company that sends SMS for the court.
#pragma once

#include <string>

#include "services/notification/domain/channel.h"

namespace hotline::notification {

// Thread-safe.
class SmsProvider {
 public:
  virtual ~SmsProvider() = default;
  // To a mobile number of 11 digits. Providers send only what they approved: their template with
  // the letter's parameters, not its text. Blocks, for at most 20 s. Never throws.
  virtual Outcome Send(const Letter& letter, const std::string& phone, absl::Time now) = 0;
};

}  // namespace hotline::notification
