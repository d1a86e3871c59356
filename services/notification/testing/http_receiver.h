// An HTTP server on a free port of 127.0.0.1 that answers as the test says, also wrongly.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "catch2/catch.hpp"
#include "services/notification/testing/certificate.h"

namespace hotline::notification::testing {

struct ReceivedRequest {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // Names in lower case.
  std::string body;
};

// One client's connection, on a thread of its own.
class ReceiverConnection {
 public:
  ReceiverConnection(int socket, SSL_CTX* tls) : socket_(socket), tls_(nullptr, SSL_free) {
    if (tls == nullptr) return;
    tls_.reset(SSL_new(tls));
    SSL_set_fd(tls_.get(), socket_);
    open_ = SSL_accept(tls_.get()) == 1;
  }
  ~ReceiverConnection() { close(socket_); }

  bool Write(std::string_view bytes) {
    if (!open_) return false;
    while (!bytes.empty()) {
      const auto sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                             : send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return open_ = false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  // Whether the client goes away within that time.
  bool LeavesWithin(int milliseconds) {
    pollfd waited{.fd = socket_, .events = POLLIN, .revents = 0};
    return poll(&waited, 1, milliseconds) > 0;  // A client that has sent all sends only its end.
  }

  std::optional<ReceivedRequest> Read() {
    std::string head;
    while (head.find("\r\n\r\n") == head.npos)
      if (!ReadMore(head)) return std::nullopt;
    const size_t end = head.find("\r\n\r\n");
    ReceivedRequest request{.body = head.substr(end + 4)};
    std::vector<std::string> lines = absl::StrSplit(head.substr(0, end), "\r\n");
    const std::vector<std::string> first = absl::StrSplit(lines[0], ' ');
    request.method = first[0];
    request.target = first[1];
    for (size_t i = 1; i < lines.size(); ++i) {
      const std::pair<std::string, std::string> header =
          absl::StrSplit(lines[i], absl::MaxSplits(':', 1));
      request.headers[absl::AsciiStrToLower(header.first)] =
          std::string(absl::StripAsciiWhitespace(header.second));
    }
    size_t length = 0;
    if (request.headers.contains("content-length"))
      (void)absl::SimpleAtoi(request.headers["content-length"], &length);
    while (request.body.size() < length)
      if (!ReadMore(request.body)) return std::nullopt;
    return request;
  }

 private:
  bool ReadMore(std::string& bytes) {
    char buffer[4096];
    const auto got = tls_ ? SSL_read(tls_.get(), buffer, sizeof buffer)
                          : recv(socket_, buffer, sizeof buffer, 0);
    if (!open_ || got <= 0) return false;
    bytes.append(buffer, static_cast<size_t>(got));
    return true;
  }

  int socket_;
  std::unique_ptr<SSL, void (*)(SSL*)> tls_;
  bool open_ = true;
};

class HttpReceiver {
 public:
  using Handler = std::function<void(const ReceivedRequest&, ReceiverConnection&)>;

  // Speaks TLS when there is a certificate.
  explicit HttpReceiver(Handler handler, const Certificate* certificate = nullptr)
      : handler_(std::move(handler)), tls_(nullptr, SSL_CTX_free) {
    if (certificate != nullptr) UseTls(*certificate);
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(bind(listener_, generic, size) == 0);
    REQUIRE(listen(listener_, 64) == 0);
    REQUIRE(getsockname(listener_, generic, &size) == 0);
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { Accept(); });
  }
  // Waits for every connection: a handler ends when its client has gone.
  ~HttpReceiver() {
    shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    close(listener_);
    for (std::thread& thread : connections_) thread.join();
  }
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;

  int port() const { return port_; }
  std::string Url(const std::string& path = "/", const std::string& host = "127.0.0.1") const {
    return absl::StrCat(tls_ ? "https" : "http", "://", host, ":", port_, path);
  }
  std::vector<ReceivedRequest> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void UseTls(const Certificate& certificate) {
    tls_.reset(SSL_CTX_new(TLS_server_method()));
    const auto memory = [](const std::string& pem) {
      return std::unique_ptr<BIO, int (*)(BIO*)>(
          BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    };
    const std::unique_ptr<X509, void (*)(X509*)> parsed(
        PEM_read_bio_X509(memory(certificate.certificate).get(), nullptr, nullptr, nullptr),
        X509_free);
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
        PEM_read_bio_PrivateKey(memory(certificate.key).get(), nullptr, nullptr, nullptr),
        EVP_PKEY_free);
    REQUIRE(SSL_CTX_use_certificate(tls_.get(), parsed.get()) == 1);
    REQUIRE(SSL_CTX_use_PrivateKey(tls_.get(), key.get()) == 1);
  }

  void Accept() {
    for (;;) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      connections_.emplace_back([this, client] {
        ReceiverConnection connection(client, tls_.get());
        const std::optional<ReceivedRequest> request = connection.Read();
        if (!request) return;
        {
          const std::lock_guard lock(mutex_);
          requests_.push_back(*request);
        }
        handler_(*request, connection);
      });
    }
  }

  Handler handler_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> tls_;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<ReceivedRequest> requests_;
  std::vector<std::thread> connections_;  // Only the accepting thread, and after it the destructor.
  std::thread accepting_;
};

// Answers everything with this; `head` may hold more header lines, each with its end.
inline HttpReceiver::Handler Answering(int status, const std::string& body = "",
                                       const std::string& head = "") {
  return [=](const ReceivedRequest&, ReceiverConnection& client) {
    client.Write(absl::StrCat("HTTP/1.1 ", status, " Told\r\nContent-Length: ", body.size(), "\r\n",
                              head, "\r\n", body));
  };
}

}  // namespace hotline::notification::testing
