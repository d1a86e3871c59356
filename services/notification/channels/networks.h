// Which addresses the outside may make us connect to: the public internet, and what the operator
// allows besides.
//
// Whoever registers a webhook chooses an address that our machine connects to. Without this guard
// that reaches what only our machine may reach: the database, the metrics, a cloud's metadata.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hotline::notification {

// Thread-safe.
class Networks {
 public:
  Networks() = default;  // The public internet only.

  // Comma-separated networks allowed besides: "10.2.0.0/16,fd12::/16,127.0.0.1".
  // INVALID_ARGUMENT (BAD_NETWORK).
  static absl::StatusOr<Networks> Parse(const std::string& list);

  // IPv4 inside IPv6 (mapped, NAT64) counts as the IPv4 address. Other families: never.
  bool Allows(const sockaddr* address) const;
  // The same of an address in text; a name is not an address and passes.
  bool AllowsLiteral(const std::string& host) const;

 private:
  using Address = std::array<uint8_t, 16>;  // IPv4 as ::ffff:a.b.c.d.
  struct Network {
    Address address;
    int bits;
    bool Holds(const Address& other) const;
  };
  static bool Read(const std::string& text, Address& address);
  static bool ReadNetwork(const std::string& text, Network& network);
  static const std::vector<Network>& Closed();
  bool Allows(Address address) const;

  std::vector<Network> allowed_;
};

}  // namespace hotline::notification
