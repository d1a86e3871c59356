#include <algorithm>
#include <random>

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "services/workorder/domain/visibility.h"
#include "services/workorder/queries/query_fixture.h"

namespace hotline::workorder {
namespace {

using Ids = std::vector<std::string>;

struct ListFixture : QueryFixture {
  Ids All(const Caller& caller, v1::ListRequest request, int page_size = 50) {
    Ids ids;
    request.set_page_size(page_size);
    do {
      const auto page = ListOrders(context, CallBy(caller), request);
      REQUIRE(page.ok());
      CHECK(page->work_orders_size() <= page_size);
      for (const auto& order : page->work_orders()) ids.push_back(order.id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  Ids All(const v1::ListRequest& request) { return All(Agent(), request); }
  std::string ReasonFor(const v1::ListRequest& request) {
    return ReasonOf(ListOrders(context, CallBy(Agent()), request).status());
  }
};

// People and orders of a few courts, departments and names, so that every combination comes up.
struct World {
  std::mt19937 random{20261123};
  const Ids courts{"/gd/", "/gd/gd03/", "/gd/gd03/a/", "/gd/gd04/", "/g_/"};
  const Ids departments{"", kDepartment, kOtherDepartment, "55555555-5555-5555-5555-555555555555"};
  const Ids names{"张三", "李四", "王五"};

  const std::string& Pick(const Ids& from) { return from[random() % from.size()]; }
  bool Chance(int percent) { return static_cast<int>(random() % 100) < percent; }

  WorkOrder Order(const ServiceFixture& f) {
    WorkOrder order = f.Draft();
    order.court_path = Pick(courts);
    order.state = static_cast<State>(1 + random() % 10);
    order.department_id = Pick(departments);
    if (Chance(30))
      order.co_department_ids = {departments[1 + random() % 3], departments[1 + random() % 3]};
    if (Chance(30)) order.respondent.department_id = departments[1 + random() % 3];
    if (Chance(30)) order.respondent.person_name = " " + Pick(names);
    if (Chance(70)) order.due_time = f.now + absl::Hours(static_cast<int>(random() % 5));
    return order;
  }
  Caller Person(const ServiceFixture& f, int number) {
    Caller caller = f.Person(std::to_string(number), {}, Pick(departments));
    caller.name = Pick(names);
    caller.court_path = Pick(courts);
    if (Chance(60)) caller.permissions.insert("workorder.read.court");
    if (Chance(60)) caller.permissions.insert("workorder.read.department");
    return caller;
  }
};

TEST_CASE("a list holds what MaySee allows and nothing else, each order once, whoever asks") {
  ListFixture f;
  World world;
  std::vector<WorkOrder> orders;
  for (int i = 0; i < 120; ++i) orders.push_back(f.Save(world.Order(f)));

  for (int i = 0; i < 80; ++i) {
    const Caller caller = world.Person(f, 100 + i);
    Ids expected, open;
    for (const WorkOrder& order : orders) {
      if (!MaySee(order, caller)) continue;
      expected.push_back(order.id);
      if (IsOpen(order.state)) open.push_back(order.id);
    }
    Ids listed = f.All(caller, {}, 7);
    std::ranges::sort(listed);
    std::ranges::sort(expected);
    CAPTURE(caller.name, caller.court_path, caller.department_id, caller.permissions.size());
    CHECK(listed == expected);

    const auto counts = CountOrders(f.context, f.CallBy(caller), {});
    REQUIRE(counts.ok());
    size_t counted = 0;
    for (const auto& [state, count] : counts->counts()) counted += static_cast<size_t>(count);
    CHECK(counted == open.size());
  }
}

TEST_CASE("orders come by due time, those without one last, in either direction") {
  ListFixture f;
  const auto due = [&](std::optional<absl::Time> time) {
    WorkOrder order = f.Draft();
    order.due_time = time;
    return f.Save(order).id;
  };
  const std::string none = due(std::nullopt), late = due(f.now + absl::Hours(9)),
                    soon = due(f.now + absl::Hours(1));
  v1::ListRequest request;
  for (const int page_size : {1, 2, 50}) {
    request.clear_order_by();
    CHECK(f.All(f.Agent(), request, page_size) == Ids{soon, late, none});
    request.set_order_by("dueTime desc");
    CHECK(f.All(f.Agent(), request, page_size) == Ids{late, soon, none});
  }
  request.set_order_by("createTime desc");
  CHECK(f.All(request).size() == 3);
  for (const char* unknown :
       {"title", "dueTime asc", "dueTime desc desc", " desc", "due_time; DROP TABLE work_order"}) {
    request.set_order_by(unknown);
    CHECK(f.ReasonFor(request) == "INVALID_INPUT");
  }
}

TEST_CASE("each filter leaves out what does not match") {
  ListFixture f;
  WorkOrder other = f.Draft();
  f.Save(other);
  WorkOrder wanted = f.Draft();
  wanted.state = State::kInProgress;
  wanted.type = "COMPLAINT";
  wanted.urgency = Urgency::kCritical;
  wanted.channel = Channel::kWechat;
  wanted.department_id = kDepartment;
  wanted.handler_id = f.Handler().id;
  wanted.case_number = "（2026）粤0305民初1234号";
  wanted.region = "福田区";
  wanted.title = "100%_投诉O'Brien";
  wanted.create_time = f.now + absl::Hours(1);
  wanted.due_time = f.now + absl::Hours(2);
  wanted.pending_kind = Application::Kind::kExtension;
  wanted.supervised = true;
  wanted = f.Save(wanted);
  WorkOrder closed = f.Draft();
  closed.state = State::kClosed;
  closed.due_time = f.now - absl::Hours(1);
  closed = f.Save(closed);
  f.now += absl::Hours(3);

  const auto matches = [&](auto set) {
    v1::ListRequest request;
    set(request);
    return f.All(request) == Ids{wanted.id};
  };
  CHECK(matches([](auto& r) { r.add_state(v1::IN_PROGRESS); }));
  CHECK(matches([](auto& r) { r.add_state(v1::IN_PROGRESS), r.add_state(v1::CALLBACK); }));
  CHECK(matches([](auto& r) { r.add_type("COMPLAINT"); }));
  CHECK(matches([](auto& r) { r.add_type("投诉举报"), r.add_type("表扬"); }));
  CHECK(matches([](auto& r) { r.add_urgency(v1::CRITICAL); }));
  CHECK(matches([](auto& r) { r.add_channel(v1::Channel::WECHAT); }));
  CHECK(matches([](auto& r) { r.set_department_id(kDepartment); }));
  CHECK(matches([&](auto& r) { r.set_handler_id(f.Handler().id); }));
  CHECK(matches([](auto& r) { r.set_case_number("(2026) 粤0305民初01234号"); }));
  CHECK(matches([&](auto& r) { r.set_number(wanted.number); }));
  CHECK(matches([](auto& r) { r.set_region("福田区"); }));
  CHECK(matches([](auto& r) { r.set_text("%_投诉o'b"); }));
  CHECK(matches([&](auto& r) {
    r.mutable_created_after()->set_seconds(absl::ToUnixSeconds(wanted.create_time));
  }));
  CHECK(matches([&](auto& r) {
    r.set_open(true);
    r.mutable_due_before()->set_seconds(absl::ToUnixSeconds(f.now));
  }));
  CHECK(matches([](auto& r) { r.set_overdue(true); }));
  CHECK(matches([](auto& r) { r.set_pending(v1::Application::EXTENSION); }));
  CHECK(matches([](auto& r) { r.set_supervised(true); }));

  v1::ListRequest request;
  request.set_open(true);
  CHECK(f.All(request).size() == 2);
  request.mutable_created_before()->set_seconds(absl::ToUnixSeconds(wanted.create_time));
  CHECK(f.All(request) == Ids{other.id});
  request.Clear();
  request.set_court_id("99999999-9999-9999-9999-999999999999");
  CHECK(f.All(request).empty());
  request.Clear();
  request.add_type("不存在");
  CHECK(f.ReasonFor(request) == "TYPE_UNKNOWN");
}

TEST_CASE("mine is what I handle, or what I registered") {
  ListFixture f;
  WorkOrder order = f.Draft();
  order.state = State::kInProgress;
  order.department_id = kDepartment;
  order.handler_id = f.Handler().id;
  order = f.Save(order);
  WorkOrder foreign = f.Draft();
  foreign.created_by_id = f.Person("77", {}).id;
  foreign.department_id = kDepartment;
  f.Save(foreign);
  v1::ListRequest mine;
  mine.set_mine(true);
  CHECK(f.All(f.Handler(), mine) == Ids{order.id});
  CHECK(f.All(f.Agent(), mine) == Ids{order.id});
  CHECK(f.All(f.Person("5", {"workorder.read.court"}), mine).empty());
  v1::CountByStateRequest count;
  count.set_mine(true);
  const auto counts = CountOrders(f.context, f.CallBy(f.Handler()), count);
  CHECK(counts->counts().at("IN_PROGRESS") == 1);
  CHECK(counts->counts().at("PENDING_DISPATCH") == 0);
  CHECK(counts->counts_size() == 7);
}

TEST_CASE("a page token is of use only for its own question") {
  ListFixture f;
  for (int i = 0; i < 3; ++i) f.Save(f.Draft());
  v1::ListRequest request;
  request.set_page_size(1);
  request.set_page_token(ListOrders(f.context, f.CallBy(f.Agent()), request)->next_page_token());
  REQUIRE_FALSE(request.page_token().empty());
  request.set_page_size(2);
  CHECK(f.ReasonFor(request).empty());
  v1::ListRequest other = request;
  other.set_open(true);
  CHECK(f.ReasonFor(other) == "INVALID_PAGE_TOKEN");
  CHECK(ReasonOf(ListOrders(f.context, f.CallBy(f.Person("6", f.Agent().permissions)), request)
                     .status()) == "INVALID_PAGE_TOKEN");
  request.set_page_token(request.page_token() + "A");
  CHECK(f.ReasonFor(request) == "INVALID_PAGE_TOKEN");
}

TEST_CASE("lists show people masked, and secret ones not at all to departments") {
  ListFixture f;
  WorkOrder order = f.Draft();
  order.department_id = kDepartment;
  order.requester.confidential = true;
  f.Save(order);
  const auto by_agent = ListOrders(f.context, f.CallBy(f.Agent()), {})->work_orders(0);
  CHECK(by_agent.requester().name() == "张某某");
  CHECK(by_agent.requester().phone() == "138****8000");
  CHECK(by_agent.masked());
  const auto by_handler = ListOrders(f.context, f.CallBy(f.Handler()), {})->work_orders(0);
  CHECK(by_handler.requester().name().empty());
  CHECK(by_handler.requester().phone().empty());
}

}  // namespace
}  // namespace hotline::workorder
