// One transfer by libcurl with what all of ours have in common: bounded in time, the certificate
// always verified, never by a proxy, nothing read from the environment or from files of a user.
#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/notification/domain/channel.h"

namespace hotline::notification {

struct TransferOptions {
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration timeout = absl::Seconds(15);  // Of the whole, from name to last byte.
  std::string ca_file;                         // Authorities (PEM) besides the system's.
};

enum class TransferError {
  kNone,
  kBadRequest,      // Ours: a URL, header or address that is none. Nothing was sent.
  kAddressRefused,  // No address that may be connected to.
  kUnresolved,      // The name has no address.
  kUnreachable,     // Nobody listens, or the connection was lost.
  kTls,             // The certificate is not trusted, or there is no TLS.
  kTimeout,
  kProtocol,  // The other side speaks something else.
};
std::string_view NameOf(TransferError error);  // "ADDRESS_REFUSED"
// What it means for a letter: what is refused here is never tried again, all else is.
Outcome Failed(TransferError error, int status = 0);

// A libcurl handle for one transfer on one thread. The process ignores SIGPIPE.
class Transfer {
 public:
  explicit Transfer(const TransferOptions& options);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  template <class Value>
  void Set(CURLoption option, Value value) {
    Check(curl_easy_setopt(curl_, option, value));
  }
  void AddHeader(const std::string& line);  // No line breaks: the caller has checked.

  CURLcode Run();
  long Status() const;  // The last status of HTTP or SMTP; 0: none came.
  absl::Duration Took() const;
  CURL* handle() { return curl_; }

 private:
  static void Check(CURLcode code);  // Throws std::logic_error: an option that does not exist.

  CURL* curl_;
  curl_slist* headers_ = nullptr;
};

TransferError ErrorOf(CURLcode code);

}  // namespace hotline::notification
