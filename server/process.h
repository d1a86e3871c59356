// One running process with the roles it was told to run. Main makes one; nothing else wires parts
// together.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "platform/clock/clock.h"
#include "server/config.h"
#include "server/roles.h"

namespace hotline::server {

class Process {
 public:
  Process(Config config, std::vector<const Role*> roles);
  ~Process();  // Stops.

  // Refuses to start with a clear status: keys missing or readable by others, schema not migrated,
  // demo accounts in production, an address taken.
  absl::Status Start();
  // Finishes what is in flight, gateway first, then workers, then services. Idempotent.
  void Stop();
  int http_port() const;  // 0 without the role gateway.

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::server
