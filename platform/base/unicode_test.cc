#include "platform/base/unicode.h"

#include "catch2/catch.hpp"

namespace hotline {
namespace {

TEST_CASE("text survives the way to code points and back") {
  for (const char* text : {"", "abc", "欧阳娜娜", "买买提·吾守尔", "𠮷野家", "é"}) {
    CHECK(EncodeUtf8(DecodeUtf8(text)) == text);
  }
  CHECK(DecodeUtf8("𠮷a") == U"𠮷a");
}

TEST_CASE("what is no UTF-8 is replaced byte by byte") {
  CHECK(DecodeUtf8("a\xFFz") == U"a\uFFFDz");
  CHECK(DecodeUtf8("\xC0\xAF") == U"\uFFFD\uFFFD");        // Overlong.
  CHECK(DecodeUtf8("\xED\xA0\x80").find(U'\uFFFD') == 0);  // Surrogate.
  CHECK(DecodeUtf8("\xE5\xAD") == U"\uFFFD\uFFFD");        // Cut off.
  CHECK(EncodeUtf8(std::u32string(1, char32_t{0x110000})) == "\uFFFD");
}

TEST_CASE("width, spaces and dashes") {
  CHECK(HalfWidth(U'８') == U'8');
  CHECK(HalfWidth(U'（') == U'(');
  CHECK(HalfWidth(U'中') == U'中');
  CHECK(IsSpace(0x3000));
  CHECK(IsSpace(0x200B));
  CHECK(IsDash(U'—'));
  CHECK(IsDash(U'－'));
  CHECK(IsHan(U'㐀'));
  CHECK_FALSE(IsHan(U'·'));
}

}  // namespace
}  // namespace hotline
