#include "services/identity/domain/guessable.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace hotline::identity {
namespace {

constexpr size_t kNeeded = 4;  // Unexplained characters that make a password.
constexpr size_t kShortestRun = 3;

constexpr std::string_view kWords[] = {
    // What people call a password, an account, a system
    "password", "passwd", "pass", "pwd", "admin", "administrator", "root", "user", "guest", "test",
    "demo", "login", "welcome", "letmein", "default", "changeme", "change", "secret", "master",
    "manager", "system", "server", "office", "temp", "hello",
    // What they like
    "iloveyou", "love", "dragon", "monkey", "sunshine", "princess", "football", "baseball",
    "superman", "batman", "shadow", "summer", "winter", "spring", "autumn", "flower", "angel",
    "baby", "michael", "jordan", "computer", "internet",
    // The same in Pinyin, and where they work
    "woaini", "wodemima", "mima", "nihao", "zhongguo", "china", "beijing", "shanghai", "guangdong",
    "guangzhou", "shenzhen", "fayuan", "court", "faguan", "judge", "shenpan", "zhixing", "rexian",
    "hotline", "12368", "12345", "5201314", "1314", "520", "888", "666", "168"};

// Neighbours on a keyboard, along its rows and down its columns.
constexpr std::string_view kKeys[] = {
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()", "1qaz", "2wsx",
    "3edc",       "4rfv",       "5tgb",      "6yhn",    "7ujm",       "!qaz", "@wsx"};

char Plain(char c) {
  switch (c) {
    case '@':
      return 'a';
    case '0':
      return 'o';
    case '3':
      return 'e';
    case '$':
    case '5':
      return 's';
    case '!':
      return 'i';
    default:
      return c;
  }
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Characters from the start of `text` that are equal, or go up or down one by one.
size_t RunAt(std::string_view text) {
  if (text.size() < kShortestRun || (text[0] & 0x80) != 0) return 0;
  const int step = text[1] - text[0];
  if (std::abs(step) > 1) return 0;
  size_t length = 2;
  while (length < text.size() && text[length] - text[length - 1] == step) ++length;
  return length >= kShortestRun ? length : 0;
}

size_t KeysAt(std::string_view text) {
  size_t longest = 0;
  for (std::string_view keys : kKeys) {
    const size_t at = keys.find(text[0]);
    if (at == std::string_view::npos) continue;
    size_t length = 0;
    while (length < text.size() && at + length < keys.size() && text[length] == keys[at + length])
      ++length;
    if (length >= kShortestRun) longest = std::max(longest, length);
  }
  return longest;
}

size_t YearAt(std::string_view text) {
  const bool century = text.size() >= 4 && (text.starts_with("19") || text.starts_with("20"));
  return century && isdigit(text[2]) && isdigit(text[3]) ? 4 : 0;
}

size_t WordAt(std::string_view text, std::string_view plain, std::string_view account) {
  size_t longest = account.size() >= 3 && text.starts_with(account) ? account.size() : 0;
  for (std::string_view word : kWords) {
    if (text.starts_with(word) || plain.starts_with(word)) longest = std::max(longest, word.size());
  }
  return longest;
}

}  // namespace

bool IsGuessable(std::string_view password, std::string_view account) {
  const std::string text = Lower(password);
  std::string plain = text;
  std::transform(plain.begin(), plain.end(), plain.begin(), Plain);
  const std::string account_text = Lower(account);
  size_t unexplained = 0;
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    const size_t explained =
        std::max({WordAt(rest, std::string_view(plain).substr(at), account_text), RunAt(rest),
                  KeysAt(rest), YearAt(rest)});
    if (explained == 0) ++unexplained;
    at += std::max<size_t>(1, explained);
  }
  return unexplained < kNeeded;
}

}  // namespace hotline::identity
