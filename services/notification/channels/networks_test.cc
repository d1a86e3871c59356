#include "services/notification/channels/networks.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::notification {
namespace {

TEST_CASE("only the public internet is open") {
  const Networks networks;
  for (const char* open :
       {"1.1.1.1", "223.5.5.5", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0",
        "2400:3200::1", "::ffff:223.5.5.5", "64:ff9b::df05:505"}) {
    CAPTURE(open);
    CHECK(networks.AllowsLiteral(open));
  }
  for (const char* closed : {"0.0.0.0",
                             "10.1.2.3",
                             "100.64.0.1",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.255.255",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.0.1",
                             "198.19.0.1",
                             "224.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::127.0.0.1",
                             "fe80::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "ff02::1",
                             "2001:db8::1",
                             "2001::1",
                             "2002:7f00:1::",
                             "::ffff:127.0.0.1",
                             "::ffff:a00:1",
                             "64:ff9b::7f00:1",
                             "64:ff9b:1::1"}) {
    CAPTURE(closed);
    CHECK_FALSE(networks.AllowsLiteral(closed));
  }
}

TEST_CASE("an operator opens networks of the intranet") {
  const auto networks = Networks::Parse("10.2.0.0/15, fd12::/16,127.0.0.1");
  REQUIRE(networks.ok());
  for (const char* open :
       {"10.2.0.1", "10.3.255.255", "::ffff:10.2.0.1", "fd12:1::1", "127.0.0.1", "223.5.5.5"}) {
    CAPTURE(open);
    CHECK(networks->AllowsLiteral(open));
  }
  for (const char* closed : {"10.1.255.255", "10.4.0.0", "fd13::1", "127.0.0.2", "192.168.0.1"}) {
    CAPTURE(closed);
    CHECK_FALSE(networks->AllowsLiteral(closed));
  }
}

TEST_CASE("a list that is none is refused") {
  CHECK(Networks::Parse("").ok());
  for (const char* bad : {"10.0.0.0/33", "10.0.0/8", "fd00::/129", "intranet", "10.0.0.0/-1",
                          "10.0.0.0/", "10.0.0.0/8;10.1.0.0/16"})
    CHECK(ReasonOf(Networks::Parse(bad).status()) == "BAD_NETWORK");
}

}  // namespace
}  // namespace hotline::notification
