#include "server/process.h"

#include <filesystem>
#include <map>
#include <stdexcept>

#include "absl/time/clock.h"
#include "platform/base/status.h"
#include "platform/events/request_sweeper.h"
#include "platform/observe/metrics.h"
#include "platform/rpc/server.h"
#include "prometheus/exposer.h"
#include "server/gateway_role.h"
#include "services/identity/demo/load_demo.h"

namespace hotline::server {

// One service of this process. Members die in reverse order: what serves before what it serves
// from.
struct Service {
  const Role* role = nullptr;
  std::unique_ptr<db::Pool> pool;
  std::unique_ptr<rpc::Module> module;
  std::unique_ptr<rpc::Server> server;
};

// Says of every service whether its database answers, once a second.
class HealthWorker : public Worker {
 public:
  explicit HealthWorker(std::vector<Service>* services) : services_(services) {}
  std::string name() const override { return "health"; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override {
    for (Service& service : *services_) service.server->SetReady(service.pool->Ping().ok());
    return now + absl::Seconds(1);
  }

 private:
  std::vector<Service>* services_;
};

struct Process::Impl {
  Impl(Config c, std::vector<const Role*> r) : config(std::move(c)), roles(std::move(r)) {}

  absl::Status OpenClock() {
    if (config.dev_clock.empty()) {
      clock = std::make_unique<SystemClock>();
      return absl::OkStatus();
    }
    HOTLINE_ASSIGN_OR_RETURN(std::unique_ptr<DevClock> opened, DevClock::Open(config.dev_clock));
    dev_clock = opened.get();
    clock = std::move(opened);
    return absl::OkStatus();
  }

  // Roles start after those that they call, so a role of this process is already there.
  rpc::Server* ServerOf(std::string_view role) {
    for (Service& service : services) {
      if (service.role->name == role) return service.server.get();
    }
    return nullptr;
  }

  rpc::Channel* ChannelTo(std::string_view role) {
    std::lock_guard lock(channels_mutex);
    auto& channel = channels[std::string(role)];
    if (channel == nullptr) {
      channel = std::make_unique<rpc::Channel>(config.AddressOf(std::string(role)), keys.caller_key,
                                               ServerOf(role));
    }
    return channel.get();
  }

  absl::Status CheckDatabase() {
    std::vector<db::Schema> schemas;
    for (const Role* role : roles) {
      if (role->schema != nullptr) schemas.push_back(role->schema());
    }
    for (const db::Schema& schema : schemas) {
      HOTLINE_RETURN_IF_ERROR(db::CheckMigrated(ConninfoFor(config, schema.name), {schema}));
    }
    return absl::OkStatus();
  }

  absl::Status StartService(const Role* role) {
    Service& service = services.emplace_back();
    service.role = role;
    service.pool =
        std::make_unique<db::Pool>(db::PoolOptions{.conninfo = ConninfoFor(config, role->name),
                                                   .search_path = role->name,
                                                   .connections = config.database_connections});
    if (role->name == "identity" && !config.demo) {
      HOTLINE_RETURN_IF_ERROR(identity::RefuseDemoAccounts(*service.pool));
    }
    const rpc::ModuleContext context = {
        .clock = clock.get(),
        .pool = service.pool.get(),
        .cipher = cipher.get(),
        .keys = &keys,
        .redis = redis.get(),
        .data_directory = config.data,
        .production = !config.demo,
        .outward = config.outward,
        .retention = config.retention,
        .channel = [this](std::string_view other) { return ChannelTo(other); },
        .wake = [this](const std::string& worker) { workers->Wake(worker); }};
    try {
      service.module = role->make(context);
    } catch (const std::invalid_argument& wrong) {
      return absl::InvalidArgumentError(wrong.what());
    }
    service.server =
        std::make_unique<rpc::Server>(rpc::ServerOptions{.address = config.AddressOf(role->name),
                                                         .threads = config.database_connections,
                                                         .caller_key = keys.caller_key,
                                                         .clock = clock.get()});
    for (rpc::ServiceBinding& binding : service.module->Bindings())
      service.server->Add(std::move(binding));
    for (auto& worker : service.module->Workers()) workers->Add(std::move(worker));
    workers->Add(std::make_shared<events::RequestSweeper>(service.pool.get(), role->name));
    return service.server->Start();
  }

  absl::Status StartGateway() {
    gateway =
        std::make_unique<GatewayRole>(config, clock.get(), dev_clock, redis.get(),
                                      [this](std::string_view role) { return ChannelTo(role); });
    return gateway->Start();
  }

  Config config;
  std::vector<const Role*> roles;
  std::unique_ptr<Clock> clock;
  DevClock* dev_clock = nullptr;
  crypto::KeyRing keys;
  std::unique_ptr<crypto::FieldCipher> cipher;
  std::unique_ptr<redis::Client> redis;
  std::mutex channels_mutex;
  std::map<std::string, std::unique_ptr<rpc::Channel>> channels;
  std::unique_ptr<prometheus::Exposer> exposer;
  std::unique_ptr<WorkerRunner> workers;
  std::vector<Service> services;
  std::unique_ptr<GatewayRole> gateway;
  bool stopped = false;
};

Process::Process(Config config, std::vector<const Role*> roles)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(roles))) {}

Process::~Process() { Stop(); }

absl::Status Process::Start() {
  Impl& p = *impl_;
  HOTLINE_RETURN_IF_ERROR(p.OpenClock());
  HOTLINE_ASSIGN_OR_RETURN(p.keys, crypto::KeyRing::Load(p.config.keys));
  p.cipher = std::make_unique<crypto::FieldCipher>(p.keys);
  p.redis = std::make_unique<redis::Client>(redis::Options{.address = p.config.redis});
  std::error_code ignored;
  std::filesystem::create_directories(p.config.data, ignored);
  std::filesystem::create_directories(p.config.run, ignored);
  HOTLINE_RETURN_IF_ERROR(p.CheckDatabase());

  // A dev clock may be advanced at any moment, so its workers look often.
  const absl::Duration longest_wait =
      p.dev_clock != nullptr ? absl::Milliseconds(100) : absl::Seconds(1);
  p.workers = std::make_unique<WorkerRunner>(p.clock.get(), longest_wait);
  p.services.reserve(p.roles.size());
  bool with_gateway = false;
  for (const Role* role : p.roles) {
    if (role->make == nullptr) {
      with_gateway = true;
    } else {
      HOTLINE_RETURN_IF_ERROR(p.StartService(role));
    }
  }
  p.workers->Add(std::make_shared<HealthWorker>(&p.services));
  p.workers->Start();
  if (with_gateway) HOTLINE_RETURN_IF_ERROR(p.StartGateway());
  if (!p.config.metrics.empty()) {
    try {
      p.exposer = std::make_unique<prometheus::Exposer>(p.config.metrics);
      p.exposer->RegisterCollectable(observe::MetricsRegistry());
    } catch (const std::exception& error) {
      return absl::UnavailableError("metrics on " + p.config.metrics + ": " + error.what());
    }
  }
  return absl::OkStatus();
}

void Process::Stop() {
  Impl& p = *impl_;
  if (p.stopped) return;
  p.stopped = true;
  constexpr absl::Duration kGrace = absl::Seconds(20);
  if (p.gateway != nullptr) p.gateway->Shutdown(kGrace);
  if (p.workers != nullptr) p.workers->Stop();
  for (Service& service : p.services) {
    if (service.server != nullptr) service.server->Shutdown(kGrace);
  }
}

int Process::http_port() const {
  return impl_->gateway == nullptr ? 0 : impl_->gateway->http_port();
}

}  // namespace hotline::server
