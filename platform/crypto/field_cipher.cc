#include "platform/crypto/field_cipher.h"

#include <openssl/evp.h>

#include <new>
#include <stdexcept>

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"

namespace hotline::crypto {
namespace {

constexpr char kVersion = 1;
constexpr size_t kKeyBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
Context NewContext() { return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free}; }

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text, size_t at = 0) {
  return reinterpret_cast<unsigned char*>(text.data()) + at;
}
int Length(std::string_view text) { return static_cast<int>(text.size()); }

// Fetched once: each EVP_aes_256_gcm() would look the implementation up again.
const EVP_CIPHER* Aes256Gcm() {
  static const EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

// The parts of a sealed value; views into it.
struct Parts {
  std::string_view key_id, nonce, encrypted, tag;
};

bool Split(std::string_view sealed, Parts& parts) {
  if (sealed.size() < 2 || sealed[0] != kVersion) return false;
  const size_t id_length = static_cast<unsigned char>(sealed[1]);
  if (id_length == 0 || sealed.size() < 2 + id_length + kNonceBytes + kTagBytes) return false;
  parts.key_id = sealed.substr(2, id_length);
  parts.nonce = sealed.substr(2 + id_length, kNonceBytes);
  parts.encrypted = sealed.substr(2 + id_length + kNonceBytes);
  parts.tag = parts.encrypted.substr(parts.encrypted.size() - kTagBytes);
  parts.encrypted.remove_suffix(kTagBytes);
  return true;
}

absl::Status Damaged() { return Refuse(absl::StatusCode::kDataLoss, "SEALED_VALUE_DAMAGED"); }

}  // namespace

struct FieldCipher::Impl {
  KeyRing keys;
};

FieldCipher::FieldCipher(const KeyRing& keys) : impl_(std::make_unique<Impl>(Impl{keys})) {
  if (!keys.field_keys.contains(keys.active))
    throw std::invalid_argument("the active field key is not in the ring");
  if (keys.index_key.size() != kKeyBytes)
    throw std::invalid_argument("the index key is not 32 bytes");
  for (const auto& [id, key] : keys.field_keys) {
    if (id.empty() || id.size() > 255 || key.size() != kKeyBytes)
      throw std::invalid_argument("bad field key " + id);
  }
}

FieldCipher::~FieldCipher() = default;

std::string FieldCipher::Seal(std::string_view plain, std::string_view context) const {
  const std::string& id = impl_->keys.active;
  std::string sealed{kVersion, static_cast<char>(id.size())};
  sealed += id;
  const size_t nonce_at = sealed.size();
  sealed += RandomBytes(kNonceBytes);
  const size_t encrypted_at = sealed.size();
  sealed.resize(encrypted_at + plain.size() + kTagBytes);

  const Context cipher = NewContext();
  int length = 0;
  const bool done =
      cipher != nullptr &&
      EVP_EncryptInit_ex2(cipher.get(), Aes256Gcm(), Bytes(impl_->keys.field_keys.at(id)),
                          Bytes(sealed, nonce_at), nullptr) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &length, Bytes(context), Length(context)) == 1 &&
      EVP_EncryptUpdate(cipher.get(), Bytes(sealed, encrypted_at), &length, Bytes(plain),
                        Length(plain)) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), Bytes(sealed, sealed.size() - kTagBytes), &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                          Bytes(sealed, sealed.size() - kTagBytes)) == 1;
  // With a valid key only memory can be short; a value half encrypted must not leave here.
  if (!done) throw std::bad_alloc();
  return sealed;
}

absl::StatusOr<std::string> FieldCipher::Open(std::string_view sealed,
                                              std::string_view context) const {
  Parts parts;
  if (!Split(sealed, parts)) return Damaged();
  const auto key = impl_->keys.field_keys.find(std::string(parts.key_id));
  if (key == impl_->keys.field_keys.end())
    return Refuse(absl::StatusCode::kUnavailable, "UNKNOWN_KEY");  // This process has an old ring.

  std::string plain(parts.encrypted.size(), '\0');
  const Context cipher = NewContext();
  int length = 0;
  unsigned char nothing[1];
  if (cipher == nullptr) throw std::bad_alloc();
  const bool genuine =
      EVP_DecryptInit_ex2(cipher.get(), Aes256Gcm(), Bytes(key->second), Bytes(parts.nonce),
                          nullptr) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &length, Bytes(context), Length(context)) == 1 &&
      EVP_DecryptUpdate(cipher.get(), Bytes(plain), &length, Bytes(parts.encrypted),
                        Length(parts.encrypted)) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes,
                          const_cast<unsigned char*>(Bytes(parts.tag))) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), nothing, &length) == 1;
  if (!genuine) return Damaged();
  return plain;
}

std::string FieldCipher::BlindIndex(std::string_view value, std::string_view purpose) const {
  std::string text(purpose);
  text += '\0';  // No purpose contains one, so no other pair makes the same text.
  text += value;
  return HmacSha256(impl_->keys.index_key, text);
}

std::string FieldCipher::KeyIdOf(std::string_view sealed) {
  Parts parts;
  return Split(sealed, parts) ? std::string(parts.key_id) : "";
}

const std::string& FieldCipher::active_key_id() const { return impl_->keys.active; }

}  // namespace hotline::crypto
