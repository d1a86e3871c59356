// Letters to users of the court, by the court's own mail server.
#pragma once

#include <string>

#include "services/notification/channels/transfer.h"
#include "services/notification/domain/address_book.h"
#include "services/notification/domain/channel.h"

namespace hotline::notification {

struct SmtpSettings {
  std::string url;   // "smtp://mail.court.cn:587", with STARTTLS; "smtps://mail.court.cn:465".
  std::string from;  // "hotline@court.cn"
  std::string user;  // Empty: without signing in. With it TLS is required; else used when offered.
  std::string password;
};

class SmtpChannel : public Channel {
 public:
  // The mail server is the operator's choice: any address will do, also of the intranet.
  SmtpChannel(SmtpSettings settings, AddressBook* addresses, TransferOptions options = {})
      : settings_(std::move(settings)), addresses_(addresses), options_(std::move(options)) {}

  absl::StatusOr<std::string> Locate(const Letter& letter) override;
  // 4xx: later; 5xx: never, except that we may not send at all, which an operator will mend. The
  // Message-ID is the letter's, so that a mail program shows a repeated one once.
  Outcome Send(const Letter& letter, const std::string& address, absl::Time now) override;

 private:
  SmtpSettings settings_;
  AddressBook* addresses_;
  TransferOptions options_;
};

}  // namespace hotline::notification
