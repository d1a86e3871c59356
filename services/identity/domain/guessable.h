// Whether a password is made of what everybody tries first. Instead of a list of leaked passwords,
// the parts that they are made of: common words, the account, runs of letters, digits and keys,
// years. What those leave over must not be next to nothing.
#pragma once

#include <string_view>

namespace hotline::identity {

// True when fewer than four characters of `password` remain unexplained. Case and the usual
// substitutions
// (@ for a, 0 for o) make no difference.
bool IsGuessable(std::string_view password, std::string_view account);

}  // namespace hotline::identity
