// HTTP/1.1 over TCP or TLS: keep-alive, pipelining (answers in order), limits and timeouts for
// every phase.
//
// A handler is told of a request when its header has been read, decides then whether and how much
// body it wants, and answers whenever it can, from any thread; no thread of the server waits for
// it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/http/message.h"

namespace hotline::gateway::http {

// One request and its answer. Thread-safe. Dropping it unanswered answers 500.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual const RequestHead& head() const = 0;

  // At most once, before the answer. `done` runs on a thread of the server with the whole body, or
  // with BODY_TOO_LARGE, REQUEST_TIMEOUT or BODY_INCOMPLETE, each to be answered. A body that is
  // not read is thrown away, and the connection ends after the answer.
  virtual void ReadBody(size_t limit, std::function<void(absl::StatusOr<std::string>)> done) = 0;

  virtual void Respond(Response response) = 0;

  // Instead of Respond: an answer in pieces, whose end is not known (`head.body` is its first
  // piece). While nothing is written for `keep_alive_every`, `keep_alive` is sent. `on_gone` runs
  // once when the client has gone, is too slow (more than 1 MiB waits) or the server stops; never
  // after End().
  struct KeepAlive {
    std::string data;
    absl::Duration every;
  };
  virtual void StartStream(Response head, KeepAlive keep_alive, std::function<void()> on_gone) = 0;
  virtual void Write(std::string data) = 0;
  virtual void End() = 0;
};

class Handler {
 public:
  virtual ~Handler() = default;
  virtual void OnRequest(std::shared_ptr<Exchange> exchange) = 0;  // Must not block.
  // The answer to what cannot be read as a request; the connection ends after it.
  virtual Response OnMalformed(const absl::Status& why) = 0;
};

struct ServerOptions {
  std::string address = "127.0.0.1:12368";  // "host:port", "[::]:port"; port 0: any.
  int threads = 2;
  int max_connections = 2048;
  size_t max_header_bytes = 16 * 1024;
  size_t max_target_bytes = 8 * 1024;
  absl::Duration header_timeout =
      absl::Seconds(10);  // From the first byte of a request to its empty line.
  absl::Duration body_idle_timeout = absl::Seconds(15);  // Between two pieces of a body.
  absl::Duration write_timeout = absl::Seconds(30);
  absl::Duration keep_alive_timeout = absl::Seconds(60);
  size_t slowest_body_bytes_per_second = 16 * 1024;  // Below it on the whole: REQUEST_TIMEOUT.
  std::string tls_certificate_file;                  // PEM chain; with it TLS 1.2 and later only.
  std::string tls_key_file;
  // Addresses of proxies whose last X-Forwarded-For entry is believed; from anyone else it is
  // nothing.
  std::vector<std::string> trusted_proxies;
};

class Server {
 public:
  // `handler` outlives the server.
  Server(ServerOptions options, Handler* handler);
  ~Server();  // Shuts down with no grace.

  absl::Status Start();  // UNAVAILABLE when the address is taken, INVALID_ARGUMENT for a bad
                         // address or certificate.
  int port() const;
  // Accepts no more, ends idle connections and streams, lets requests finish within `grace`.
  // Idempotent.
  void Shutdown(absl::Duration grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::gateway::http
