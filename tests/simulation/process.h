// One process of all roles, as server/process.cc makes it, but with virtual time, without threads
// of its own for workers, and mortal: it may die at any of its transactions.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/clock/clock.h"
#include "platform/crypto/field_cipher.h"
#include "platform/rpc/client.h"
#include "platform/rpc/module.h"
#include "platform/rpc/server.h"
#include "platform/testing/database.h"

namespace hotline::simulation {

class Process {
 public:
  // `directory` is for sockets and files; all that is given outlives the process.
  Process(const testing::TestDatabase& database, const Clock& clock, const crypto::KeyRing& keys,
          const std::string& directory);
  ~Process();

  rpc::Channel& ChannelTo(std::string_view role);
  const std::vector<std::shared_ptr<Worker>>& workers() const { return workers_; }

  // Dies at its `moment`th begin or end of a transaction from now on: from then on it reaches no
  // database, and nobody hears from it what it has done.
  void DieAt(int moment) { moments_left_ = moment; }
  bool dead() const { return dead_; }

 private:
  struct Service {
    std::unique_ptr<db::Pool> pool;
    std::unique_ptr<rpc::Module> module;
    std::unique_ptr<rpc::Server> server;
  };
  absl::Status Moment();

  const crypto::KeyRing& keys_;
  crypto::FieldCipher cipher_;
  std::string directory_;
  std::atomic<int> moments_left_ = 0;
  std::atomic<bool> dead_ = false;
  // Before the services, which keep pointers to them.
  std::map<std::string, std::unique_ptr<rpc::Channel>, std::less<>> channels_;
  std::map<std::string, Service, std::less<>> services_;
  std::vector<std::shared_ptr<Worker>> workers_;
};

}  // namespace hotline::simulation
