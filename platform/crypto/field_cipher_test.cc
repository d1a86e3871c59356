#include "platform/crypto/field_cipher.h"

#include <stdexcept>

#include "absl/strings/escaping.h"
#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"

namespace hotline::crypto {
namespace {

std::string Unhex(std::string_view text) {
  return absl::HexStringToBytes(absl::string_view(text.data(), text.size()));
}

TEST_CASE("The layout and AES-256-GCM are as documented") {
  // Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation".
  KeyRing ring = KeyRing::Random();
  ring.field_keys["k1"] = Unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const std::string sealed =
      Unhex("0102") + "k1" + Unhex("cafebabefacedbaddecaf888") +
      Unhex(
          "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b"
          "1056828838c5f61e6393ba7a0abcc9f662") +
      Unhex("76fc6ece0f4e1768cddf8853bb2d551b");
  const FieldCipher cipher(ring);
  CHECK(Hex(cipher.Open(sealed, Unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")).value()) ==
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e244"
        "9a6b525b16aedf5aa0de657ba637b39");
  CHECK(FieldCipher::KeyIdOf(sealed) == "k1");
}

TEST_CASE("A sealed value opens in its place only") {
  const FieldCipher cipher(KeyRing::Random());
  for (const std::string& plain : {std::string("13800138000"), std::string("张三丰"), std::string(),
                                   std::string(100000, 'x'), std::string("\0\xff", 2)}) {
    const std::string sealed = cipher.Seal(plain, "workorder/requester/1");
    CHECK(cipher.Open(sealed, "workorder/requester/1").value() == plain);
    const auto moved = cipher.Open(sealed, "workorder/requester/2");
    CHECK(moved.status().code() == absl::StatusCode::kDataLoss);
    CHECK(ReasonOf(moved.status()) == "SEALED_VALUE_DAMAGED");
    CHECK(cipher.Seal(plain, "workorder/requester/1") != sealed);  // Another nonce.
  }
  CHECK(cipher.Open(cipher.Seal({}, {}), {}).value().empty());
}

TEST_CASE("No change of a sealed value goes unnoticed") {
  const FieldCipher cipher(KeyRing::Random());
  const std::string sealed = cipher.Seal("110105199001011234", "c");
  for (size_t at = 0; at < sealed.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = sealed;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      CAPTURE(at, bit);
      CHECK_FALSE(cipher.Open(changed, "c").ok());
    }
  }
  for (size_t length = 0; length < sealed.size(); ++length) {
    CHECK(ReasonOf(cipher.Open(sealed.substr(0, length), "c").status()) == "SEALED_VALUE_DAMAGED");
  }
  CHECK_FALSE(cipher.Open(sealed + "x", "c").ok());
}

TEST_CASE("A new active key leaves old values readable, a missing key is named as such") {
  KeyRing ring = KeyRing::Random();
  const FieldCipher before(ring);
  const std::string old_value = before.Seal("old", "c");
  ring.field_keys["k2"] = RandomBytes(32);
  ring.active = "k2";
  const FieldCipher after(ring);
  CHECK(after.active_key_id() == "k2");
  CHECK(after.Open(old_value, "c").value() == "old");
  const std::string new_value = after.Seal("new", "c");
  CHECK(FieldCipher::KeyIdOf(old_value) == "k1");
  CHECK(FieldCipher::KeyIdOf(new_value) == "k2");
  const auto unknown = before.Open(new_value, "c");
  CHECK(unknown.status().code() == absl::StatusCode::kUnavailable);
  CHECK(ReasonOf(unknown.status()) == "UNKNOWN_KEY");
  CHECK(FieldCipher::KeyIdOf("13800138000").empty());
}

TEST_CASE("A blind index depends on value, purpose and key alone") {
  const KeyRing ring = KeyRing::Random();
  const std::string index = FieldCipher(ring).BlindIndex("13800138000", "phone");
  CHECK(index.size() == 32);
  CHECK(FieldCipher(ring).BlindIndex("13800138000", "phone") == index);
  CHECK(FieldCipher(ring).BlindIndex("13800138001", "phone") != index);
  CHECK(FieldCipher(ring).BlindIndex("13800138000", "id") != index);
  CHECK(FieldCipher(ring).BlindIndex("e13800138000", "phon") != index);
  CHECK(FieldCipher(KeyRing::Random()).BlindIndex("13800138000", "phone") != index);
}

TEST_CASE("A ring that cannot work is refused at once") {
  KeyRing ring = KeyRing::Random();
  ring.active = "k9";
  CHECK_THROWS_AS(FieldCipher(ring), std::invalid_argument);
  ring = KeyRing::Random();
  ring.field_keys["k1"] = "short";
  CHECK_THROWS_AS(FieldCipher(ring), std::invalid_argument);
  ring = KeyRing::Random();
  ring.index_key.clear();
  CHECK_THROWS_AS(FieldCipher(ring), std::invalid_argument);
}

}  // namespace
}  // namespace hotline::crypto
