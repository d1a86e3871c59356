#include "server/gateway_role.h"

#include "absl/strings/numbers.h"
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

// "user=600" → 600 a minute for signed-in users.
absl::Status SetLimits(const std::vector<std::string>& settings, gateway::Limits* limits) {
  for (const std::string& setting : settings) {
    const size_t equals = std::min(setting.find('='), setting.size());
    const std::string name = setting.substr(0, equals);
    int quantity = -1;
    const bool number =
        absl::SimpleAtoi(setting.substr(std::min(equals + 1, setting.size())), &quantity) &&
        quantity >= 0;
    bool known = false;
    for (gateway::Policy* policy :
         {&limits->user, &limits->api_key, &limits->open, &limits->anonymous, &limits->refused}) {
      if (policy->name != name || !number) continue;
      policy->rate.quantity = quantity;
      known = true;
    }
    if (!known) return absl::InvalidArgumentError("rate limit not understood: " + setting);
  }
  return absl::OkStatus();
}

}  // namespace

struct GatewayRole::Impl {
  std::function<rpc::Channel*(std::string_view role)> channel;
  std::unique_ptr<gateway::Gateway> gateway;
  absl::Status settings;  // Checked at start.

  // Ready when every role with an API says so itself.
  absl::Status Ready() const {
    for (const Role& role : AllRoles()) {
      if (role.make == nullptr) continue;
      absl::Status status = channel(role.name)->CheckHealth(absl::Now() + absl::Seconds(2));
      if (!status.ok())
        return Refuse(absl::StatusCode::kUnavailable, "ROLE_NOT_READY", {{"role", role.name}});
    }
    return absl::OkStatus();
  }
};

GatewayRole::GatewayRole(const Config& config, const Clock* clock, DevClock* dev_clock,
                         redis::Client* redis,
                         std::function<rpc::Channel*(std::string_view role)> channel)
    : impl_(std::make_unique<Impl>()) {
  impl_->channel = std::move(channel);
  gateway::GatewayOptions options;
  options.http.address = config.http;
  options.http.trusted_proxies = config.trusted_proxies;
  options.http.tls_certificate_file = config.tls_certificate;
  options.http.tls_key_file = config.tls_key;
  impl_->settings = SetLimits(config.rate_limits, &options.limits);
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

absl::Status GatewayRole::Start() {
  HOTLINE_RETURN_IF_ERROR(impl_->settings);
  return impl_->gateway->Start();
}

int GatewayRole::http_port() const { return impl_->gateway->port(); }

void GatewayRole::Shutdown(absl::Duration grace) { impl_->gateway->Shutdown(grace); }

}  // namespace hotline::server
