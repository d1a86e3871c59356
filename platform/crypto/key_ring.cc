// The key file as JSON, and what makes a ring complete.
#include <sodium.h>

#include <algorithm>

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/field_cipher.h"
#include "platform/crypto/key_file.h"

namespace hotline::crypto {
namespace {

using nlohmann::json;

constexpr size_t kKeyBytes = 32;
constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL;

std::string Encode(const std::string& key) {
  std::string text(sodium_base64_encoded_len(key.size(), kBase64), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(key.data()),
                    key.size(), kBase64);
  text.pop_back();
  return text;
}

// Messages name the member only: what stands in it may be half of a key.
absl::Status Bad(const std::string& what) {
  return Precondition("KEY_FILE_INVALID", {{"what", what}});
}

absl::StatusOr<std::string> Key(const json& object, const std::string& member) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return Bad(member + " is missing");
  const auto& text = found->get_ref<const std::string&>();
  std::string key(kKeyBytes, '\0');
  size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(key.data()), key.size(), text.data(),
                        text.size(), nullptr, &length, nullptr, kBase64) != 0 ||
      length != kKeyBytes) {
    return Bad(member + " is not 32 bytes in base64");
  }
  return key;
}

bool IsKeyId(const std::string& id) {
  return !id.empty() && id.size() <= 32 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

absl::StatusOr<KeyRing> Parse(const std::string& text) {
  const json file = json::parse(text, nullptr, false);
  if (!file.is_object()) return Bad("not a JSON object");
  const auto active = file.find("active");
  const auto keys = file.find("keys");
  if (active == file.end() || !active->is_string()) return Bad("active is missing");
  if (keys == file.end() || !keys->is_object()) return Bad("keys is missing");
  KeyRing ring;
  ring.active = active->get<std::string>();
  for (const auto& [id, key] : keys->items()) {
    if (!IsKeyId(id)) return Bad("a key id is not 1 to 32 of a-z 0-9 _ -");
    HOTLINE_ASSIGN_OR_RETURN(ring.field_keys[id], Key(key, "field"));
  }
  if (!ring.field_keys.contains(ring.active)) return Bad("active names no key");
  HOTLINE_ASSIGN_OR_RETURN(ring.index_key, Key(file, "index"));
  HOTLINE_ASSIGN_OR_RETURN(ring.caller_key, Key(file, "caller"));
  HOTLINE_ASSIGN_OR_RETURN(ring.token_key, Key(file, "token"));
  return ring;
}

std::string Format(const KeyRing& ring) {
  nlohmann::ordered_json keys;
  for (const auto& [id, key] : ring.field_keys) keys[id] = {{"field", Encode(key)}};
  const nlohmann::ordered_json file = {{"active", ring.active},
                                       {"keys", keys},
                                       {"index", Encode(ring.index_key)},
                                       {"caller", Encode(ring.caller_key)},
                                       {"token", Encode(ring.token_key)}};
  return file.dump(2) + "\n";
}

std::string NextId(const KeyRing& ring) {
  size_t number = ring.field_keys.size() + 1;
  while (ring.field_keys.contains("k" + std::to_string(number))) ++number;
  return "k" + std::to_string(number);
}

}  // namespace

KeyRing KeyRing::Random() {
  return {"k1",
          {{"k1", RandomBytes(kKeyBytes)}},
          RandomBytes(kKeyBytes),
          RandomBytes(kKeyBytes),
          RandomBytes(kKeyBytes)};
}

absl::StatusOr<KeyRing> KeyRing::Load(const std::string& path) {
  HOTLINE_ASSIGN_OR_RETURN(const std::string text, ReadKeyFile(path));
  return Parse(text);
}

absl::Status KeyRing::Create(const std::string& path) {
  return CreateKeyFile(path, Format(Random()));
}

absl::StatusOr<std::string> KeyRing::Rotate(const std::string& path) {
  HOTLINE_ASSIGN_OR_RETURN(const KeyFileLock lock, KeyFileLock::Take(path));
  HOTLINE_ASSIGN_OR_RETURN(KeyRing ring, Load(path));
  ring.active = NextId(ring);
  ring.field_keys[ring.active] = RandomBytes(kKeyBytes);
  HOTLINE_RETURN_IF_ERROR(ReplaceKeyFile(path, Format(ring)));
  return ring.active;
}

}  // namespace hotline::crypto
