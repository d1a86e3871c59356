#include "gateway/gateway.h"

#include "gateway/grpc/proxy.h"
#include "gateway/openapi/document.h"
#include "gateway/rest/core.h"
#include "gateway/rest/rest_handler.h"
#include "platform/base/status.h"

namespace hotline::gateway {

struct Gateway::Impl {
  explicit Impl(GatewayOptions options)
      : core(std::make_shared<Core>(std::move(options))),
        rest(core),
        http(core->options.http, &rest) {}

  std::shared_ptr<Core> core;
  RestHandler rest;
  http::Server http;
  std::unique_ptr<GrpcProxy> grpc;
  bool stopped = false;
};

Gateway::Gateway(GatewayOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Gateway::~Gateway() { Shutdown(absl::ZeroDuration()); }

int Gateway::port() const { return impl_->http.port(); }
int Gateway::grpc_port() const { return impl_->grpc == nullptr ? 0 : impl_->grpc->port(); }

absl::Status Gateway::Start() {
  Core& core = *impl_->core;
  if (core.options.methods.empty()) core.options.methods = ServedMethods();
  HOTLINE_ASSIGN_OR_RETURN(core.routes, Routes::Make(core.options.methods));
  core.openapi = openapi::Document(core.routes);
  if (!core.options.grpc_address.empty()) {
    impl_->grpc = std::make_unique<GrpcProxy>(impl_->core);
    HOTLINE_RETURN_IF_ERROR(impl_->grpc->Start());
  }
  return impl_->http.Start();
}

void Gateway::Shutdown(absl::Duration grace) {
  if (impl_->stopped) return;
  impl_->stopped = true;
  absl::Time deadline = absl::Now() + grace;
  impl_->http.Shutdown(grace);
  if (impl_->grpc != nullptr)
    impl_->grpc->Shutdown(std::max(deadline - absl::Now(), absl::ZeroDuration()));
  impl_->grpc.reset();
  // Services may still answer calls whose clients have gone; they hold the core, and the core what
  // the caller of this owns.
  absl::Time latest = absl::Now() + impl_->core->options.call_timeout + absl::Seconds(1);
  while (impl_->core.use_count() > 2 && absl::Now() < latest) absl::SleepFor(absl::Milliseconds(1));
  impl_->core->background.Stop();
}

}  // namespace hotline::gateway
