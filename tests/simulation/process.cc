#include "tests/simulation/process.h"

#include <filesystem>
#include <stdexcept>

#include "platform/base/status.h"
#include "platform/events/request_sweeper.h"
#include "server/roles.h"

namespace hotline::simulation {

Process::Process(const testing::TestDatabase& database, const Clock& clock,
                 const crypto::KeyRing& keys, const std::string& directory)
    : keys_(keys), cipher_(keys), directory_(directory) {
  std::filesystem::create_directories(directory_);
  for (const server::Role& role : server::AllRoles()) {
    if (role.make == nullptr) continue;
    const std::string name(role.name);
    Service& service = services_[name];
    service.pool = std::make_unique<db::Pool>(
        db::PoolOptions{.conninfo = database.ConninfoFor("hotline_" + name),
                        .search_path = name,
                        .connections = 4,
                        .interrupt = [this] { return Moment(); }});
    service.module = role.make({.clock = &clock,
                                .pool = service.pool.get(),
                                .cipher = &cipher_,
                                .keys = &keys_,
                                .redis = nullptr,
                                .data_directory = directory_,
                                .production = false,
                                .pull_wait = absl::ZeroDuration(),
                                .channel = [this](std::string_view to) { return &ChannelTo(to); },
                                .wake = [](const std::string&) {}});
    service.server = std::make_unique<rpc::Server>(
        rpc::ServerOptions{.address = "unix:" + directory_ + "/" + name,
                           .threads = 4,
                           .caller_key = keys_.caller_key,
                           .clock = &clock});
    for (rpc::ServiceBinding& binding : service.module->Bindings()) {
      service.server->Add(std::move(binding));
    }
    for (auto& worker : service.module->Workers()) workers_.push_back(std::move(worker));
    workers_.push_back(std::make_shared<events::RequestSweeper>(service.pool.get(), name));
    if (const absl::Status started = service.server->Start(); !started.ok()) {
      throw std::runtime_error(started.ToString());
    }
  }
}

Process::~Process() {
  for (auto& [name, service] : services_) service.server->Shutdown(absl::ZeroDuration());
  workers_.clear();
  for (auto& [name, service] : services_) {
    service.server.reset();
    service.module.reset();
  }
}

rpc::Channel& Process::ChannelTo(std::string_view role) {
  auto& channel = channels_[std::string(role)];
  if (channel == nullptr) {
    const auto service = services_.find(role);
    channel = std::make_unique<rpc::Channel>(
        "unix:" + directory_ + "/" + std::string(role), keys_.caller_key,
        service == services_.end() ? nullptr : service->second.server.get());
  }
  return *channel;
}

absl::Status Process::Moment() {
  if (moments_left_ > 0 && --moments_left_ == 0) dead_ = true;
  return dead_ ? Refuse(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE") : absl::OkStatus();
}

}  // namespace hotline::simulation
