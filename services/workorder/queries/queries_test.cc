#include "services/workorder/queries/queries.h"

#include <atomic>
#include <set>
#include <thread>

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "platform/events/event.h"
#include "services/workorder/domain/query_attempts.h"
#include "services/workorder/queries/query_fixture.h"
#include "services/workorder/workers/query_attempt_sweeper.h"

namespace hotline::workorder {
namespace {

using Ids = std::set<std::string>;

TEST_CASE("an order is read by those who may see it and not there for others") {
  QueryFixture f;
  const WorkOrder order = f.Save(f.Draft());
  v1::GetRequest request;
  request.set_id(order.id);
  const auto found = GetOrder(f.context, f.CallBy(f.Agent()), request);
  REQUIRE(found.ok());
  CHECK(found->number() == order.number);
  CHECK(found->type_name() == "联系法官");
  CHECK(found->requester().phone() == "138****8000");
  CHECK(found->etag() == "1");
  CHECK(ReasonOf(GetOrder(f.context, f.CallBy(f.Handler()), request).status()) ==
        "WORK_ORDER_NOT_FOUND");
  Caller foreign = f.Agent();
  foreign.court_path = "/gd/gd04/";
  CHECK(ReasonOf(GetOrder(f.context, f.CallBy(foreign), request).status()) ==
        "WORK_ORDER_NOT_FOUND");
  request.set_id(crypto::NewUuid(f.now));
  CHECK(ReasonOf(GetOrder(f.context, f.CallBy(f.Agent()), request).status()) ==
        "WORK_ORDER_NOT_FOUND");
}

TEST_CASE("the history is paged, named in Chinese and only for those who see the order") {
  QueryFixture f;
  const WorkOrder order = f.Save(f.Draft());
  REQUIRE(f.pool
              .Transact([&](db::Tx& tx) {
                std::string hash;
                for (int revision = 1; revision <= 5; ++revision) {
                  hash = events::Append(tx, hash,
                                        {.stream_id = order.id,
                                         .revision = revision,
                                         .type = "work_order.note_added",
                                         .actor_id = f.Agent().id,
                                         .actor_name = "坐席一",
                                         .occurred_at = f.now + absl::Microseconds(revision),
                                         .payload = "{\"a\": 1}"});
                }
                return absl::OkStatus();
              })
              .ok());
  v1::ListEventsRequest request;
  request.set_id(order.id);
  request.set_page_size(2);
  std::vector<int64_t> revisions;
  do {
    const auto page = ListOrderEvents(f.context, f.CallBy(f.Agent()), request);
    REQUIRE(page.ok());
    for (const auto& event : page->events()) {
      revisions.push_back(event.revision());
      CHECK(event.type_name() == "备注");
      CHECK(event.payload() == "{\"a\": 1}");
      CHECK(event.hash().size() == 64);
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  CHECK(revisions == std::vector<int64_t>{1, 2, 3, 4, 5});
  CHECK(ReasonOf(ListOrderEvents(f.context, f.CallBy(f.Handler()), request).status()) ==
        "WORK_ORDER_NOT_FOUND");
}

TEST_CASE(
    "a citizen's orders are found by number however it is written, and the search is recorded "
    "without it") {
  QueryFixture f;
  WorkOrder order = f.Draft();
  order.requester.id_number = "11010519491231002X";
  order = f.Save(order);
  WorkOrder other = f.Draft();
  other.requester.phone = "13900139000";
  f.Save(other);
  const auto search = [&](const std::string& phone, const std::string& id_number) {
    v1::SearchRequest request;
    request.set_phone(phone);
    request.set_id_number(id_number);
    const auto reply = SearchOrders(f.context, f.CallBy(f.Agent()), request);
    REQUIRE(reply.ok());
    Ids ids;
    for (const auto& found : reply->work_orders()) ids.insert(found.id());
    return ids;
  };
  CHECK(search("138-0013-8000", "") == Ids{order.id});
  CHECK(search("+86 13800138000", "") == Ids{order.id});
  CHECK(search("", "110105491231002") == Ids{order.id});
  CHECK(search("13800138000", "11010519491231002x") == Ids{order.id});
  CHECK(search("13900139000", "11010519491231002X").empty());
  CHECK(f.Rows("search_log") == 5);
  CHECK(f.Rows("search_log WHERE caller_id = '" + f.Agent().id + "' AND found = 1") == 4);
  CHECK(f.Rows("search_log WHERE search_log::text LIKE '%13800138000%'") == 0);
  CHECK(ReasonOf(SearchOrders(f.context, f.CallBy(f.Agent()), {}).status()) == "INVALID_INPUT");
  CHECK_FALSE(f.pool
                  .Transact([](db::Tx& tx) {
                    tx.ExecText("DELETE FROM search_log");
                    return absl::OkStatus();
                  })
                  .ok());
}

struct DuplicateFixture : QueryFixture {
  WorkOrder draft = [this] {
    WorkOrder d = Draft();
    d.requester.phone = "13700137000";
    d.title = "表扬";
    d.content = "立案窗口工作人员耐心细致，帮助老人填写材料。";
    return d;
  }();
  std::vector<v1::Duplicate> Find(const Caller& caller) {
    auto found = FindDuplicates(context, CallBy(caller), draft);
    REQUIRE(found.ok());
    return *found;
  }
  std::vector<std::string> Same() {
    const auto found = Find(Agent());
    if (found.empty()) return {};
    return {found[0].same().begin(), found[0].same().end()};
  }
};

TEST_CASE("an open order of the same telephone, person, case or words is a possible duplicate") {
  DuplicateFixture f;
  WorkOrder open = f.Draft();
  open.requester.id_number = "11010519491231002X";
  open.case_number = "（2026）粤0305执1234号";
  open = f.Save(open);
  using Reasons = std::vector<std::string>;
  CHECK(f.Same() == Reasons{});
  f.draft.requester.phone = "138 0013 8000";
  CHECK(f.Same() == Reasons{"PHONE"});
  f.draft.requester = {};
  f.draft.requester.id_number = "110105491231002";
  CHECK(f.Same() == Reasons{"ID_NUMBER"});
  f.draft.requester = {};
  f.draft.case_number = open.case_number;
  CHECK(f.Same() == Reasons{"CASE_NUMBER"});
  f.draft.case_number.clear();
  f.draft.title = "联系执行法官";
  f.draft.content = "执行案件立案八个月了还没有进展，被执行人名下有房产，请承办法官尽快联系我。";
  CHECK(f.Same() == Reasons{"TEXT"});
  f.draft.requester.phone = "13800138000";
  CHECK(f.Same() == Reasons{"PHONE", "TEXT"});
  CHECK(f.Find(f.Agent())[0].similarity() >= 0.5);
}

TEST_CASE("closed, old, foreign and hidden orders are no duplicates") {
  DuplicateFixture f;
  f.draft.requester.phone = "13800138000";
  WorkOrder closed = f.Draft();
  closed.state = State::kClosed;
  f.Save(closed);
  WorkOrder old = f.Draft();
  old.create_time = f.now - absl::Hours(24 * 91);
  f.Save(old);
  WorkOrder foreign = f.Draft();
  foreign.court_path = "/gd/gd04/";
  f.Save(foreign);
  WorkOrder complaint = f.Draft();
  complaint.respondent.person_name = f.Agent().name;
  f.Save(complaint);
  CHECK(f.Find(f.Agent()).empty());
  const WorkOrder open = f.Save(f.Draft());
  CHECK(f.Find(f.Agent()).size() == 1);
  v1::CheckDuplicatesRequest request;
  request.mutable_requester()->set_phone("138-0013-8000");
  const auto checked = CheckDuplicates(f.context, f.CallBy(f.Agent()), request);
  REQUIRE(checked.ok());
  REQUIRE(checked->duplicates_size() == 1);
  CHECK(checked->duplicates(0).id() == open.id);
}

TEST_CASE("the dictionaries are listed") {
  const v1::ListTypesReply reply = ListOrderTypes();
  CHECK(reply.types_size() == 12);
  CHECK(reply.suspension_reasons_size() > 0);
}

struct PublicFixture : QueryFixture {
  WorkOrder order = Save(Draft());
  absl::StatusOr<v1::QueryPublicReply> Ask(const std::string& number, const std::string& code) {
    v1::QueryPublicRequest request;
    request.set_number(number);
    request.set_extraction_code(code);
    return QueryPublicly(context, CallBy(Caller{}), request);
  }
  std::string Reason(const std::string& number, const std::string& code) {
    return ReasonOf(Ask(number, code).status());
  }
};

TEST_CASE("the citizen is told the state, and the answer once it is reviewed") {
  PublicFixture f;
  const auto reply = f.Ask(" " + f.order.number + " ", "abcd-2345");
  REQUIRE(reply.ok());
  CHECK(reply->state_name() == "待派单");
  CHECK(reply->answer().empty());

  WorkOrder handled = f.Draft();
  handled.detail.feedbacks.push_back({.content = "已联系。"});
  handled.state = State::kHotlineReview;
  handled = f.Save(handled);
  CHECK(f.Ask(handled.number, "ABCD2345")->answer().empty());
  WorkOrder closed = handled;
  closed.id = crypto::NewUuid(f.now);
  closed.state = State::kClosed;
  closed = f.Save(closed);
  CHECK(f.Ask(closed.number, "ABCD2345")->answer() == "已联系。");
}

TEST_CASE("a wrong number and a wrong code get the same answers, up to the lock") {
  PublicFixture f;
  for (const std::string& number : {f.order.number, std::string("20260101999999")}) {
    CAPTURE(number);
    for (int i = 0; i < kFailuresToLock; ++i)
      CHECK(f.Reason(number, "WRONG234") == "QUERY_NOT_MATCHED");
    const auto locked = f.Ask(number, "WRONG234");
    CHECK(ReasonOf(locked.status()) == "QUERY_LOCKED");
    CHECK(absl::IsResourceExhausted(locked.status()));
    CHECK(ParamsOf(locked.status()).at("minutes") == "15");
  }
  CHECK(f.Reason(f.order.number, "ABCD2345") == "QUERY_LOCKED");
  f.now += kFirstLock;
  CHECK(f.Ask(f.order.number, "ABCD2345").ok());
}

TEST_CASE("attempts at one number at once are all counted") {
  PublicFixture f;
  std::vector<std::thread> callers;
  std::atomic<int> not_matched = 0, locked = 0;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([&] {
      const std::string reason = f.Reason(f.order.number, "WRONG234");
      if (reason == "QUERY_NOT_MATCHED") ++not_matched;
      if (reason == "QUERY_LOCKED") ++locked;
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(not_matched == kFailuresToLock);
  CHECK(locked == 16 - kFailuresToLock);
}

TEST_CASE("each further lock is twice as long, up to a day; success forgets") {
  PublicFixture f;
  absl::Duration lock = kFirstLock;
  for (int round = 0; round < 9; ++round) {
    for (int i = 0; i < kFailuresToLock; ++i)
      REQUIRE(f.Reason(f.order.number, "x") == "QUERY_NOT_MATCHED");
    f.now += lock - absl::Seconds(1);
    REQUIRE(f.Reason(f.order.number, "x") == "QUERY_LOCKED");
    f.now += absl::Seconds(1);
    lock = std::min(2 * lock, kLongestLock);
  }
  CHECK(f.Ask(f.order.number, "ABCD2345").ok());
  CHECK(f.Rows("public_query_attempt") == 0);
  for (int i = 0; i < kFailuresToLock; ++i) f.Reason(f.order.number, "x");
  f.now += kFirstLock;
  CHECK(f.Ask(f.order.number, "ABCD2345").ok());
}

TEST_CASE("old failures are forgotten in time") {
  PublicFixture f;
  QueryAttemptSweeper sweeper(&f.pool);
  f.Reason("20260101999999", "x");
  REQUIRE(sweeper.Tick(f.now + absl::Hours(47)).ok());
  CHECK(f.Rows("public_query_attempt") == 1);
  REQUIRE(sweeper.Tick(f.now + absl::Hours(49)).ok());
  CHECK(f.Rows("public_query_attempt") == 0);
}

}  // namespace
}  // namespace hotline::workorder
