// A letter as an e-mail message (RFC 5322, MIME): text in UTF-8, one recipient.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/notification/domain/channel.h"

namespace hotline::notification {

// INVALID_ARGUMENT (BAD_ADDRESS, BAD_SUBJECT): an address that is none; a title with a line break,
// which would begin a header of its own choice.
absl::StatusOr<std::string> MailMessage(const Letter& letter, std::string_view from,
                                        std::string_view to, absl::Time now);

}  // namespace hotline::notification
