// The notification service on a fresh database with virtual time, beside a fake feed and directory.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "platform/clock/clock.h"
#include "platform/crypto/crypto.h"
#include "platform/events/event.h"
#include "platform/events/feed.h"
#include "platform/testing/pull_from.h"
#include "platform/testing/schema.h"
#include "services/notification/api/delivery_api.h"
#include "services/notification/api/notice_api.h"
#include "services/notification/api/quiet_hours_api.h"
#include "services/notification/api/rule_api.h"
#include "services/notification/api/send_limit_api.h"
#include "services/notification/api/webhook_api.h"
#include "services/notification/channels/webhook.h"
#include "services/notification/commands/follow.h"
#include "services/notification/module.h"
#include "services/notification/testing/recording_channel.h"
#include "services/notification/workers/delivery_worker.h"

namespace hotline::notification::testing {

inline constexpr char kBureau[] = "0d000000-0000-4000-8000-000000000001";  // 执行局
inline constexpr char kFiling[] = "0d000000-0000-4000-8000-000000000002";  // 立案庭
inline constexpr char kOffice[] = "0d000000-0000-4000-8000-000000000003";  // 热线办
inline constexpr char kCourt[] = "0c000000-0000-4000-8000-000000000003";
inline constexpr char kHandler[] = "0e000000-0000-4000-8000-000000000001";
inline constexpr char kHead[] = "0e000000-0000-4000-8000-000000000002";
inline constexpr char kSupervisor[] = "0e000000-0000-4000-8000-000000000003";

class FakeDirectory : public Directory {
 public:
  bool away = false;
  std::vector<Supervisor> supervisors = {{kSupervisor, ""}};
  absl::StatusOr<std::string> HeadOf(const std::string& department) override {
    if (away) return absl::UnavailableError("away");
    return std::string(department == kBureau ? kHead : "");
  }
  absl::StatusOr<std::string> HotlineOffice(const std::string&) override {
    if (away) return absl::UnavailableError("away");
    return std::string(kOffice);
  }
  std::map<std::string, std::vector<Member>> members;  // By department.
  absl::StatusOr<std::string> NameOf(const std::string& user) override { return "name of " + user; }
  absl::StatusOr<std::vector<Member>> MembersOf(const std::string& department) override {
    return members[department];
  }
  absl::StatusOr<std::vector<Supervisor>> Supervisors(const std::string&) override {
    if (away) return absl::UnavailableError("away");
    return supervisors;
  }
};

class FakeOrders : public Orders {
 public:
  std::map<std::string, std::string> respondents;  // By order: the name.
  absl::StatusOr<std::string> NumberOf(const std::string&) override { return "20261123000099"; }
  absl::StatusOr<std::vector<std::string>> RespondentsAmong(
      const std::string& order_id, const std::vector<std::string>& names) override {
    std::vector<std::string> found;
    for (const std::string& name : names) {
      if (name == respondents[order_id]) found.push_back(name);
    }
    return found;
  }
};

// A user of this name; a name that is no id gets one.
inline Caller User(const std::string& name, const std::string& department = "",
                   const std::string& court_path = "/粤/粤03/") {
  Caller caller;
  caller.kind = Caller::Kind::kUser;
  const std::string hex = crypto::Hex(crypto::Sha256(name));
  caller.id = name.size() == 36 ? name : "0e000000-0000-4000-8000-" + hex.substr(0, 12);
  caller.name = name;
  caller.court_path = court_path;
  caller.department_id = department;
  return caller;
}

// "0a…0042" for 42.
inline std::string OrderId(int number) {
  const std::string digits = std::to_string(number);
  return "0a000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

class PostRoom {
 public:
  // Nothing goes out by a channel that is not on.
  explicit PostRoom(std::set<ChannelKind> on = {ChannelKind::kWebhook, ChannelKind::kEmail,
                                                ChannelKind::kSms})
      : clock(
            absl::FromCivil(absl::CivilMinute(2026, 11, 23, 9, 0), absl::FixedTimeZone(8 * 3600))),
        database(Schema()),
        cipher(crypto::KeyRing::Random()),
        page_tokens(std::string(32, 't')),
        commands(&database.pool(), &cipher),
        notices(&commands, &page_tokens, &changes),
        rules(&commands),
        http(*Networks::Parse("127.0.0.1")),
        webhook_channel(&database.pool(), &cipher, &http),
        sender({.pool = &database.pool(),
                .cipher = &cipher,
                .clock = &clock,
                .channels = {{ChannelKind::kWebhook, &webhook_channel},
                             {ChannelKind::kEmail, &email},
                             {ChannelKind::kSms, &sms}}}),
        deliver(&database.pool(), &sender, {}),
        webhooks({.commands = &commands, .cipher = &cipher, .http = &http, .deliver = {}}),
        deliveries(&commands, &page_tokens, {}),
        quiet_hours(&commands),
        send_limits(&commands),
        follower(&database.pool(), &directory, &orders, std::move(on),
                 [this](const events::v1::PullEventsRequest& request) { return Serve(request); }),
        consumer(
            &database.pool(), "workorder",
            [this](const events::v1::PullEventsRequest& request) { return follower.Pull(request); },
            [this](db::Tx& tx, const std::vector<const events::v1::Event*>& news, absl::Time now) {
              return follower.Apply(tx, news, now);
            },
            absl::ZeroDuration()) {}

  // An event of order `number`, with what every payload holds and `more` over it.
  void Happen(int number, const std::string& type,
              const nlohmann::json& more = nlohmann::json::object()) {
    nlohmann::json payload = {{"state", "IN_PROGRESS"},
                              {"round", 1},
                              {"courtId", kCourt},
                              {"courtPath", "/粤/粤03/"},
                              {"orderType", "CONTACT_JUDGE"},
                              {"urgency", "NORMAL"},
                              {"orderNumber", "2026112300" + std::to_string(1000 + number)},
                              {"departmentId", kBureau},
                              {"handlerId", kHandler}};
    payload.update(more);
    events::v1::Event& event = feed.emplace_back();
    event.set_position(static_cast<int64_t>(feed.size()));
    event.set_stream_id(OrderId(number));
    event.set_revision(++revisions[number]);
    event.set_type(type);
    event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(clock.Now()));
    event.set_payload(payload.dump());
  }

  absl::StatusOr<events::v1::PullEventsResponse> Serve(
      const events::v1::PullEventsRequest& request) {
    return hotline::testing::PullFrom(feed, request);
  }

  void Follow() {
    for (size_t pulled = 0; pulled <= feed.size(); pulled += 1000)
      REQUIRE(consumer.Tick(clock.Now()).ok());
  }

  // Sends what is due until nothing is.
  void Deliver() {
    for (absl::Time next = clock.Now(); next <= clock.Now();) {
      auto ticked = deliver.Tick(clock.Now());
      REQUIRE(ticked.ok());
      deliver.AwaitAll();
      next = *deliver.Tick(clock.Now());
      deliver.AwaitAll();
    }
  }

  // Deliveries as the administrator of the court sees them, latest first.
  std::vector<v1::Delivery> Deliveries(v1::Delivery::State state = v1::Delivery::STATE_UNSPECIFIED,
                                       v1::Channel channel = v1::CHANNEL_UNSPECIFIED) {
    v1::ListDeliveriesRequest request;
    request.set_state(state);
    request.set_channel(channel);
    request.set_page_size(200);
    auto reply = deliveries.List(As(User("admin")), request);
    REQUIRE(reply.ok());
    return {reply->deliveries().begin(), reply->deliveries().end()};
  }
  v1::Delivery GetDelivery(const std::string& id) {
    v1::GetDeliveryRequest request;
    request.set_id(id);
    auto reply = deliveries.Get(As(User("admin")), request);
    REQUIRE(reply.ok());
    return *reply;
  }
  absl::Status Replay(const std::string& id, const Caller& caller = User("admin")) {
    v1::ReplayDeliveryRequest request;
    request.set_id(id);
    return deliveries.Replay(As(caller), request).status();
  }

  rpc::Call As(const Caller& caller, const std::string& method = "test") {
    return {.method = method,
            .caller = caller,
            .now = clock.Now(),
            .deadline = absl::Now() + absl::Seconds(10),
            .trace_id = "t"};
  }

  std::vector<v1::Notice> Inbox(const Caller& caller, bool unread = false) {
    v1::ListNoticesRequest request;
    request.set_unread(unread);
    request.set_page_size(200);
    auto reply = notices.List(As(caller), request);
    REQUIRE(reply.ok());
    return {reply->notices().begin(), reply->notices().end()};
  }
  std::vector<std::string> Titles(const Caller& caller) {
    std::vector<std::string> titles;
    for (const v1::Notice& notice : Inbox(caller)) titles.push_back(notice.title());
    std::sort(titles.begin(), titles.end());
    return titles;
  }
  int64_t Unread(const Caller& caller) {
    auto reply = notices.CountUnread(As(caller), {});
    REQUIRE(reply.ok());
    return reply->unread();
  }

  ManualClock clock;
  hotline::testing::ServiceDatabase database;
  crypto::FieldCipher cipher;
  FakeDirectory directory;
  FakeOrders orders;
  std::vector<events::v1::Event> feed;
  std::map<int, int64_t> revisions;
  rpc::PageTokens page_tokens;
  rpc::ChangeSignal changes;
  events::Commands commands;
  NoticeApi notices;
  RuleApi rules;
  HttpClient http;
  WebhookChannel webhook_channel;
  RecordingChannel email;
  RecordingChannel sms;
  Sender sender;
  DeliveryWorker deliver;
  WebhookApi webhooks;
  DeliveryApi deliveries;
  QuietHoursApi quiet_hours;
  SendLimitApi send_limits;
  Follower follower;
  events::Consumer consumer;
};

}  // namespace hotline::notification::testing
