#include "services/notification/channels/sms.h"

#include "platform/base/status.h"

namespace hotline::notification {
namespace {

bool IsMobile(const std::string& phone) { return phone.size() == 11 && phone.front() == '1'; }

}  // namespace

absl::StatusOr<std::string> SmsChannel::Locate(const Letter& letter) {
  HOTLINE_ASSIGN_OR_RETURN(std::string phone, addresses_->PhoneOf(letter.target, letter.title));
  if (!IsMobile(phone)) return NotFound("NO_ADDRESS");
  return phone;
}

Outcome SmsChannel::Send(const Letter& letter, const std::string& address, absl::Time now) {
  return provider_->Send(letter, address, now);
}

}  // namespace hotline::notification
