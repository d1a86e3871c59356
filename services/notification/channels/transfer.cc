#include "services/notification/channels/transfer.h"

#include <new>
#include <stdexcept>

namespace hotline::notification {
namespace {

CURL* NewHandle() {
  static const CURLcode initialized = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL* curl = initialized == CURLE_OK ? curl_easy_init() : nullptr;
  if (curl == nullptr) throw std::bad_alloc();
  return curl;
}

}  // namespace

std::string_view NameOf(TransferError error) {
  switch (error) {
    case TransferError::kNone:
      return "";
    case TransferError::kBadRequest:
      return "BAD_REQUEST";
    case TransferError::kAddressRefused:
      return "ADDRESS_REFUSED";
    case TransferError::kUnresolved:
      return "UNRESOLVED";
    case TransferError::kUnreachable:
      return "UNREACHABLE";
    case TransferError::kTls:
      return "TLS_FAILED";
    case TransferError::kTimeout:
      return "TIMEOUT";
    case TransferError::kProtocol:
      return "PROTOCOL_ERROR";
  }
  return "";
}

Outcome Failed(TransferError error, int status) {
  const bool refused =
      error == TransferError::kBadRequest || error == TransferError::kAddressRefused;
  return {.kind = refused ? Outcome::Kind::kPermanent : Outcome::Kind::kRetry,
          .status = status,
          .reason = std::string(NameOf(error))};
}

Transfer::Transfer(const TransferOptions& options) : curl_(NewHandle()) {
  Set(CURLOPT_NOSIGNAL, 1L);  // Timeouts of name resolution without signals: there are threads.
  Set(CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(absl::ToInt64Milliseconds(options.connect_timeout)));
  Set(CURLOPT_TIMEOUT_MS, static_cast<long>(absl::ToInt64Milliseconds(options.timeout)));
  Set(CURLOPT_PROXY, "");  // Empty also disables the environment's.
  Set(CURLOPT_SSL_VERIFYPEER, 1L);
  Set(CURLOPT_SSL_VERIFYHOST, 2L);
  Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // Instead of the system's file; its directory of the same authorities stays in use.
  if (!options.ca_file.empty()) Set(CURLOPT_CAINFO, options.ca_file.c_str());
}

Transfer::~Transfer() {
  curl_easy_cleanup(curl_);
  curl_slist_free_all(headers_);
}

void Transfer::Check(CURLcode code) {
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) throw std::logic_error(curl_easy_strerror(code));
}

void Transfer::AddHeader(const std::string& line) {
  curl_slist* longer = curl_slist_append(headers_, line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  headers_ = longer;
}

CURLcode Transfer::Run() {
  if (headers_ != nullptr) Set(CURLOPT_HTTPHEADER, headers_);
  return curl_easy_perform(curl_);
}

long Transfer::Status() const {
  long status = 0;
  curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

absl::Duration Transfer::Took() const {
  curl_off_t micros = 0;
  curl_easy_getinfo(curl_, CURLINFO_TOTAL_TIME_T, &micros);
  return absl::Microseconds(micros);
}

TransferError ErrorOf(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return TransferError::kNone;
    case CURLE_URL_MALFORMAT:
      return TransferError::kBadRequest;
    case CURLE_COULDNT_RESOLVE_HOST:
      return TransferError::kUnresolved;
    case CURLE_COULDNT_CONNECT:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
      return TransferError::kUnreachable;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return TransferError::kTls;
    case CURLE_OPERATION_TIMEDOUT:
      return TransferError::kTimeout;
    default:
      return TransferError::kProtocol;
  }
}

}  // namespace hotline::notification
