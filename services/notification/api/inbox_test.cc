#include "services/notification/testing/post_room.h"

namespace hotline::notification::testing {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

TEST_CASE_METHOD(PostRoom, "an automatic urge tells both sides, each once") {
  Happen(1, "work_order.urged",
         {{"source", "TIMER"},
          {"count", 2},
          {"clock", "HANDLING"},
          {"dueTime", "2026-11-25T09:30:00Z"}});
  Follow();
  CHECK(Titles(User("any", kBureau)) == Texts{"催办：工单20261123001001"});
  CHECK(Titles(User(kHandler)) == Texts{"催办：工单20261123001001"});
  const std::vector<v1::Notice> office = Inbox(User("dispatcher", kOffice));
  REQUIRE(office.size() == 1);
  CHECK(office[0].body() ==
        "工单20261123001001的办理期限为11月25日 17:30，系统已向承办部门催办（第2次）。");
  CHECK(office[0].for_department());
  CHECK(office[0].work_order_id() == OrderId(1));
}

TEST_CASE_METHOD(PostRoom, "a person's urge tells the receiving side only") {
  Happen(1, "work_order.urged", {{"source", "CITIZEN"}, {"count", 1}});
  Follow();
  CHECK(Inbox(User("any", kBureau)).size() == 1);
  CHECK(Inbox(User("dispatcher", kOffice)).empty());
}

TEST_CASE_METHOD(PostRoom, "events of timers reach whom they concern") {
  const json timer = {{"clock", "SIGN_IN"}, {"dueTime", "2026-11-24T01:00:00Z"}, {"rung", 1}};
  for (const char* type :
       {"work_order.reminded", "work_order.head_notified", "work_order.criticized"})
    Happen(1, type, timer);
  json supervised = timer;
  supervised.update({{"number", "督〔2026〕1号"}, {"deadline", "2026-11-26T09:30:00Z"}});
  Happen(1, "work_order.supervised", supervised);
  Follow();
  CHECK(Inbox(User(kHandler)).size() == 1);
  CHECK(Inbox(User("any", kBureau)).size() == 3);
  CHECK(Inbox(User(kHead)).size() == 3);
  CHECK(Inbox(User(kSupervisor)).size() == 1);
  for (const v1::Notice& notice : Inbox(User(kHead)))
    CHECK(notice.body().find("—") == std::string::npos);
}

TEST_CASE_METHOD(PostRoom, "conditions on the payload decide") {
  Happen(1, "work_order.return_decided", {{"decision", "APPROVE"}, {"sentOn", false}});
  Happen(2, "work_order.return_decided", {{"decision", "APPROVE"}, {"sentOn", true}});
  Happen(3, "work_order.return_decided", {{"decision", "REJECT"}});
  Follow();
  CHECK(Titles(User("any", kBureau)) ==
        Texts{"新工单20261123001002", "退单未获同意：工单20261123001003"});
}

TEST_CASE_METHOD(PostRoom, "the unit complained about hears nothing") {
  Happen(1, "work_order.dispatched",
         {{"coDepartmentIds", {kFiling, kBureau}}, {"respondentDepartmentId", kBureau}});
  Follow();
  CHECK(Inbox(User("any", kBureau)).empty());
  CHECK(Inbox(User("any", kFiling)).size() == 1);
}

TEST_CASE_METHOD(PostRoom, "a supervisor who belongs to the unit complained about hears nothing") {
  const std::string of_bureau = User("of bureau").id;
  directory.supervisors.push_back({of_bureau, kBureau});
  Happen(1, "work_order.supervision_replied", {{"number", "督〔2026〕1号"}});
  Happen(2, "work_order.supervision_replied",
         {{"number", "督〔2026〕2号"}, {"respondentDepartmentId", kBureau}});
  Follow();
  CHECK(Inbox(User(of_bureau)).size() == 1);
  CHECK(Inbox(User(kSupervisor)).size() == 2);
}

TEST_CASE_METHOD(PostRoom, "who is complained about by name hears nothing") {
  const std::string other = User("other").id;
  directory.supervisors.push_back({other, ""});
  orders.respondents[OrderId(1)] = directory.NameOf(kSupervisor).value();
  Happen(1, "work_order.supervision_replied",
         {{"number", "督〔2026〕1号"}, {"respondentNamed", true}});
  Happen(2, "work_order.supervision_replied",
         {{"number", "督〔2026〕2号"}, {"respondentNamed", true}});
  Follow();
  CHECK(Inbox(User(kSupervisor)).size() == 1);
  CHECK(Inbox(User(other)).size() == 2);
}

TEST_CASE_METHOD(PostRoom, "a department's notice is kept from a member who is complained about") {
  const Caller named = User("named", kBureau), colleague = User("colleague", kBureau);
  directory.members[kBureau] = {{named.id, "甲"}, {colleague.id, "乙"}};
  orders.respondents[OrderId(1)] = "甲";
  Happen(1, "work_order.supervised", {{"number", "督〔2026〕1号"}, {"respondentNamed", true}});
  Happen(2, "work_order.supervised", {{"number", "督〔2026〕2号"}, {"respondentNamed", true}});
  Happen(3, "work_order.supervised", {{"number", "督〔2026〕3号"}, {"respondentNamed", false}});
  Follow();
  CHECK(Inbox(colleague).size() == 3);
  REQUIRE(Inbox(named).size() == 2);
  CHECK(Unread(named) == 2);
  CHECK(Unread(colleague) == 3);
  for (const v1::Notice& notice : Inbox(colleague)) {
    v1::GetNoticeRequest request;
    request.set_id(notice.id());
    CHECK(notices.Get(As(named), request).ok() == (notice.work_order_id() != OrderId(1)));
  }
  const auto marked = notices.MarkAllRead(As(named), {});
  REQUIRE(marked.ok());
  CHECK(marked->marked() == 2);
}

TEST_CASE_METHOD(PostRoom, "an event that does not say whether a person is named is asked about") {
  orders.respondents[OrderId(1)] = directory.NameOf(kHead).value();
  Happen(1, "work_order.head_notified");  // As of the release before.
  Follow();
  CHECK(Inbox(User(kHead)).empty());
}

TEST_CASE_METHOD(PostRoom, "of another service's event the orders are asked in any case") {
  orders.respondents[OrderId(1)] = directory.NameOf(kSupervisor).value();
  for (const int number : {1, 2})
    Happen(3, "callback_task.set_aside_requested", {{"workOrderId", OrderId(number)}});
  Follow();
  CHECK(Inbox(User(kSupervisor)).size() == 1);
}

TEST_CASE_METHOD(PostRoom, "a repeated or interrupted feed tells nothing twice") {
  Happen(1, "work_order.dispatched");
  Follow();
  // The position is lost, as after a restore of an older copy: the unique key still holds.
  REQUIRE(database.pool()
              .Transact([](db::Tx& tx) -> absl::Status {
                tx.ExecText("UPDATE consumer SET position = 0");
                return absl::OkStatus();
              })
              .ok());
  Follow();
  CHECK(Inbox(User("any", kBureau)).size() == 1);
}

TEST_CASE_METHOD(PostRoom, "while the directory is away the feed waits, and nothing is lost") {
  directory.away = true;
  Happen(1, "work_order.dispatched");
  Happen(1, "work_order.head_notified",
         {{"clock", "HANDLING"}, {"dueTime", "2026-11-24T01:00:00Z"}});
  CHECK_FALSE(consumer.Tick(clock.Now()).ok());
  CHECK(Inbox(User("any", kBureau)).empty());
  directory.away = false;
  Follow();
  CHECK(Inbox(User("any", kBureau)).size() == 1);
  CHECK(Inbox(User(kHead)).size() == 1);
}

TEST_CASE_METHOD(PostRoom, "what the event does not say is asked or left open, and stops nobody") {
  Happen(1, "work_order.registered", {{"urgency", "CRITICAL"}, {"orderNumber", nullptr}});
  Happen(2, "work_order.extension_requested");  // Without workingDays.
  Happen(3, "work_order.dispatched");
  feed.back().set_payload("[1]");
  Happen(4, "work_order.dispatched");
  Follow();
  const std::vector<v1::Notice> office = Inbox(User("dispatcher", kOffice));
  REQUIRE(office.size() == 2);
  Texts bodies = {office[0].body(), office[1].body()};
  std::sort(bodies.begin(), bodies.end());
  CHECK(bodies[0] == "工单20261123000099（特急）已登记，请尽快派单。");
  CHECK(bodies[1].find("延期—个工作日") != std::string::npos);
  CHECK(Inbox(User("any", kBureau)).size() == 1);
}

TEST_CASE_METHOD(PostRoom, "old history tells nobody") {
  Happen(1, "work_order.dispatched");
  clock.Advance(absl::Hours(8 * 24));
  Happen(2, "work_order.dispatched");
  Follow();
  CHECK(Titles(User("any", kBureau)) == Texts{"新工单20261123001002"});
}

TEST_CASE_METHOD(PostRoom, "a department's notice is read by each person, with a receipt") {
  Happen(1, "work_order.dispatched");
  Happen(2, "work_order.dispatched");
  Follow();
  const Caller li = User("li", kBureau);
  const Caller wang = User("wang", kBureau);
  CHECK(Unread(li) == 2);
  v1::MarkReadRequest request;
  request.set_id(Inbox(li)[0].id());
  REQUIRE(notices.MarkRead(As(li), request).ok());
  clock.Advance(absl::Minutes(5));
  REQUIRE(notices.MarkRead(As(li), request).ok());  // The first time stays.
  REQUIRE(notices.MarkRead(As(wang), request).ok());
  CHECK(Unread(li) == 1);
  CHECK(Inbox(li, true).size() == 1);
  v1::GetNoticeRequest get;
  get.set_id(request.id());
  auto notice = notices.Get(As(li), get);
  REQUIRE(notice.ok());
  REQUIRE(notice->receipts_size() == 2);
  CHECK(notice->receipts(0).user_name() == "li");
  CHECK(notice->receipts(1).read_time().seconds() - notice->receipts(0).read_time().seconds() ==
        300);

  auto all = notices.MarkAllRead(As(wang), {});
  REQUIRE(all.ok());
  CHECK(all->marked() == 1);
  CHECK(Unread(wang) == 0);
  CHECK(Unread(li) == 1);
}

TEST_CASE_METHOD(PostRoom, "another department's notice does not exist") {
  Happen(1, "work_order.dispatched");
  Follow();
  v1::MarkReadRequest request;
  request.set_id(Inbox(User("li", kBureau))[0].id());
  CHECK(ReasonOf(notices.MarkRead(As(User("wu", kFiling)), request).status()) ==
        "NOTICE_NOT_FOUND");
  CHECK(ReasonOf(notices.MarkRead(As(User("nobody")), request).status()) == "NOTICE_NOT_FOUND");
}

TEST_CASE_METHOD(PostRoom, "the inbox comes in pages, latest first") {
  for (int number = 1; number <= 5; ++number) {
    Happen(number, "work_order.dispatched");
    Follow();
    clock.Advance(absl::Minutes(1));
  }
  v1::ListNoticesRequest request;
  request.set_page_size(2);
  Texts titles;
  for (int page = 0; page < 3; ++page) {
    auto reply = notices.List(As(User("li", kBureau)), request);
    REQUIRE(reply.ok());
    for (const v1::Notice& notice : reply->notices()) titles.push_back(notice.title());
    request.set_page_token(reply->next_page_token());
  }
  CHECK(request.page_token().empty());
  REQUIRE(titles.size() == 5);
  CHECK(titles.front() == "新工单20261123001005");
  CHECK(titles.back() == "新工单20261123001001");
}

TEST_CASE_METHOD(PostRoom, "ten thousand events of one instant become thirty thousand rows") {
  for (int number = 0; number < 10'000; ++number)
    Happen(number, "work_order.urged",
           {{"source", "TIMER"},
            {"count", 1},
            {"clock", "HANDLING"},
            {"dueTime", "2026-11-25T09:30:00Z"}});
  const absl::Time start = absl::Now();
  Follow();
  WARN("applied in " << absl::FormatDuration(absl::Now() - start));
  CHECK(Unread(User("li", kBureau)) == 10'000);
  CHECK(Unread(User(kHandler)) == 10'000);
  CHECK(Unread(User("dispatcher", kOffice)) == 10'000);
}

}  // namespace
}  // namespace hotline::notification::testing
