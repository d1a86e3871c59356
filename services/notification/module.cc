#include "services/notification/module.h"

#include <map>
#include <set>
#include <utility>

#include "platform/events/command.h"
#include "platform/events/feed.h"
#include "platform/events/sql.h"
#include "services/notification/api/address_client.h"
#include "services/notification/api/delivery_api.h"
#include "services/notification/api/identity_directory.h"
#include "services/notification/api/notice_api.h"
#include "services/notification/api/order_client.h"
#include "services/notification/api/quiet_hours_api.h"
#include "services/notification/api/rule_api.h"
#include "services/notification/api/send_limit_api.h"
#include "services/notification/api/webhook_api.h"
#include "services/notification/channels/outward_channels.h"
#include "services/notification/channels/webhook.h"
#include "services/notification/commands/follow.h"
#include "services/notification/sql.h"
#include "services/notification/workers/delivery_worker.h"
#include "services/notification/workers/sweeper.h"

namespace hotline::notification {
namespace {

class NotificationModule : public rpc::Module {
 public:
  explicit NotificationModule(const rpc::ModuleContext& context)
      : directory_(context.channel("identity")),
        orders_(context.channel("workorder")),
        page_tokens_(context.keys->token_key),
        commands_(context.pool, context.cipher),
        notices_(&commands_, &page_tokens_, &changes_),
        rules_(&commands_),
        addresses_(context.channel("identity"), context.channel("workorder")),
        http_(MakeHttpClient(context.outward)),
        webhook_(context.pool, context.cipher, &http_),
        email_(MakeEmailChannel(context.outward, &addresses_)),
        sms_(MakeSmsChannel(context.outward, &addresses_, &http_)),
        sender_({.pool = context.pool,
                 .cipher = context.cipher,
                 .clock = context.clock,
                 .channels = ChannelsThatAreOn()}),
        deliver_soon_([wake = context.wake] {
          if (wake) wake(DeliveryWorker::kName);
        }),
        deliver_(std::make_shared<DeliveryWorker>(context.pool, &sender_, deliver_soon_)),
        webhooks_({&commands_, context.cipher, &http_, deliver_soon_}),
        deliveries_(&commands_, &page_tokens_, deliver_soon_),
        quiet_hours_(&commands_),
        send_limits_(&commands_),
        follow_orders_(context.pool, &directory_, &orders_, KindsThatAreOn(),
                       Feed(context, "workorder", "hotline.workorder.v1.WorkOrderService")),
        follow_callbacks_(context.pool, &directory_, &orders_, KindsThatAreOn(),
                          Feed(context, "callback", "hotline.callback.v1.CallbackService")),
        workers_{Consume(context, "workorder", &follow_orders_),
                 Consume(context, "callback", &follow_callbacks_), deliver_,
                 std::make_shared<Sweeper>(context.pool, context.retention)} {}
  // Letters under way use the members below.
  ~NotificationModule() override { deliver_->Stop(); }

  std::vector<rpc::ServiceBinding> Bindings() override {
    std::vector<rpc::ServiceBinding> bindings;
    bindings.push_back(notices_.Binding());
    bindings.push_back(rules_.Binding());
    bindings.push_back(webhooks_.Binding());
    bindings.push_back(deliveries_.Binding());
    bindings.push_back(quiet_hours_.Binding());
    bindings.push_back(send_limits_.Binding());
    return bindings;
  }

  std::vector<std::shared_ptr<Worker>> Workers() override { return workers_; }

 private:
  std::map<ChannelKind, Channel*> ChannelsThatAreOn() {
    std::map<ChannelKind, Channel*> on = {{ChannelKind::kWebhook, &webhook_}};
    if (email_) on[ChannelKind::kEmail] = email_.get();
    if (sms_) on[ChannelKind::kSms] = sms_.get();
    return on;
  }

  std::set<ChannelKind> KindsThatAreOn() {
    std::set<ChannelKind> kinds;
    for (const auto& [kind, channel] : ChannelsThatAreOn()) kinds.insert(kind);
    return kinds;
  }

  static Follower::Source Feed(const rpc::ModuleContext& context, const std::string& role,
                               const std::string& service) {
    return [channel = context.channel(role),
            method = service + "/PullEvents"](const events::v1::PullEventsRequest& request) {
      return PullEvents(channel, method, request);
    };
  }

  std::shared_ptr<Worker> Consume(const rpc::ModuleContext& context, const std::string& name,
                                  Follower* follower) {
    // The live count looks again once the rows are committed: when the next pull begins. So does
    // who delivers.
    auto applied = std::make_shared<bool>(false);
    return std::make_shared<events::Consumer>(
        context.pool, name,
        [this, follower, applied](const events::v1::PullEventsRequest& request) {
          if (std::exchange(*applied, false)) {
            changes_.Changed();
            deliver_soon_();
          }
          return follower->Pull(request);
        },
        [follower, applied](db::Tx& tx, const std::vector<const events::v1::Event*>& events,
                            absl::Time now) {
          *applied = true;
          return follower->Apply(tx, events, now);
        },
        context.pull_wait);
  }

  rpc::ChangeSignal changes_;  // Drives the live count of unread notices.
  IdentityDirectory directory_;
  OrderClient orders_;
  rpc::PageTokens page_tokens_;
  events::Commands commands_;
  NoticeApi notices_;
  RuleApi rules_;
  AddressClient addresses_;
  HttpClient http_;
  WebhookChannel webhook_;
  std::unique_ptr<Channel> email_;
  std::unique_ptr<Channel> sms_;
  Sender sender_;
  std::function<void()> deliver_soon_;
  std::shared_ptr<DeliveryWorker> deliver_;
  WebhookApi webhooks_;
  DeliveryApi deliveries_;
  QuietHoursApi quiet_hours_;
  SendLimitApi send_limits_;
  Follower follow_orders_;
  Follower follow_callbacks_;
  std::vector<std::shared_ptr<Worker>> workers_;
};

}  // namespace

db::Schema Schema() {
  return {"notification",
          {{"events", events::sql::Migrations()}, {"notification", sql::Migrations()}}};
}

std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context) {
  return std::make_unique<NotificationModule>(context);
}

}  // namespace hotline::notification
