// Addresses of the servers that tests/servers started for this run.
//
// ctest sets the variables; `./dev test --only NAME` does for one binary. Each function throws
// std::runtime_error, saying so, when its variable is missing.
#pragma once

#include <string>

namespace hotline::testing {

// libpq conninfo of a superuser, without a database: HOTLINE_TEST_DATABASE.
std::string ServerConninfo();

// "unix:/path/of/socket": HOTLINE_TEST_REDIS.
std::string RedisAddress();

}  // namespace hotline::testing
