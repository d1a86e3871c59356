// HTTP messages as plain values, so that only http/connection.cc needs to know of Boost.Beast.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::gateway::http {

// Header fields in order; names compare without case.
class Headers {
 public:
  void Add(std::string_view name, std::string_view value) { fields_.emplace_back(name, value); }
  void Set(std::string_view name, std::string_view value);  // Replaces all of that name.
  std::string_view Get(std::string_view name) const;        // The first; empty when there is none.
  size_t Count(std::string_view name) const;
  bool Has(std::string_view name) const { return Count(name) > 0; }
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct RequestHead {
  std::string method;  // "GET"; HEAD stays HEAD.
  std::string path;    // Before "?", still percent-encoded, printable ASCII, begins with "/".
  std::string query;   // After "?", still percent-encoded.
  Headers headers;
  std::string client_ip;       // Of the peer, or as the trusted proxy told it.
  bool from_loopback = false;  // The peer is this machine and no proxy stands between.
  bool secure = false;
  bool has_body = false;
};

struct Response {
  int status = 200;
  Headers headers;  // Without Content-Length, Connection and Date, which the server sets.
  std::string body;
};

std::string_view StatusPhrase(int status);  // "Not Found"

}  // namespace hotline::gateway::http
