#include "platform/crypto/crypto.h"

#include <array>
#include <regex>

#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::crypto {
namespace {

TEST_CASE("Digests are those of FIPS 180-4 and RFC 4231") {
  CHECK(Hex(Sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Hex(Sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Hex(HmacSha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(Hex(HmacSha256(std::string(131, '\xaa'),
                       "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(Hex(HmacSha256({}, {})) ==
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("Comparison in constant time compares") {
  CHECK(EqualConstantTime("", ""));
  CHECK(EqualConstantTime("secret", "secret"));
  CHECK_FALSE(EqualConstantTime("secret", "Secret"));
  CHECK_FALSE(EqualConstantTime("secret", "secret "));
}

TEST_CASE("Base64url is that of RFC 4648, and strict") {
  const std::pair<std::string, std::string> pairs[] = {
      {"", ""},        {"f", "Zg"},        {"fo", "Zm8"},
      {"foo", "Zm9v"}, {"foob", "Zm9vYg"}, {"\xfb\xff\xfe", "-__-"},
  };
  for (const auto& [bytes, text] : pairs) {
    CHECK(Base64Url(bytes) == text);
    CHECK(FromBase64Url(text).value() == bytes);
  }
  const std::string all = [] {
    std::string s;
    for (int i = 0; i < 256; ++i) s += static_cast<char>(i);
    return s;
  }();
  CHECK(FromBase64Url(Base64Url(all)).value() == all);
  for (std::string_view bad : {"Zg==", "Zm9v\n", " Zm9v", "Zm+v", "Zm/v", "Z", "Zh", "Zm9"}) {
    CAPTURE(bad);
    CHECK(ReasonOf(FromBase64Url(bad).status()) == "BAD_BASE64");
  }
  CHECK(Hex(std::string("\x00\x0f\xff", 3)) == "000fff");
}

TEST_CASE("Each letter of a code is equally likely and none looks like another") {
  constexpr size_t kEach = 10000;
  const std::string code = RandomCode(31 * kEach);
  std::array<double, 256> count{};
  for (unsigned char c : code) ++count[c];
  double letters = 0;
  double chi_square = 0;
  for (int c = 0; c < 256; ++c) {
    if (count[c] == 0) continue;
    ++letters;
    CHECK(std::string("23456789ABCDEFGHJKMNPQRSTUVWXYZ").find(static_cast<char>(c)) !=
          std::string::npos);
    chi_square += (count[c] - kEach) * (count[c] - kEach) / kEach;
  }
  CHECK(letters == 31);
  // With 30 degrees of freedom, once in 10^11 runs by chance; a byte modulo 31 gives about 800.
  CHECK(chi_square < 120);
  CHECK(RandomCode(0).empty());
  CHECK(RandomCode(12) != RandomCode(12));
}

TEST_CASE("Identifiers are version 7 and sort by time") {
  // The example of RFC 9562, appendix A.6.
  const absl::Time time = absl::FromUnixMillis(0x017F22E279B0);
  const std::string id = NewUuid(time);
  CHECK(id.substr(0, 13) == "017f22e2-79b0");
  CHECK(std::regex_match(
      id, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
  CHECK(NewUuid(time) != id);
  CHECK(NewUuid(time + absl::Milliseconds(1)) > id);
  CHECK(NewUuid(time - absl::Milliseconds(1)) < id);
  CHECK(NewUuid(absl::InfinitePast()).substr(0, 13) == "00000000-0000");
}

TEST_CASE("A hashed identifier is of version 8, and the same for the same text") {
  // The first 16 bytes of SHA-256("abc"), FIPS 180-4: ba7816bf 8f01cfea 414140de 5dae2223.
  CHECK(HashUuid("abc") == "ba7816bf-8f01-8fea-8141-40de5dae2223");
  CHECK(HashUuid("abd") != HashUuid("abc"));
}

}  // namespace
}  // namespace hotline::crypto
