// What a service is to the program that hosts it: bindings, workers and a schema. server/roles.cc
// makes one of each role it was told to run; tests make one with virtual time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/clock/worker.h"
#include "platform/config/outward.h"
#include "platform/config/retention.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "platform/redis/redis.h"
#include "platform/rpc/client.h"
#include "platform/rpc/server.h"

namespace hotline::rpc {

// Everything a service may need from outside. All pointers outlive the module.
struct ModuleContext {
  const Clock* clock = nullptr;
  db::Pool* pool = nullptr;  // Connected as the service's own role, in its own schema.
  const crypto::FieldCipher* cipher = nullptr;
  const crypto::KeyRing* keys = nullptr;
  redis::Client* redis = nullptr;               // May be down at any time.
  std::string data_directory;                   // For files (attachments); exists.
  bool production = true;                       // Refuse what only a demo may do.
  config::Outward outward;                      // Mail, SMS, networks outside.
  config::Retention retention;                  // When old rows may go.
  absl::Duration pull_wait = absl::Seconds(2);  // How long a pull of events waits for news.
  std::function<Channel*(std::string_view role)> channel;  // To another role: "identity".
  std::function<void(const std::string& worker)>
      wake;  // Wakes one of this process's workers by name.
};

class Module {
 public:
  virtual ~Module() = default;
  virtual std::vector<ServiceBinding> Bindings() = 0;  // Called once.
  virtual std::vector<std::shared_ptr<Worker>> Workers() { return {}; }
};

}  // namespace hotline::rpc
