#include "server/gateway_role.h"

#include "absl/time/clock.h"
#include "gateway/gateway.h"
#include "platform/base/status.h"
#include "server/roles.h"

namespace hotline::server {
namespace {

// "hotline.workorder.v1.WorkOrderService" → "workorder": a role serves the packages of its name.
std::string RoleOf(std::string_view service) {
  const size_t from = service.find('.');
  const size_t to = from == std::string_view::npos ? from : service.find('.', from + 1);
  return to == std::string_view::npos ? "" : std::string(service.substr(from + 1, to - from - 1));
}

}  // namespace

struct GatewayRole::Impl {
  std::function<rpc::Channel*(std::string_view role)> channel;
  std::unique_ptr<gateway::Gateway> gateway;

  // Ready when every role with an API says so itself.
  absl::Status Ready() const {
    for (const Role& role : AllRoles()) {
      if (role.make == nullptr) continue;
      absl::Status status = channel(role.name)->CheckHealth(absl::Now() + absl::Seconds(2));
      if (!status.ok()) return Refuse(absl::StatusCode::kUnavailable, "ROLE_NOT_READY", {{"role", role.name}});
    }
    return absl::OkStatus();
  }
};

GatewayRole::GatewayRole(const Config& config, const Clock* clock, DevClock* dev_clock, redis::Client* redis,
                         std::function<rpc::Channel*(std::string_view role)> channel)
    : impl_(std::make_unique<Impl>()) {
  impl_->channel = std::move(channel);
  gateway::GatewayOptions options;
  options.http.address = config.http;
  options.http.trusted_proxies = config.trusted_proxies;
  options.http.tls_certificate_file = config.tls_certificate;
  options.http.tls_key_file = config.tls_key;
  options.grpc_address = config.grpc;
  options.static_directory = config.static_files;
  options.clock = clock;
  options.dev_clock = dev_clock;
  options.redis = redis;
  options.redis_subscription = {.address = config.redis};
  options.channel = [this](std::string_view service) -> rpc::Channel* {
    const Role* role = FindRole(RoleOf(service));
    return role == nullptr ? nullptr : impl_->channel(role->name);
  };
  options.ready = [this] { return impl_->Ready(); };
  impl_->gateway = std::make_unique<gateway::Gateway>(std::move(options));
}

GatewayRole::~GatewayRole() = default;

absl::Status GatewayRole::Start() { return impl_->gateway->Start(); }

int GatewayRole::http_port() const { return impl_->gateway->port(); }

void GatewayRole::Shutdown(absl::Duration grace) { impl_->gateway->Shutdown(grace); }

}  // namespace hotline::server
