#include "services/escalation/module.h"

#include "platform/events/feed.h"
#include "platform/events/sql.h"
#include "services/escalation/sql.h"

namespace hotline::escalation {
namespace {

class EscalationModule : public rpc::Module {
 public:
  explicit EscalationModule(const rpc::ModuleContext& context)
      : feed_(std::make_shared<events::Feed>(context.pool, "escalation")) {}

  std::vector<rpc::ServiceBinding> Bindings() override {
    std::vector<rpc::ServiceBinding> bindings;
    rpc::ServiceBinding& clocks = bindings.emplace_back("hotline.escalation.v1.ClockService");
    clocks.Unary<events::v1::PullEventsRequest, events::v1::PullEventsResponse>(
        "PullEvents", [this](const rpc::Call& call, const events::v1::PullEventsRequest& request) {
          return feed_->Pull(call, request);
        });
    return bindings;
  }

  std::vector<std::shared_ptr<Worker>> Workers() override { return {feed_}; }

 private:
  std::shared_ptr<events::Feed> feed_;
};

}  // namespace

db::Schema Schema() {
  return {"escalation", {{"events", events::sql::Migrations()}, {"escalation", sql::Migrations()}}};
}

std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context) {
  return std::make_unique<EscalationModule>(context);
}

}  // namespace hotline::escalation
