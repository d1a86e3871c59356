// E-mail addresses as they may stand in a header and in an SMTP command.
#pragma once

#include <string_view>

namespace hotline {

// One @ between a local part of 1 to 64 characters and a domain of letters, digits, dashes and
// single dots, 254 characters in all (RFC 5321). Visible ASCII without the marks that mean
// something in a header: no quoted local parts, which people do not have.
bool IsEmail(std::string_view text);

}  // namespace hotline
