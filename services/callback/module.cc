#include "services/callback/module.h"

#include "platform/events/command.h"
#include "platform/events/feed.h"
#include "platform/events/sql.h"
#include "services/callback/api/callback_api.h"
#include "services/callback/api/work_order_client.h"
#include "services/callback/commands/follow_order.h"
#include "services/callback/sql.h"
#include "services/callback/workers/conclude_worker.h"

namespace hotline::callback {
namespace {

class CallbackModule : public rpc::Module {
 public:
  explicit CallbackModule(const rpc::ModuleContext& context)
      : work_orders_(context.channel("workorder")),
        stores_(context.cipher),
        page_tokens_(context.keys->token_key),
        feed_(std::make_shared<events::Feed>(context.pool, "callback")),
        wake_feed_([wake = context.wake, name = feed_->name()] {
          if (wake) wake(name);
        }),
        commands_(context.pool, context.cipher, wake_feed_),
        conclusion_(context.pool, &stores_, &work_orders_, wake_feed_),
        api_({.commands = &commands_,
              .stores = &stores_,
              .conclusion = &conclusion_,
              .feed = feed_.get(),
              .page_tokens = &page_tokens_,
              .conclude_later =
                  [wake = context.wake] {
                    if (wake) wake(ConcludeWorker::kName);
                  }}),
        conclude_(std::make_shared<ConcludeWorker>(context.pool, &conclusion_)),
        follow_(std::make_shared<events::Consumer>(
            context.pool, "workorder",
            [this](const events::v1::PullEventsRequest& request) {
              return PullOrderEvents(work_orders_, request);
            },
            [this](db::Tx& tx, const events::v1::Event& event) {
              return FollowOrder(tx, stores_, event);
            },
            context.pull_wait)) {}

  std::vector<rpc::ServiceBinding> Bindings() override {
    std::vector<rpc::ServiceBinding> bindings;
    bindings.push_back(api_.Binding());
    return bindings;
  }

  std::vector<std::shared_ptr<Worker>> Workers() override { return {feed_, follow_, conclude_}; }

 private:
  WorkOrderClient work_orders_;
  Stores stores_;
  rpc::PageTokens page_tokens_;
  std::shared_ptr<events::Feed> feed_;
  std::function<void()> wake_feed_;
  events::Commands commands_;
  Conclusion conclusion_;
  CallbackApi api_;
  std::shared_ptr<ConcludeWorker> conclude_;
  std::shared_ptr<events::Consumer> follow_;
};

}  // namespace

db::Schema Schema() {
  return {"callback", {{"events", events::sql::Migrations()}, {"callback", sql::Migrations()}}};
}

std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context) {
  return std::make_unique<CallbackModule>(context);
}

}  // namespace hotline::callback
