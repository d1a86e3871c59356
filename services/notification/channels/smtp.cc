#include "services/notification/channels/smtp.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

#include "platform/base/status.h"
#include "services/notification/domain/mail.h"

namespace hotline::notification {
namespace {

using Kind = Outcome::Kind;

size_t Give(char* buffer, size_t one, size_t room, void* rest) {
  auto& text = *static_cast<std::string_view*>(rest);
  const size_t size = std::min(one * room, text.size());
  std::memcpy(buffer, text.data(), size);
  text.remove_prefix(size);
  return size;
}

Outcome OutcomeOf(CURLcode code, int status) {
  constexpr int kSignInRequired = 530;
  if (code == CURLE_OK) return {.kind = Kind::kDelivered, .status = status};
  if (code == CURLE_LOGIN_DENIED || status == kSignInRequired)
    return {.kind = Kind::kRetry, .status = status, .reason = "SIGN_IN_REFUSED"};
  if (status >= 500) return {.kind = Kind::kPermanent, .status = status, .reason = "MAIL_REFUSED"};
  if (status >= 400) return {.kind = Kind::kRetry, .status = status, .reason = "MAIL_DEFERRED"};
  return Failed(ErrorOf(code));
}

}  // namespace

absl::StatusOr<std::string> SmtpChannel::Locate(const Letter& letter) {
  return addresses_->EmailOf(letter.target);
}

Outcome SmtpChannel::Send(const Letter& letter, const std::string& address, absl::Time now) {
  const auto message = MailMessage(letter, settings_.from, address, now);
  if (!message.ok()) return {.kind = Kind::kPermanent, .reason = ReasonOf(message.status())};

  Transfer transfer(options_);
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> recipients(
      curl_slist_append(nullptr, address.c_str()), curl_slist_free_all);
  std::string_view rest = *message;
  const bool sign_in = !settings_.user.empty();
  transfer.Set(CURLOPT_URL, settings_.url.c_str());
  transfer.Set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  transfer.Set(CURLOPT_USE_SSL, static_cast<long>(sign_in ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  if (sign_in) {
    transfer.Set(CURLOPT_USERNAME, settings_.user.c_str());
    transfer.Set(CURLOPT_PASSWORD, settings_.password.c_str());
  }
  transfer.Set(CURLOPT_MAIL_FROM, settings_.from.c_str());
  transfer.Set(CURLOPT_MAIL_RCPT, recipients.get());
  transfer.Set(CURLOPT_UPLOAD, 1L);
  transfer.Set(CURLOPT_READFUNCTION, Give);
  transfer.Set(CURLOPT_READDATA, &rest);
  const CURLcode code = transfer.Run();
  return OutcomeOf(code, static_cast<int>(transfer.Status()));
}

}  // namespace hotline::notification
