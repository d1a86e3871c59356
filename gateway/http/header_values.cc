#include "gateway/http/header_values.h"

#include <algorithm>

#include "gateway/http/text.h"

namespace hotline::gateway {
namespace {

bool IsLowerHex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}
bool IsZero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

// `W/"7"` or `"7"` → `7`
std::optional<std::string_view> EntityTag(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() < 2 || !tag.starts_with('"') || !tag.ends_with('"')) return std::nullopt;
  tag = tag.substr(1, tag.size() - 2);
  if (tag.find_first_of("\", ") != std::string_view::npos) return std::nullopt;
  return tag;
}

}  // namespace

std::optional<std::string> ParseIdempotencyKey(std::string_view value) {
  std::string key;
  if (value.starts_with('"')) {
    if (value.size() < 2 || !value.ends_with('"')) return std::nullopt;
    value = value.substr(1, value.size() - 2);
    for (size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '"') return std::nullopt;
      if (value[i] == '\\' && (++i == value.size() || (value[i] != '"' && value[i] != '\\')))
        return std::nullopt;
      key += value[i];
    }
  } else {
    if (value.find_first_of("\",;\\") != std::string_view::npos) return std::nullopt;
    key = value;
  }
  bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!visible || key.empty() || key.size() > 128) return std::nullopt;
  return key;
}

std::optional<std::string> ParseIfMatch(std::string_view value) {
  if (value == "*") return "";
  std::optional<std::string_view> tag = EntityTag(value);
  if (!tag || tag->empty() || tag->size() > 64) return std::nullopt;
  return std::string(*tag);
}

bool NoneMatchHas(std::string_view value, std::string_view etag) {
  for (std::string_view element : Split(value, ',')) {
    element = Trim(element);
    if (element == "*" || EntityTag(element) == etag) return true;
  }
  return false;
}

std::string_view PreferredLanguage(std::string_view accept_language) {
  double zh = 0, en = 0;
  for (std::string_view element : Split(accept_language, ',')) {
    element = Trim(element);
    double weight = 1;
    size_t semicolon = element.find(';');
    if (semicolon != std::string_view::npos) {
      std::string_view parameter = Trim(element.substr(semicolon + 1));
      if (parameter.starts_with("q="))
        weight = ParseNumber<double>(parameter.substr(2)).value_or(0);
      element = Trim(element.substr(0, semicolon));
    }
    if (StartsWithIgnoreCase(element, "zh") || element == "*") zh = std::max(zh, weight);
    if (StartsWithIgnoreCase(element, "en")) en = std::max(en, weight);
  }
  return en > zh ? "en" : "zh";
}

std::optional<std::string> TraceIdOf(std::string_view traceparent) {
  traceparent = Trim(traceparent);
  if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-' ||
      traceparent[52] != '-')
    return std::nullopt;
  std::string_view version = traceparent.substr(0, 2), trace = traceparent.substr(3, 32),
                   span = traceparent.substr(36, 16);
  if (!IsLowerHex(version) || version == "ff" || !IsLowerHex(trace) || IsZero(trace) ||
      !IsLowerHex(span) || IsZero(span) || !IsLowerHex(traceparent.substr(53, 2))) {
    return std::nullopt;
  }
  if (traceparent.size() > 55 && (version == "00" || traceparent[55] != '-')) return std::nullopt;
  return std::string(trace);
}

std::string Attachment(std::string_view file_name) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  static constexpr std::string_view kPlain = "!#$&+-.^_`|~";
  std::string ascii, encoded;
  bool plain = true;
  for (unsigned char c : file_name) {
    bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c < 0x80 && kPlain.find(static_cast<char>(c)) != std::string_view::npos)) {
      encoded += static_cast<char>(c);
      ascii += static_cast<char>(c);
    } else {
      encoded += {'%', kHex[c >> 4], kHex[c & 15]};
      if (c == ' ')
        ascii += ' ';
      else if (c < 0x80 || c >= 0xc0)
        ascii += '_';  // One for each character.
      plain = plain && c == ' ';
    }
  }
  if (ascii.empty()) return "attachment";
  std::string text = "attachment; filename=\"" + ascii + "\"";
  if (!plain) text += "; filename*=UTF-8''" + encoded;
  return text;
}

std::string MediaType(std::string_view content_type) {
  std::string type(Trim(content_type.substr(0, content_type.find(';'))));
  std::transform(type.begin(), type.end(), type.begin(), LowerAscii);
  return type;
}

}  // namespace hotline::gateway
