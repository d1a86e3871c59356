// The only main of every test binary.
#define CATCH_CONFIG_RUNNER
#include <csignal>

#include "catch2/catch.hpp"
#include "platform/testing/database.h"

int main(int argc, char* argv[]) {
  std::signal(SIGPIPE, SIG_IGN);  // As the program itself: a peer may go at any time.
  const int result = Catch::Session().run(argc, argv);
  hotline::testing::DropTemplates();
  return result;
}
