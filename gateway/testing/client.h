// A raw HTTP client for tests: what is sent is written out byte by byte, because most tests send
// what no library would.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <stdexcept>
#include <string>

#include "gateway/http/text.h"
#include "nlohmann/json.hpp"

namespace hotline::gateway::testing {

struct Reply {
  int status = 0;                              // 0: the connection ended without an answer.
  std::map<std::string, std::string> headers;  // Names in lower case.
  std::string body;
  nlohmann::json Json() const { return nlohmann::json::parse(body); }
  std::string Reason() const { return Json().value("reason", ""); }
};

class Client {
 public:
  explicit Client(int port) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("connect");
  }
  ~Client() { Close(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void Close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  // Like a client that sends no more but waits.
  void HalfClose() { ::shutdown(fd_, SHUT_WR); }

  // False when the server has closed meanwhile.
  bool Send(std::string_view text) {
    while (!text.empty()) {
      ssize_t sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  Reply Read(bool head_request = false) {
    Reply reply;
    size_t end;
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
      if (!More()) return reply;
    }
    std::string head = pending_.substr(0, end);
    pending_.erase(0, end + 4);
    std::vector<std::string_view> lines = Split(head, '\n');
    reply.status = std::stoi(std::string(lines[0].substr(9, 3)));
    for (size_t i = 1; i < lines.size(); ++i) {
      std::string_view line = lines[i].substr(0, lines[i].find('\r'));
      size_t colon = line.find(':');
      std::string name(line.substr(0, colon));
      for (char& c : name) c = LowerAscii(c);
      reply.headers[name] = Trim(line.substr(colon + 1));
    }
    if (head_request || reply.status == 304 || reply.status == 204 || reply.status == 100)
      return reply;
    if (reply.headers.contains("content-length")) {
      size_t size = std::stoul(reply.headers["content-length"]);
      while (pending_.size() < size && More()) {
      }
      reply.body = pending_.substr(0, size);
      pending_.erase(0, size);
    } else if (!reply.headers.contains("transfer-encoding")) {
      while (More()) {
      }
      reply.body = std::move(pending_);
    }
    return reply;  // Of a chunked answer only the head: ReadLine reads on.
  }

  // One line of a stream, without its end; "(end)" when there are no more.
  std::string ReadLine() {
    size_t end;
    while ((end = pending_.find('\n')) == std::string::npos) {
      if (!More()) return "(end)";
    }
    std::string line = pending_.substr(0, end);
    pending_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }

  // Waits (10 s at most) until the server closes; false when it does not.
  bool AwaitEnd() {
    while (More()) {
    }
    return ended_;
  }

 private:
  bool More() {
    pollfd poller{.fd = fd_, .events = POLLIN, .revents = 0};
    if (::poll(&poller, 1, 10'000) <= 0) return false;
    char buffer[65536];
    ssize_t size = ::recv(fd_, buffer, sizeof buffer, 0);
    if (size <= 0) {
      ended_ = true;
      return false;
    }
    pending_.append(buffer, static_cast<size_t>(size));
    return true;
  }

  int fd_ = -1;
  std::string pending_;
  bool ended_ = false;
};

}  // namespace hotline::gateway::testing
