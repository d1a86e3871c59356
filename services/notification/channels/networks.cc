#include "services/notification/channels/networks.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "platform/base/status.h"

namespace hotline::notification {
namespace {

constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::array<uint8_t, 12> kNat64 = {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

// IANA's special-purpose registries (RFC 6890), of IPv6 what lies inside global unicast.
constexpr const char* kClosed[] = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
    "2001::/23",     "2001:db8::/32",   "2002::/16",      "3fff::/20"};

}  // namespace

bool Networks::Network::Holds(const Address& other) const {
  const auto bytes = static_cast<size_t>(bits / 8);
  if (!std::equal(address.begin(), address.begin() + bytes, other.begin())) return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<uint8_t>(0xff << (8 - bits % 8));
  return (address[bytes] & mask) == (other[bytes] & mask);
}

bool Networks::Read(const std::string& text, Address& address) {
  if (inet_pton(AF_INET6, text.c_str(), address.data()) == 1) return true;
  std::ranges::copy(kMapped, address.begin());
  return inet_pton(AF_INET, text.c_str(), address.data() + kMapped.size()) == 1;
}

bool Networks::ReadNetwork(const std::string& text, Network& network) {
  const size_t slash = text.find('/');
  const std::string host = text.substr(0, slash);
  if (!Read(host, network.address)) return false;
  const int width = host.find(':') == host.npos ? 32 : 128;
  network.bits = width;
  if (slash != text.npos && !absl::SimpleAtoi(text.substr(slash + 1), &network.bits)) return false;
  if (network.bits < 0 || network.bits > width) return false;
  network.bits += 128 - width;
  return true;
}

absl::StatusOr<Networks> Networks::Parse(const std::string& list) {
  Networks networks;
  const std::vector<std::string> texts = absl::StrSplit(list, ',', absl::SkipWhitespace());
  for (std::string text : texts) {
    absl::StripAsciiWhitespace(&text);
    if (!ReadNetwork(text, networks.allowed_.emplace_back()))
      return Invalid("BAD_NETWORK", {{"network", text}});
  }
  return networks;
}

const std::vector<Networks::Network>& Networks::Closed() {
  static const std::vector<Network> closed = [] {
    std::vector<Network> read;
    for (const char* text : kClosed) ReadNetwork(text, read.emplace_back());
    return read;
  }();
  return closed;
}

bool Networks::Allows(Address address) const {
  if (std::equal(kNat64.begin(), kNat64.end(), address.begin()))
    std::ranges::copy(kMapped, address.begin());
  const auto holds = [&](const Network& network) { return network.Holds(address); };
  if (std::ranges::any_of(allowed_, holds)) return true;
  const bool ipv4 = std::equal(kMapped.begin(), kMapped.end(), address.begin());
  const bool global_unicast = (address[0] & 0xe0) == 0x20;  // 2000::/3
  return (ipv4 || global_unicast) && std::ranges::none_of(Closed(), holds);
}

bool Networks::Allows(const sockaddr* address) const {
  Address bytes;
  if (address->sa_family == AF_INET) {
    std::ranges::copy(kMapped, bytes.begin());
    std::memcpy(bytes.data() + kMapped.size(),
                &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, 4);
    return Allows(bytes);
  }
  if (address->sa_family != AF_INET6) return false;
  std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, 16);
  return Allows(bytes);
}

bool Networks::AllowsLiteral(const std::string& host) const {
  Address address;
  return !Read(host, address) || Allows(address);
}

}  // namespace hotline::notification
