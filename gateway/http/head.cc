#include "gateway/http/head.h"

#include <algorithm>

#include "gateway/http/text.h"
#include "platform/base/status.h"

namespace hotline::gateway::http {
namespace {

absl::Status Malformed() { return Invalid("MALFORMED_REQUEST"); }

bool IsLoopback(std::string_view ip) {
  return ip == "::1" || ip.starts_with("127.") || ip.starts_with("::ffff:127.");
}

bool IsTrusted(std::string_view ip, const HeadLimits& limits) {
  return limits.trusted_proxies != nullptr &&
         std::find(limits.trusted_proxies->begin(), limits.trusted_proxies->end(), ip) !=
             limits.trusted_proxies->end();
}

// The nearest address that is not one of our proxies.
std::string ClientIp(const RawHead& raw, const HeadLimits& limits) {
  std::string ip = raw.peer_ip;
  if (!IsTrusted(ip, limits)) return ip;
  std::vector<std::string_view> hops;
  for (const auto& [name, value] : raw.headers.fields()) {
    if (!EqualsIgnoreCase(name, "X-Forwarded-For")) continue;
    for (std::string_view hop : Split(value, ',')) hops.push_back(Trim(hop));
  }
  for (auto hop = hops.rbegin(); hop != hops.rend() && IsTrusted(ip, limits); ++hop) {
    if (hop->empty() || hop->size() > 45 ||
        hop->find_first_not_of("0123456789abcdefABCDEF.:") != std::string_view::npos) {
      break;
    }
    ip = *hop;
  }
  return ip;
}

absl::Status CheckFraming(const RawHead& raw, bool* has_body) {
  size_t lengths = raw.headers.Count("Content-Length");
  size_t encodings = raw.headers.Count("Transfer-Encoding");
  if (lengths > 1 || encodings > 1 || (lengths > 0 && encodings > 0)) return Malformed();
  if (encodings > 0) {
    if (raw.version < 11) return Malformed();
    if (!EqualsIgnoreCase(raw.headers.Get("Transfer-Encoding"), "chunked")) {
      return Invalid("TRANSFER_ENCODING_UNSUPPORTED");
    }
    *has_body = true;
  }
  if (lengths > 0) {
    std::string_view text = raw.headers.Get("Content-Length");
    std::optional<uint64_t> length = ParseNumber<uint64_t>(text);
    if (!length) return Malformed();
    *has_body = *length > 0;
  }
  return absl::OkStatus();
}

}  // namespace

bool ListHas(std::string_view list, std::string_view token) {
  for (std::string_view element : Split(list, ',')) {
    std::string_view name = element.substr(0, element.find(';'));
    if (EqualsIgnoreCase(Trim(name), token)) return true;
  }
  return false;
}

absl::StatusOr<RequestHead> CheckHead(RawHead raw, const HeadLimits& limits) {
  RequestHead head;
  HOTLINE_RETURN_IF_ERROR(CheckFraming(raw, &head.has_body));
  size_t hosts = raw.headers.Count("Host");
  if (hosts > 1 || (raw.version >= 11 && hosts == 0)) return Malformed();
  if (raw.target.size() > limits.max_target_bytes) return Invalid("URI_TOO_LONG");

  std::string_view target = raw.target;
  if (StartsWithIgnoreCase(target, "http://") || StartsWithIgnoreCase(target, "https://")) {
    target.remove_prefix(target.find("//") + 2);
    size_t slash = target.find_first_of("/?");
    if (slash == std::string_view::npos || target[slash] != '/') return Malformed();
    target.remove_prefix(slash);
  }
  if (target == "*" && raw.method == "OPTIONS") target = "/";
  if (!target.starts_with('/')) return Malformed();
  for (char c : target) {
    if (c <= ' ' || c >= 0x7f || c == '#') return Malformed();
  }
  size_t question = target.find('?');
  head.path = target.substr(0, question);
  if (question != std::string_view::npos) head.query = target.substr(question + 1);

  head.client_ip = ClientIp(raw, limits);
  head.from_loopback = IsLoopback(raw.peer_ip) && !raw.headers.Has("X-Forwarded-For") &&
                       !raw.headers.Has("Forwarded");
  head.method = std::move(raw.method);
  head.headers = std::move(raw.headers);
  return head;
}

}  // namespace hotline::gateway::http
