#include "services/identity/domain/credentials.h"

#include "absl/strings/ascii.h"
#include "platform/crypto/crypto.h"

namespace hotline::identity {
namespace {

constexpr std::string_view kSessionPrefix = "hs_";
constexpr std::string_view kKeyPrefix = "hk_";
constexpr size_t kIdDigits = 32;
constexpr size_t kSecretBytes = 32;
constexpr size_t kSecretLength = 43;  // base64url of 32 bytes.

std::string NewSecret() { return crypto::Base64Url(crypto::RandomBytes(kSecretBytes)); }

}  // namespace

std::string NewSessionToken() { return std::string(kSessionPrefix) + NewSecret(); }

std::string HashSessionToken(std::string_view token) { return crypto::Sha256(token); }

std::string NewApiKey(std::string_view id) {
  std::string key(kKeyPrefix);
  for (char c : id) {
    if (c != '-') key += c;
  }
  return key + "_" + NewSecret();
}

bool LooksLikeApiKey(std::string_view credential) { return credential.starts_with(kKeyPrefix); }

std::optional<ApiKeySecret> ParseApiKey(std::string_view key) {
  if (!LooksLikeApiKey(key) || key.size() != kKeyPrefix.size() + kIdDigits + 1 + kSecretLength)
    return std::nullopt;
  const std::string_view digits = key.substr(kKeyPrefix.size(), kIdDigits);
  if (digits.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
  ApiKeySecret secret;
  for (size_t i = 0; i < kIdDigits; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) secret.id += '-';
    secret.id += digits[i];
  }
  secret.hash = crypto::Sha256(key);
  return secret;
}

std::string NormalAccount(std::string_view account) {
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace({account.data(), account.size()}));
}

std::string NewInitialPassword() { return crypto::RandomCode(12); }

}  // namespace hotline::identity
