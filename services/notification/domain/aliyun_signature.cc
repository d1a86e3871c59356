#include "services/notification/domain/aliyun_signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <new>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace hotline::notification {
namespace {

// Here and not with the other digests: SHA-1 is good for nothing but this.
std::string HmacSha1(const std::string& key, const std::string& data) {
  constexpr unsigned int kSize = 20;
  std::string digest(kSize, '\0');
  unsigned int length = 0;
  const unsigned char* made = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
                                   reinterpret_cast<const unsigned char*>(data.data()), data.size(),
                                   reinterpret_cast<unsigned char*>(digest.data()), &length);
  if (made == nullptr || length != kSize) throw std::bad_alloc();
  return digest;
}

}  // namespace

std::string PercentEncoded(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded += c;
    } else {
      encoded.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
    }
  }
  return encoded;
}

std::string FormOf(const FormFields& fields) {
  std::string form;
  for (const auto& [name, value] : fields)
    absl::StrAppend(&form, form.empty() ? "" : "&", PercentEncoded(name), "=",
                    PercentEncoded(value));
  return form;
}

std::string AliyunStringToSign(std::string_view method, const FormFields& fields) {
  return absl::StrCat(std::string(method), "&%2F&", PercentEncoded(FormOf(fields)));
}

std::string AliyunSignature(std::string_view method, const FormFields& fields,
                            std::string_view secret) {
  return absl::Base64Escape(
      HmacSha1(std::string(secret) + "&", AliyunStringToSign(method, fields)));
}

}  // namespace hotline::notification
