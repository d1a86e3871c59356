// Who sends what, when, and how often: with channels that only keep what they carry.
#include "services/notification/workers/delivery_worker.h"

#include <set>
#include <thread>

#include "services/notification/testing/post_room.h"

namespace hotline::notification::testing {
namespace {

using nlohmann::json;

const json kTimer = {{"clock", "HANDLING"}, {"dueTime", "2026-11-25T09:30:00Z"}};

TEST_CASE_METHOD(PostRoom, "an overdue order is told to the head by e-mail, too") {
  Happen(1, "work_order.head_notified", kTimer);
  Follow();
  Deliver();
  const auto carried = email.carried();
  REQUIRE(carried.size() == 1);
  CHECK(carried[0].letter.target == kHead);
  CHECK(carried[0].letter.title == "逾期告知：工单20261123001001");
  CHECK(carried[0].letter.body.find("11月25日 17:30") != std::string::npos);
  CHECK(Inbox(User(kHead)).size() == 1);
  CHECK(sms.carried().empty());
}

TEST_CASE_METHOD(PostRoom, "the requester is told by SMS of registration, extension and close") {
  Happen(1, "work_order.registered", {{"channel", "PHONE"}});
  Happen(1, "work_order.due_time_set",
         {{"reason", "extension_decided"}, {"dueTime", "2026-11-27T09:30:00Z"}});
  Happen(1, "work_order.due_time_set",
         {{"reason", "dispatched"}, {"dueTime", "2026-11-25T09:30:00Z"}});
  Happen(1, "work_order.closed");
  sms.locate = [](const Letter& letter) { return letter.id; };  // Three people: no limit is met.
  Follow();
  Deliver();
  std::map<std::string, Letter> carried;
  for (const Carried& one : sms.carried()) carried[one.letter.template_code] = one.letter;
  REQUIRE(sms.carried().size() == 3);
  CHECK(carried.at("sms_registered").parameters ==
        std::map<std::string, std::string>{{"orderNumber", "20261123001001"}});
  CHECK(carried.at("sms_extended").parameters.at("dueTime") == "11月27日 17:30");
  CHECK(carried.at("sms_closed").target == OrderId(1));
}

TEST_CASE_METHOD(PostRoom, "the same event posts to a recipient once, also after a restore") {
  Happen(1, "work_order.head_notified", kTimer);
  Follow();
  Deliver();
  REQUIRE(database.pool()
              .Transact([](db::Tx& tx) -> absl::Status {
                tx.ExecText("UPDATE consumer SET position = 0");
                return absl::OkStatus();
              })
              .ok());
  Follow();
  Deliver();
  CHECK(email.carried().size() == 1);
}

TEST_CASE_METHOD(PostRoom, "people sleep; what is urgent by rule wakes them") {
  v1::CreateRuleRequest rule;
  rule.set_name("通报即刻邮件");
  rule.set_event_type("work_order.criticized");
  rule.set_audience(v1::DEPARTMENT_HEAD);
  rule.set_channel(v1::EMAIL);
  rule.set_template_("criticized");
  rule.set_at_once(true);
  REQUIRE(rules.Create(As(User("admin")), rule).ok());
  clock.Advance(absl::Hours(14));  // 23:00
  Happen(1, "work_order.head_notified", kTimer);
  Happen(1, "work_order.criticized", kTimer);
  Follow();
  Deliver();
  REQUIRE(email.carried().size() == 1);
  CHECK(email.carried()[0].letter.event_type == "work_order.criticized");
  const auto waiting = Deliveries(v1::Delivery::PENDING);
  REQUIRE(waiting.size() == 2);  // To the head, and to the supervisor.
  CHECK(waiting[0].reason() == "QUIET_HOURS");
  CHECK(waiting[0].attempt_count() == 0);
  clock.Advance(absl::Hours(9));  // 08:00
  Deliver();
  CHECK(email.carried().size() == 3);
}

TEST_CASE_METHOD(PostRoom, "a court's own quiet hours hold for it and those below") {
  v1::SetQuietHoursRequest set;
  set.set_channel(v1::EMAIL);
  set.set_from("08:30");
  set.set_until("10:00");
  REQUIRE(quiet_hours.Set(As(User("admin")), set).ok());
  json elsewhere = kTimer;
  elsewhere["courtPath"] = "/粤/粤01/";
  json below = kTimer;
  below["courtPath"] = "/粤/粤03/粤0305/";
  Happen(1, "work_order.head_notified", kTimer);  // At 09:00.
  Happen(2, "work_order.head_notified", elsewhere);
  Happen(3, "work_order.head_notified", below);
  Follow();
  Deliver();
  REQUIRE(email.carried().size() == 1);
  CHECK(email.carried()[0].letter.order_id == OrderId(2));
  clock.Advance(absl::Hours(1));
  Deliver();
  CHECK(email.carried().size() == 3);
}

TEST_CASE_METHOD(PostRoom,
                 "quiet hours are those of the nearest court, and each change is an event") {
  const auto hours_of = [&](const Caller& caller) {
    std::vector<std::string> said;
    auto reply = quiet_hours.List(As(caller), {});
    REQUIRE(reply.ok());
    for (const v1::QuietHours& one : reply->quiet_hours())
      said.push_back(v1::Channel_Name(one.channel()) + " " + one.from() + "-" + one.until() + " " +
                     one.court_path());
    return said;
  };
  using Said = std::vector<std::string>;
  const Caller admin = User("admin");
  CHECK(hours_of(admin) == Said{"EMAIL 22:00-08:00 ", "SMS 22:00-08:00 "});
  v1::SetQuietHoursRequest set;
  set.set_channel(v1::SMS);
  set.set_from("18:00");
  set.set_until("09:30");
  REQUIRE(quiet_hours.Set(As(admin), set).ok());
  set.set_until("09:00");
  REQUIRE(quiet_hours.Set(As(admin), set).ok());
  CHECK(hours_of(admin) == Said{"EMAIL 22:00-08:00 ", "SMS 18:00-09:00 /粤/粤03/"});
  CHECK(hours_of(User("other", "", "/粤/粤01/")) == Said{"EMAIL 22:00-08:00 ", "SMS 22:00-08:00 "});
  set.set_channel(v1::WEBHOOK);
  CHECK(ReasonOf(quiet_hours.Set(As(admin), set).status()) == "NO_QUIET_HOURS");
  auto history = events::VerifyHistory(database.pool());
  REQUIRE(history.ok());
  CHECK(history->events == 2);
  CHECK(history->broken.empty());
}

TEST_CASE_METHOD(PostRoom, "one number gets one message a minute and ten a day, and loses none") {
  sms.locate = [](const Letter&) { return std::string("13800000000"); };
  for (int number = 1; number <= 12; ++number) Happen(number, "work_order.registered");
  Follow();
  Deliver();
  CHECK(sms.carried().size() == 1);
  for (int minute = 0; minute < 11; ++minute) {
    clock.Advance(absl::Minutes(1));
    Deliver();
  }
  CHECK(sms.carried().size() == 10);
  const auto waiting = Deliveries(v1::Delivery::PENDING);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].reason() == "TOO_MANY");
  clock.Advance(absl::Hours(24));
  Deliver();
  clock.Advance(absl::Minutes(1));
  Deliver();
  CHECK(sms.carried().size() == 12);
  for (size_t i = 1; i < 12; ++i)
    CHECK(sms.carried()[i].time - sms.carried()[i - 1].time >= absl::Minutes(1));
}

TEST_CASE_METHOD(PostRoom, "no address stands in the database") {
  sms.locate = [](const Letter&) { return std::string("13800000000"); };
  Happen(1, "work_order.registered");
  Follow();
  Deliver();
  REQUIRE(sms.carried().at(0).address == "13800000000");
  auto found = database.pool().Read<int>([](db::Tx& tx) -> absl::StatusOr<int> {
    return tx
        .ExecText(
            "SELECT count(*) FROM (SELECT d::text AS row FROM delivery d UNION ALL SELECT "
            "a::text FROM attempt a UNION ALL SELECT s::text FROM send s) rows WHERE row LIKE "
            "'%13800000000%' OR row LIKE '%' || encode('13800000000', 'hex') || '%'")[0][0]
        .as<int>();
  });
  REQUIRE(found.ok());
  CHECK(*found == 0);
}

TEST_CASE_METHOD(PostRoom, "who has no address is not told; who cannot be asked is asked again") {
  sms.locate = [](const Letter& letter) -> absl::StatusOr<std::string> {
    if (letter.order_id == OrderId(1)) return NotFound("NO_ADDRESS");
    return absl::UnavailableError("away");
  };
  Happen(1, "work_order.registered");
  Happen(2, "work_order.registered");
  Follow();
  Deliver();
  const auto dropped = Deliveries(v1::Delivery::DROPPED);
  REQUIRE(dropped.size() == 1);
  CHECK(dropped[0].reason() == "NO_ADDRESS");
  CHECK(dropped[0].attempt_count() == 0);
  const auto waiting = Deliveries(v1::Delivery::PENDING);
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].reason() == "UNAVAILABLE");
  CHECK(waiting[0].attempt_count() == 1);
}

TEST_CASE("a letter of a channel that is off is dropped as it is written, and can be replayed") {
  PostRoom room({ChannelKind::kWebhook, ChannelKind::kEmail});
  room.Happen(1, "work_order.registered");
  room.Follow();
  const auto dropped = room.Deliveries(v1::Delivery::DROPPED, v1::SMS);
  REQUIRE(dropped.size() == 1);
  CHECK(dropped[0].reason() == "CHANNEL_OFF");
  CHECK(dropped[0].attempt_count() == 0);
  CHECK(room.Deliveries().size() == 1);
  room.Deliver();
  CHECK(room.sms.carried().empty());
  REQUIRE(room.Replay(dropped[0].id()).ok());
  room.Deliver();
  CHECK(room.sms.carried().size() == 1);
}

TEST_CASE_METHOD(PostRoom, "what was written before its channel was switched off is dropped") {
  Sender without({.pool = &database.pool(), .cipher = &cipher, .clock = &clock, .channels = {}});
  DeliveryWorker worker(&database.pool(), &without, {});
  Happen(1, "work_order.registered");
  Follow();
  REQUIRE(worker.Tick(clock.Now()).ok());
  worker.AwaitAll();
  const auto dropped = Deliveries(v1::Delivery::DROPPED, v1::SMS);
  REQUIRE(dropped.size() == 1);
  CHECK(dropped[0].reason() == "CHANNEL_OFF");
}

TEST_CASE_METHOD(PostRoom, "what cannot ever arrive is given up at once") {
  sms.answer = [](const Letter&) {
    return Outcome{.kind = Outcome::Kind::kPermanent, .reason = "MOBILE_NUMBER_ILLEGAL"};
  };
  Happen(1, "work_order.registered");
  Follow();
  Deliver();
  CHECK(Deliveries(v1::Delivery::DEAD).at(0).reason() == "MOBILE_NUMBER_ILLEGAL");
  clock.Advance(absl::Hours(24 * 7));
  Deliver();
  CHECK(sms.carried().size() == 1);
}

// Takes everything that is due, as a process does that then dies.
std::vector<Delivery> TakeAndDie(PostRoom& room) {
  auto taken = room.database.pool().Transact<std::vector<Delivery>>(
      [&](db::Tx& tx) -> absl::StatusOr<std::vector<Delivery>> {
        return TakeDeliveries(tx, room.clock.Now(), room.clock.Now() + absl::Minutes(2),
                              {.in_a_lane = 100, .in_all = 100, .of_busy_lanes = {}});
      });
  REQUIRE(taken.ok());
  return *taken;
}

TEST_CASE_METHOD(PostRoom,
                 "a process that dies after sending makes the letter come twice, not lost") {
  Happen(1, "work_order.registered");
  Follow();
  const std::vector<Delivery> taken = TakeAndDie(*this);
  REQUIRE(taken.size() == 1);
  sms.Send(taken[0].letter, "13800000000", clock.Now());
  clock.Advance(absl::Seconds(119));
  Deliver();
  CHECK(sms.carried().size() == 1);  // Somebody is at it, for all that others know.
  clock.Advance(absl::Seconds(1));
  Deliver();
  REQUIRE(sms.carried().size() == 2);
  CHECK(sms.carried()[0].letter.id == sms.carried()[1].letter.id);
  const v1::Delivery delivery = GetDelivery(taken[0].letter.id);
  CHECK(delivery.state() == v1::Delivery::DELIVERED);
  CHECK(delivery.attempt_count() == 2);
  REQUIRE(delivery.attempts_size() == 1);
  CHECK(delivery.attempts(0).number() == 2);  // The first was cut off.
}

TEST_CASE_METHOD(PostRoom,
                 "a channel that throws costs one letter one attempt, and nobody the process") {
  sms.locate = [](const Letter& letter) -> absl::StatusOr<std::string> {
    if (letter.order_id == OrderId(1)) throw std::logic_error("a bug");
    return letter.id;
  };
  Happen(1, "work_order.registered");
  Happen(2, "work_order.registered");
  Follow();
  Deliver();
  CHECK(sms.carried().size() == 1);
  sms.locate = [](const Letter& letter) { return letter.id; };
  clock.Advance(absl::Minutes(2));
  Deliver();
  CHECK(sms.carried().size() == 2);
}

TEST_CASE_METHOD(PostRoom, "a letter with which everybody dies is given up, too") {
  Happen(1, "work_order.registered");
  Follow();
  for (int death = 0; death < 7; ++death) {  // As often as an SMS is tried.
    REQUIRE(TakeAndDie(*this).size() == 1);
    clock.Advance(absl::Minutes(2));
  }
  Deliver();
  CHECK(sms.carried().empty());
  const auto dead = Deliveries(v1::Delivery::DEAD);
  REQUIRE(dead.size() == 1);
  CHECK(dead[0].reason() == "INTERRUPTED");
  REQUIRE(Replay(dead[0].id()).ok());
  Deliver();
  CHECK(sms.carried().size() == 1);
}

TEST_CASE_METHOD(PostRoom, "who comes back late changes nothing, unless the letter arrived") {
  Happen(1, "work_order.registered");
  Follow();
  const Delivery late = TakeAndDie(*this).at(0);
  clock.Advance(absl::Minutes(2));
  const Delivery second = TakeAndDie(*this).at(0);
  CHECK(second.attempts == 2);
  sms.answer = [](const Letter&) { return Outcome{.reason = "TIMEOUT"}; };
  REQUIRE(sender.Send(late).ok());
  CHECK(GetDelivery(late.letter.id).reason().empty());  // Still the second's.
  sms.answer = [](const Letter&) { return Outcome{.kind = Outcome::Kind::kDelivered}; };
  clock.Advance(absl::Minutes(1));
  REQUIRE(sender.Send(late).ok());
  CHECK(GetDelivery(late.letter.id).state() == v1::Delivery::DELIVERED);
}

TEST_CASE_METHOD(PostRoom, "many processes carry each letter once") {
  sms.locate = [](const Letter& letter) { return letter.id; };
  for (int number = 1; number <= 200; ++number) Happen(number, "work_order.registered");
  Follow();
  DeliveryWorker others[] = {{&database.pool(), &sender, {}}, {&database.pool(), &sender, {}}};
  std::vector<std::thread> threads;
  for (DeliveryWorker& worker : others) {
    threads.emplace_back([&] {
      while (sms.carried().size() < 200) {
        (void)worker.Tick(clock.Now());
        worker.AwaitAll();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> ids;
  for (const Carried& one : sms.carried()) ids.insert(one.letter.id);
  CHECK(ids.size() == 200);
  CHECK(sms.carried().size() == 200);
}

TEST_CASE_METHOD(PostRoom, "a receiver that hangs holds up nobody else") {
  std::mutex mutex;
  std::condition_variable freed;
  bool hangs = true;
  email.answer = [&](const Letter&) {
    std::unique_lock lock(mutex);
    freed.wait(lock, [&] { return !hangs; });
    return Outcome{.reason = "TIMEOUT"};
  };
  sms.locate = [](const Letter& letter) { return letter.id; };
  for (int number = 1; number <= 20; ++number) {
    Happen(number, "work_order.head_notified", kTimer);
    Happen(number, "work_order.registered");
  }
  Follow();
  while (sms.carried().size() < 20) REQUIRE(deliver.Tick(clock.Now()).ok());
  CHECK(email.carried().size() == 4);  // As many as one lane may have under way.
  {
    std::lock_guard lock(mutex);
    hangs = false;
  }
  freed.notify_all();
  deliver.AwaitAll();
  REQUIRE(deliver.Tick(clock.Now()).ok());  // It fails: one at a time from now on.
  deliver.AwaitAll();
  CHECK(email.carried().size() == 5);
}

TEST_CASE_METHOD(PostRoom, "deliveries come in pages, latest first, by what is asked for") {
  for (int number = 1; number <= 5; ++number) {
    Happen(number, "work_order.registered");
    Follow();
    clock.Advance(absl::Minutes(2));
  }
  v1::ListDeliveriesRequest request;
  request.set_page_size(2);
  request.set_state(v1::Delivery::PENDING);
  std::vector<std::string> numbers;
  for (int page = 0; page < 3; ++page) {
    auto reply = deliveries.List(As(User("admin")), request);
    REQUIRE(reply.ok());
    for (const v1::Delivery& one : reply->deliveries()) numbers.push_back(one.work_order_number());
    request.set_page_token(reply->next_page_token());
  }
  CHECK(request.page_token().empty());
  REQUIRE(numbers.size() == 5);
  CHECK(numbers.front() == "20261123001005");
  CHECK(numbers.back() == "20261123001001");
  v1::ListDeliveriesRequest of_order;
  of_order.set_work_order_id(OrderId(3));
  auto one = deliveries.List(As(User("admin")), of_order);
  REQUIRE(one.ok());
  REQUIRE(one->deliveries_size() == 1);
  v1::GetDeliveryRequest get;
  get.set_id(one->deliveries(0).id());
  const Caller other = User("other", "", "/粤/粤01/");
  CHECK(ReasonOf(deliveries.Get(As(other), get).status()) == "DELIVERY_NOT_FOUND");
  CHECK(deliveries.List(As(other), {})->deliveries_size() == 0);
}

TEST_CASE_METHOD(PostRoom, "two thousand letters of one instant are carried soon") {
  sms.locate = [](const Letter& letter) { return letter.id; };
  for (int number = 0; number < 2000; ++number) Happen(number, "work_order.registered");
  Follow();
  const absl::Time start = absl::Now();
  while (sms.carried().size() < 2000) REQUIRE(deliver.Tick(clock.Now()).ok());
  deliver.AwaitAll();
  WARN("carried in " << absl::FormatDuration(absl::Now() - start));
  CHECK(Deliveries(v1::Delivery::PENDING).empty());
}

}  // namespace
}  // namespace hotline::notification::testing
