#include "services/escalation/module.h"

#include "platform/events/command.h"
#include "platform/events/feed.h"
#include "platform/events/sql.h"
#include "services/escalation/api/calendar_api.h"
#include "services/escalation/api/identity_courts.h"
#include "services/escalation/sql.h"
#include "services/escalation/workers/install_holidays.h"

namespace hotline::escalation {
namespace {

class EscalationModule : public rpc::Module {
 public:
  explicit EscalationModule(const rpc::ModuleContext& context)
      : courts_(context.channel("identity")),
        feed_(std::make_shared<events::Feed>(context.pool, "escalation")),
        wake_feed_([wake = context.wake, name = feed_->name()] {
          if (wake) wake(name);
        }),
        commands_(context.pool, context.cipher, wake_feed_),
        calendar_api_({.commands = &commands_, .courts = &courts_, .edited = {}}),
        install_holidays_(std::make_shared<InstallHolidaysWorker>(context.pool, wake_feed_)) {}

  std::vector<rpc::ServiceBinding> Bindings() override {
    std::vector<rpc::ServiceBinding> bindings;
    rpc::ServiceBinding& clocks = bindings.emplace_back("hotline.escalation.v1.ClockService");
    clocks.Unary<events::v1::PullEventsRequest, events::v1::PullEventsResponse>(
        "PullEvents", [this](const rpc::Call& call, const events::v1::PullEventsRequest& request) {
          return feed_->Pull(call, request);
        });
    bindings.push_back(calendar_api_.Binding());
    return bindings;
  }

  std::vector<std::shared_ptr<Worker>> Workers() override { return {feed_, install_holidays_}; }

 private:
  IdentityCourts courts_;
  std::shared_ptr<events::Feed> feed_;
  std::function<void()> wake_feed_;
  events::Commands commands_;
  CalendarApi calendar_api_;
  std::shared_ptr<InstallHolidaysWorker> install_holidays_;
};

}  // namespace

db::Schema Schema() {
  return {"escalation", {{"events", events::sql::Migrations()}, {"escalation", sql::Migrations()}}};
}

std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context) {
  return std::make_unique<EscalationModule>(context);
}

}  // namespace hotline::escalation
