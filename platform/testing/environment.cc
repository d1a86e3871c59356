#include "platform/testing/environment.h"

#include <cstdlib>
#include <stdexcept>

namespace hotline::testing {
namespace {

std::string Required(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || *value == '\0') {
    throw std::runtime_error(std::string(variable) +
                             " is not set: run the tests by ctest, or one binary by "
                             "`./dev test --only NAME`, which start PostgreSQL and Redis");
  }
  return value;
}

}  // namespace

std::string ServerConninfo() { return Required("HOTLINE_TEST_DATABASE"); }

std::string RedisAddress() { return Required("HOTLINE_TEST_REDIS"); }

}  // namespace hotline::testing
