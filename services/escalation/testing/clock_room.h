// The whole escalation service on a fresh database with virtual time, beside a fake work order
// service. Days are those of November and December 2026, whose weeks have no holiday.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "catch2/catch.hpp"
#include "platform/clock/clock.h"
#include "platform/events/feed.h"
#include "platform/testing/schema.h"
#include "services/escalation/commands/fire.h"
#include "services/escalation/commands/follow_orders.h"
#include "services/escalation/domain/standard_calendar.h"
#include "services/escalation/module.h"
#include "services/escalation/store/clock_store.h"
#include "services/escalation/testing/fake_work_orders.h"
#include "services/escalation/workers/deliver_worker.h"
#include "services/escalation/workers/fire_worker.h"
#include "services/escalation/workers/reproject_worker.h"

namespace hotline::escalation::testing {

inline constexpr char kCourt[] = "0c000000-0000-4000-8000-000000000003";
inline constexpr char kDepartment[] = "0d000000-0000-4000-8000-000000000001";       // 执行局
inline constexpr char kOtherDepartment[] = "0d000000-0000-4000-8000-000000000002";  // 立案庭

// Court time: At("11-23 09:00").
inline absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  INFO(text << ": " << error);
  REQUIRE(
      absl::ParseTime("%Y-%m-%d %H:%M", "2026-" + text, calendar::CourtTimeZone(), &time, &error));
  return time;
}
inline std::string Text(std::optional<absl::Time> time) {
  return time ? absl::FormatTime("%m-%d %H:%M", *time, calendar::CourtTimeZone()) : "none";
}

struct OrderOptions {
  std::string type = "CASE_QUERY";
  std::string urgency = "NORMAL";
  std::string court_path = "/gd/gd03/";
  std::string department = kDepartment;
};

// A calendar that a test may replace.
class EditableCalendar : public CalendarSource {
 public:
  EditableCalendar() : ref_(CalendarRef{.calendar = nullptr, .version = 1}) {
    calendar::Definition usual = StandardCalendar().calendar().definition();
    usual.published_years[2026] = "国办发明电〔2025〕7号";
    Publish(usual);
  }
  void Publish(const calendar::Definition& definition) {
    std::lock_guard lock(mutex_);
    ref_.calendar =
        std::make_shared<const calendar::Calendar>(calendar::Calendar::Make(definition).value());
    ++ref_.version;
  }
  absl::StatusOr<CalendarRef> Of(db::Tx&, const std::string&) const override {
    std::lock_guard lock(mutex_);
    return ref_;
  }

 private:
  mutable std::mutex mutex_;
  CalendarRef ref_;
};

class ClockRoom {
 public:
  explicit ClockRoom(const std::string& start = "11-23 09:00", int connections = 8)
      : clock(At(start)),
        database(Schema(), connections),
        follower({&database.pool(), &clock, &orders, &calendars, &policies, &progress, [] {}}),
        consumer(
            &database.pool(), "workorder",
            [this](const events::v1::PullEventsRequest& request) { return follower.Pull(request); },
            [this](db::Tx& tx, const std::vector<const events::v1::Event*>& events,
                   absl::Time now) { return follower.Apply(tx, events, now); },
            absl::ZeroDuration()),
        firings({&database.pool(), &orders, &calendars, &policies}),
        fire(0, &firings, &progress, {}),
        deliver(&firings),
        reproject(&database.pool(), &calendars, &policies, {}) {
    Follow();  // Deadlines are kept from here on.
  }

  static std::string OrderId(int number) {
    const std::string digits = std::to_string(number);
    return "0a000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
  }

  // The order's next event, now.
  void Event(int number, const std::string& type, const std::string& state,
             nlohmann::json fields = nlohmann::json::object(), const OrderOptions& options = {},
             int round = 1) {
    nlohmann::json payload = {{"state", state},
                              {"round", round},
                              {"courtId", kCourt},
                              {"courtPath", options.court_path},
                              {"orderType", options.type},
                              {"urgency", options.urgency},
                              {"departmentId", options.department}};
    if (!fields.is_null()) payload.update(fields);
    orders.Emit(OrderId(number), type, payload, clock.Now());
  }
  void Dispatch(int number, const OrderOptions& options = {}) {
    Event(number, "dispatched", "DISPATCHED", {}, options);
  }

  // Applies all events that there are.
  void Follow() {
    for (int pull = 0; pull < 20; ++pull) {
      const auto next = consumer.Tick(clock.Now());
      REQUIRE(next.ok());
      if (*next > clock.Now() && progress.CaughtUp()) return;
    }
    FAIL("the feed does not end");
  }
  // Runs all workers until there is nothing to do now; returns when there is next.
  absl::Time Settle() {
    for (;;) {
      absl::Time next = absl::InfiniteFuture();
      for (Worker* worker : std::vector<Worker*>{&reproject, &fire, &deliver}) {
        const auto wanted = worker->Tick(clock.Now());
        REQUIRE(wanted.ok());
        next = std::min(next, *wanted);
      }
      if (next > clock.Now()) return next;
    }
  }
  void AdvanceTo(const std::string& time) { clock.Set(At(time)); }
  // From rung to rung, as a system that is awake.
  void LiveUntil(const std::string& time) {
    Follow();
    for (absl::Time next = Settle(); next <= At(time); next = Settle()) clock.Set(next);
    AdvanceTo(time);
    Settle();
  }

  std::vector<OrderClock> Clocks(int number) {
    std::vector<OrderClock> clocks;
    REQUIRE(database.pool()
                .Transact([&](db::Tx& tx) {
                  clocks = ClocksOfOrder(tx, OrderId(number));
                  return absl::OkStatus();
                })
                .ok());
    return clocks;
  }
  // The last one of its kind.
  OrderClock Clock(int number, ClockKind kind) {
    std::optional<OrderClock> last;
    for (OrderClock& one : Clocks(number)) {
      if (one.kind == kind) last = std::move(one);
    }
    REQUIRE(last);
    return *last;
  }
  // "REMIND@11-24 12:00 late", of the order's effects in the order in which they came.
  std::vector<std::string> Effects(int number) {
    std::vector<std::string> texts;
    for (const workorder::v1::TimerEffect& effect : orders.effects()) {
      if (effect.work_order_id() != OrderId(number)) continue;
      texts.push_back(absl::StrCat(workorder::v1::TimerEffect::Clock_Name(effect.clock()), " ",
                                   workorder::v1::TimerEffect::Action_Name(effect.action()), "@",
                                   Text(absl::FromUnixSeconds(effect.fired_at().seconds())),
                                   effect.late() ? " late" : ""));
    }
    return texts;
  }
  int Count(const std::string& sql) {
    pqxx::connection connection(database.Conninfo() + " options='-c search_path=escalation'");
    return pqxx::nontransaction(connection).exec1(sql)[0].as<int>();
  }

  ManualClock clock;
  hotline::testing::ServiceDatabase database;
  FakeWorkOrders orders;
  EditableCalendar calendars;
  PolicyBook policies;
  FeedProgress progress;
  OrderFollower follower;
  events::Consumer consumer;
  Firings firings;
  FireWorker fire;
  DeliverWorker deliver;
  ReprojectWorker reproject;
};

}  // namespace hotline::escalation::testing
