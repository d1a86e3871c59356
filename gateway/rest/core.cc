#include "gateway/rest/core.h"

#include "platform/crypto/crypto.h"

namespace hotline::gateway {

Core::Core(GatewayOptions given) : options(std::move(given)) {
  if (options.authenticator == nullptr) {
    own_authenticator = MakeIdentityAuthenticator(options.channel);
    options.authenticator = own_authenticator.get();
  }
  callers =
      std::make_unique<CallerCache>(options.authenticator, &real, options.clock,
                                    CallerCache::Options{.time_to_live = options.remember_callers});
  limiter = std::make_unique<Limiter>(&real, options.redis);
  admission = std::make_unique<Admission>(callers.get(), limiter.get(), options.limits);
  if (!options.redis_subscription.address.empty()) {
    // Also after each reconnect: something may have been said meanwhile.
    access_changes = std::make_unique<redis::Subscription>(
        options.redis_subscription, kAccessChannel, [this](std::string_view) { callers->Clear(); });
  }
}

Core::~Core() {
  access_changes.reset();
  background.Stop();
}

void Core::AccessChanged() {
  callers->Clear();
  if (options.redis == nullptr) return;
  background.Submit([redis = options.redis] { (void)redis->Publish(kAccessChannel, "1"); });
}

}  // namespace hotline::gateway
