#include <csignal>
#include <cstdio>

#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/observe/log.h"
#include "server/commands.h"
#include "server/process.h"

namespace hotline::server {

int Serve(const Config& config, const std::vector<std::string>& names) {
  auto roles = RolesOf(names);
  if (!roles.ok()) {
    fprintf(stderr, "%s\n", std::string(roles.status().message()).c_str());
    return 2;
  }
  observe::ConfigureLog(config.log_level, names.size() == 1 ? names[0] : "several");

  // Blocked before any thread starts, so that only this one is told.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  const absl::Time begun = absl::Now();
  Process process(config, *roles);
  absl::Status status = process.Start();
  if (!status.ok()) {
    observe::Log(observe::Level::kError, "serve.failed",
                 {{"reason", ReasonOf(status)}, {"error", std::string(status.message())}});
    return 1;
  }
  observe::Log(observe::Level::kInfo, "serve.ready",
               {{"roles", names},
                {"ms", absl::ToInt64Milliseconds(absl::Now() - begun)},
                {"httpPort", process.http_port()}});
  int received = 0;
  sigwait(&signals, &received);
  observe::Log(observe::Level::kInfo, "serve.stopping", {{"signal", received}});
  process.Stop();
  return 0;
}

}  // namespace hotline::server
