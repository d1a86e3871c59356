// The signature of Aliyun's RPC interfaces, version 1.0 (HMAC-SHA1).
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace hotline::notification {

using FormFields = std::map<std::string, std::string>;

// RFC 3986: everything but A-Z a-z 0-9 - _ . ~ as %XX.
std::string PercentEncoded(std::string_view text);
// "a=1&b=%E4%B8%AD" in order of name: the body of a POST, and what is signed.
std::string FormOf(const FormFields& fields);

std::string AliyunStringToSign(std::string_view method, const FormFields& fields);
// Base64, 28 characters.
std::string AliyunSignature(std::string_view method, const FormFields& fields,
                            std::string_view secret);

}  // namespace hotline::notification
