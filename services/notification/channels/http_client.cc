#include "services/notification/channels/http_client.h"

#include <unistd.h>

#include <algorithm>
#include <memory>

#include "platform/base/status.h"

namespace hotline::notification {
namespace {

constexpr size_t kMaxRead = 64 << 10;  // Of the body, and of all header lines.

// What one transfer reads, as libcurl calls back on the same thread.
struct Reading {
  const Networks& networks;
  HttpReply reply;
  size_t header_bytes = 0;
  bool refused = false;
};

curl_socket_t Open(void* reading, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& self = *static_cast<Reading*>(reading);
  if (!self.networks.Allows(&address->addr)) {
    self.refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

size_t ReadBody(const char* data, size_t /*one*/, size_t size, void* reading) {
  auto& self = *static_cast<Reading*>(reading);
  const size_t room = kMaxRead - self.reply.body.size();
  self.reply.body.append(data, std::min(size, room));
  self.reply.truncated = size > room;
  return self.reply.truncated ? 0 : size;  // Other than `size` ends the transfer.
}

size_t ReadHeader(const char* /*data*/, size_t /*one*/, size_t size, void* reading) {
  auto& self = *static_cast<Reading*>(reading);
  self.header_bytes += size;
  return self.header_bytes > kMaxRead ? 0 : size;
}

bool HasLineBreak(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

std::optional<absl::Duration> RetryAfter(Transfer& transfer) {
  curl_off_t seconds = 0;
  curl_easy_getinfo(transfer.handle(), CURLINFO_RETRY_AFTER, &seconds);
  if (seconds <= 0) return std::nullopt;
  return absl::Seconds(seconds);
}

}  // namespace

absl::Status HttpClient::CheckUrl(const std::string& url) const {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), curl_url_cleanup);
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    curl_url_get(parsed.get(), which, &text, 0);
    std::string copy = text == nullptr ? "" : text;
    curl_free(text);
    return copy;
  };
  if (url.find('\0') != url.npos ||
      curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    return Invalid("URL_MALFORMED");
  const std::string scheme = part(CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return Invalid("URL_MALFORMED");
  // libcurl writes 127.1 and 0x7f000001 as 127.0.0.1.
  std::string host = part(CURLUPART_HOST);
  if (host.empty()) return Invalid("URL_MALFORMED");
  if (host.front() == '[') host = host.substr(1, host.size() - 2);
  if (!networks_.AllowsLiteral(host)) return Invalid("URL_ADDRESS_REFUSED");
  return absl::OkStatus();
}

HttpReply HttpClient::Send(const HttpRequest& request) const {
  Reading reading{.networks = networks_};
  if (absl::Status checked = CheckUrl(request.url); !checked.ok()) {
    reading.reply.error = ReasonOf(checked) == "URL_ADDRESS_REFUSED"
                              ? TransferError::kAddressRefused
                              : TransferError::kBadRequest;
    return reading.reply;
  }
  Transfer transfer(options_);
  for (const auto& [name, value] : request.headers) {
    if (HasLineBreak(name) || HasLineBreak(value)) {
      reading.reply.error = TransferError::kBadRequest;
      return reading.reply;
    }
    transfer.AddHeader(name + ": " + value);
  }
  transfer.Set(CURLOPT_URL, request.url.c_str());
  transfer.Set(CURLOPT_PROTOCOLS_STR, "http,https");
  transfer.Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  transfer.Set(CURLOPT_FOLLOWLOCATION, 0L);
  transfer.Set(CURLOPT_OPENSOCKETFUNCTION, Open);
  transfer.Set(CURLOPT_OPENSOCKETDATA, &reading);
  transfer.Set(CURLOPT_WRITEFUNCTION, ReadBody);
  transfer.Set(CURLOPT_WRITEDATA, &reading);
  transfer.Set(CURLOPT_HEADERFUNCTION, ReadHeader);
  transfer.Set(CURLOPT_HEADERDATA, &reading);
  if (request.method == "POST") {
    transfer.Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    transfer.Set(CURLOPT_POSTFIELDS, request.body.data());
    transfer.AddHeader("Expect:");  // Never wait for "100 Continue".
  }
  const CURLcode code = transfer.Run();
  HttpReply& reply = reading.reply;
  reply.status = static_cast<int>(transfer.Status());
  reply.took = transfer.Took();
  reply.retry_after = RetryAfter(transfer);
  if (!reply.truncated) reply.error = ErrorOf(code);
  if (reading.refused && reply.error == TransferError::kUnreachable && reply.status == 0)
    reply.error = TransferError::kAddressRefused;
  return reply;
}

}  // namespace hotline::notification
