#include "services/notification/domain/mail.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "platform/base/email.h"
#include "platform/base/status.h"

namespace hotline::notification {
namespace {

// A line with encoded words has at most 76 characters (RFC 2047): 39 bytes become 64, after
// "Subject: ".
constexpr size_t kBytesInWord = 39;
constexpr size_t kBytesInLine = 57;  // Which become 76 characters (RFC 2045).

// The first bytes, at most `size` of them, that end with a whole character.
std::string_view WholeCharacters(std::string_view text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return text.substr(0, size);
}

std::string Base64(std::string_view bytes) {
  return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
}

std::string EncodedWords(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    const std::string_view piece = WholeCharacters(text, kBytesInWord);
    absl::StrAppend(&words, words.empty() ? "" : "\r\n ", "=?UTF-8?B?", Base64(piece), "?=");
    text.remove_prefix(piece.size());
  }
  return words;
}

std::string EncodedText(const std::string& text) {
  const std::string lines = absl::StrReplaceAll(text, {{"\r\n", "\r\n"}, {"\n", "\r\n"}});
  std::string encoded;
  for (size_t at = 0; at < lines.size(); at += kBytesInLine)
    absl::StrAppend(&encoded, Base64(std::string_view(lines).substr(at, kBytesInLine)), "\r\n");
  return encoded;
}

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }

}  // namespace

absl::StatusOr<std::string> MailMessage(const Letter& letter, std::string_view from,
                                        std::string_view to, absl::Time now) {
  if (!IsEmail(from) || !IsEmail(to)) return Invalid("BAD_ADDRESS");
  if (letter.title.empty() || std::ranges::any_of(letter.title, IsControl))
    return Invalid("BAD_SUBJECT");
  const std::string domain(from.substr(from.find('@') + 1));
  return absl::StrCat(
      "Date: ", absl::FormatTime("%a, %d %b %Y %H:%M:%S %z", now, absl::FixedTimeZone(8 * 3600)),
      "\r\nFrom: <", std::string(from), ">\r\nTo: <", std::string(to), ">\r\nMessage-ID: <",
      letter.id, "@", domain, ">\r\nSubject: ", EncodedWords(letter.title),
      "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
      EncodedText(letter.body));
}

}  // namespace hotline::notification
