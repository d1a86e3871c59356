// Characters instead of bytes, for rules about Chinese text.
#pragma once

#include <string>
#include <string_view>

namespace hotline {

// UTF-8 to code points. Bytes that are no UTF-8 become U+FFFD one by one, so nothing is lost
// silently.
std::u32string DecodeUtf8(std::string_view text);

// Surrogates and values above U+10FFFF become U+FFFD.
std::string EncodeUtf8(std::u32string_view text);

// Full-width forms (U+FF01..U+FF5E, ideographic space) as their ASCII counterparts; the rest as it
// is.
char32_t HalfWidth(char32_t c);

// Any kind of space, no-break and zero-width ones included.
bool IsSpace(char32_t c);

// Hyphen, minus and dashes of any width and length.
bool IsDash(char32_t c);

// A CJK unified ideograph (the main block, extension A and the supplementary planes) or 〇.
bool IsHan(char32_t c);

inline bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool IsLatin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

}  // namespace hotline
