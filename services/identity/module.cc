#include "services/identity/module.h"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "platform/events/feed.h"
#include "platform/events/sql.h"
#include "services/identity/api/bindings.h"
#include "services/identity/sql.h"
#include "services/identity/workers/sweeper.h"

namespace hotline::identity {
namespace {

// A password hash takes 19 MiB and a processor for some 30 ms.
int ConcurrentHashes() {
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, 4);
}

std::string DecoyHash(crypto::PasswordHasher& hasher) {
  auto hash = hasher.Hash(crypto::RandomBytes(16));
  if (!hash.ok())
    throw std::runtime_error("cannot hash passwords: " + std::string(hash.status().message()));
  return *std::move(hash);
}

class IdentityModule : public rpc::Module {
 public:
  explicit IdentityModule(const rpc::ModuleContext& context)
      : hasher_(ConcurrentHashes(), absl::Seconds(5)),
        feed_(std::make_shared<events::Feed>(context.pool, "identity")),
        sweeper_(std::make_shared<Sweeper>(context.pool)),
        commands_(context.pool, context.cipher,
                  [wake = context.wake, feed = feed_->name()] {
                    if (wake) wake(feed);
                  }),
        api_(context.pool,
             {.commands = &commands_, .hasher = &hasher_, .users = UserStore(context.cipher)},
             DecoyHash(hasher_), rpc::PageTokens(context.keys->token_key), feed_.get()) {}

  std::vector<rpc::ServiceBinding> Bindings() override { return api_.Bindings(); }
  std::vector<std::shared_ptr<Worker>> Workers() override { return {feed_, sweeper_}; }

 private:
  crypto::PasswordHasher hasher_;
  std::shared_ptr<events::Feed> feed_;
  std::shared_ptr<Sweeper> sweeper_;
  events::Commands commands_;
  Api api_;
};

}  // namespace

db::Schema Schema() {
  return {"identity", {{"events", events::sql::Migrations()}, {"identity", sql::Migrations()}}};
}

std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context) {
  return std::make_unique<IdentityModule>(context);
}

}  // namespace hotline::identity
