// The only main of every test binary.
#define CATCH_CONFIG_RUNNER
#include "catch2/catch.hpp"
#include "platform/testing/database.h"

int main(int argc, char* argv[]) {
  const int result = Catch::Session().run(argc, argv);
  hotline::testing::DropTemplates();
  return result;
}
