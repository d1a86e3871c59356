// Values of header fields that more than one place reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hotline::gateway {

// Idempotency-Key: a structured-field string ("…" quoted) or, as many clients send it, the bare
// value; 1 to 128 visible ASCII characters.
std::optional<std::string> ParseIdempotencyKey(std::string_view value);

// If-Match with one entity tag, `"7"` → `7`; "*" (any revision) → "". Weak tags count as strong
// ones: compressing proxies weaken them.
std::optional<std::string> ParseIfMatch(std::string_view value);

// Whether If-None-Match names `etag` (without quotes).
bool NoneMatchHas(std::string_view value, std::string_view etag);

// "zh" or "en": the better liked of the two, "zh" when it does not matter.
std::string_view PreferredLanguage(std::string_view accept_language);

// The trace id of a well-formed traceparent (W3C Trace Context level 1), nothing otherwise.
std::optional<std::string> TraceIdOf(std::string_view traceparent);

// Content-Disposition of a download: RFC 6266 with the RFC 5987 form for names beyond ASCII.
std::string Attachment(std::string_view file_name);

// "application/json; charset=utf-8" → "application/json", lower case.
std::string MediaType(std::string_view content_type);

}  // namespace hotline::gateway
