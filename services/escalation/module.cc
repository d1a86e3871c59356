#include "services/escalation/module.h"

#include "platform/events/command.h"
#include "platform/events/feed.h"
#include "platform/events/sql.h"
#include "services/escalation/api/calendar_api.h"
#include "services/escalation/api/clock_api.h"
#include "services/escalation/api/explanation_api.h"
#include "services/escalation/api/identity_courts.h"
#include "services/escalation/api/policy_api.h"
#include "services/escalation/api/work_order_client.h"
#include "services/escalation/commands/fire.h"
#include "services/escalation/commands/follow_orders.h"
#include "services/escalation/sql.h"
#include "services/escalation/store/court_calendars.h"
#include "services/escalation/workers/deliver_worker.h"
#include "services/escalation/workers/fire_worker.h"
#include "services/escalation/workers/install_holidays.h"
#include "services/escalation/workers/reproject_worker.h"

namespace hotline::escalation {
namespace {

// While one waits for the work orders to apply its batch, the other claims the next.
constexpr int kFireWorkers = 2;

class EscalationModule : public rpc::Module {
 public:
  explicit EscalationModule(const rpc::ModuleContext& context)
      : wake_(context.wake),
        courts_(context.channel("identity")),
        work_orders_(context.channel("workorder")),
        feed_(std::make_shared<events::Feed>(context.pool, "escalation")),
        commands_(context.pool, context.cipher, [this] { Wake(feed_->name()); }),
        calendar_api_({.commands = &commands_,
                       .courts = &courts_,
                       .edited = [this] { Wake(ReprojectWorker::kName); }}),
        policy_api_(
            {&commands_, &courts_, &work_orders_, [this] { Wake(ReprojectWorker::kName); }}),
        page_tokens_(context.keys->token_key),
        clock_api_({context.pool, feed_.get(), &page_tokens_}),
        explanation_api_(
            {.pool = context.pool, .work_orders = &work_orders_, .calendars = &calendars_}),
        follower_({context.pool, context.clock, &work_orders_, &calendars_, &policies_, &progress_,
                   [this] { WakeClocks(); }}),
        firings_({context.pool, &work_orders_, &calendars_, &policies_}),
        follow_(std::make_shared<events::Consumer>(
            context.pool, "workorder",
            [this](const events::v1::PullEventsRequest& request) {
              return follower_.Pull(request);
            },
            [this](db::Tx& tx, const std::vector<const events::v1::Event*>& events,
                   absl::Time now) { return follower_.Apply(tx, events, now); },
            context.pull_wait)),
        reproject_(std::make_shared<ReprojectWorker>(context.pool, &calendars_, &policies_,
                                                     [this] { WakeClocks(); })),
        install_holidays_(std::make_shared<InstallHolidaysWorker>(
            context.pool, [this] { Wake(feed_->name()); })) {}

  std::vector<rpc::ServiceBinding> Bindings() override {
    std::vector<rpc::ServiceBinding> bindings;
    bindings.push_back(clock_api_.Binding());
    bindings.push_back(policy_api_.Binding());
    bindings.push_back(calendar_api_.Binding());
    bindings.push_back(explanation_api_.Binding());
    return bindings;
  }

  std::vector<std::shared_ptr<Worker>> Workers() override {
    std::vector<std::shared_ptr<Worker>> workers = {feed_, follow_, install_holidays_, reproject_,
                                                    std::make_shared<DeliverWorker>(&firings_)};
    for (int number = 0; number < kFireWorkers; ++number) {
      workers.push_back(std::make_shared<FireWorker>(number, &firings_, &progress_,
                                                     [this] { Wake(DeliverWorker::kName); }));
    }
    return workers;
  }

 private:
  void Wake(const std::string& worker) const {
    if (wake_) wake_(worker);
  }
  void WakeClocks() const {
    for (int number = 0; number < kFireWorkers; ++number) Wake(FireWorker::NameOf(number));
    Wake(DeliverWorker::kName);
  }

  const std::function<void(const std::string&)> wake_;
  IdentityCourts courts_;
  WorkOrderClient work_orders_;
  CourtCalendars calendars_;
  PolicyBook policies_;
  FeedProgress progress_;
  std::shared_ptr<events::Feed> feed_;
  events::Commands commands_;
  CalendarApi calendar_api_;
  PolicyApi policy_api_;
  rpc::PageTokens page_tokens_;
  ClockApi clock_api_;
  ExplanationApi explanation_api_;
  OrderFollower follower_;
  Firings firings_;
  std::shared_ptr<events::Consumer> follow_;
  std::shared_ptr<ReprojectWorker> reproject_;
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
