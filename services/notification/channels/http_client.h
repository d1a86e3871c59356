// HTTP to addresses that others have chosen: webhooks and providers.
//
// Follows no redirect, reads at most 64 KiB of an answer, connects only where `networks` allows (on
// the address that is really connected to, so that no name can lead elsewhere), keeps no
// connection.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/notification/channels/networks.h"
#include "services/notification/channels/transfer.h"

namespace hotline::notification {

struct HttpRequest {
  std::string method = "POST";  // Or GET, without a body.
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct HttpReply {
  TransferError error =
      TransferError::kNone;                   // None: there is a whole answer, whatever its status.
  int status = 0;                             // 0: no status line came.
  std::optional<absl::Duration> retry_after;  // As the answer asked, of either form.
  std::string body;                           // The first 64 KiB.
  bool truncated = false;                     // There was more; it was not read.
  absl::Duration took;
};

// Thread-safe.
class HttpClient {
 public:
  explicit HttpClient(Networks networks, TransferOptions options = {})
      : networks_(std::move(networks)), options_(std::move(options)) {}

  // Blocks for at most the options' timeout.
  HttpReply Send(const HttpRequest& request) const;

  // What can be said of a URL before anything is sent: http or https, a host, no name and password,
  // no closed address in figures. INVALID_ARGUMENT (URL_MALFORMED, URL_ADDRESS_REFUSED).
  absl::Status CheckUrl(const std::string& url) const;

 private:
  Networks networks_;
  TransferOptions options_;
};

}  // namespace hotline::notification
