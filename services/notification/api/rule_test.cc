#include <set>

#include "services/notification/domain/template.h"
#include "services/notification/testing/post_room.h"

namespace hotline::notification::testing {
namespace {

const Caller kAdmin = User("admin");
const Caller kRootAdmin = User("root", "", "/粤/");

v1::CreateRuleRequest ForFiling() {
  v1::CreateRuleRequest request;
  request.set_name("签收告知派单方");
  request.set_event_type("work_order.signed_in");
  request.set_audience(v1::DISPATCHERS);
  request.set_template_("dispatched");
  return request;
}

v1::UpdateRuleRequest Off(const std::string& id) {
  v1::UpdateRuleRequest request;
  request.set_id(id);
  request.set_active(false);
  return request;
}

TEST_CASE("the rules that come with the system are sound") {
  std::set<std::string> ids;
  for (const Rule& rule : BuiltInRules()) {
    CAPTURE(rule.name);
    CHECK(ids.insert(rule.id).second);
    CHECK(CheckRule(rule).ok());
  }
}

TEST_CASE("codes and times are said in Chinese, unknown braces stay harmless") {
  Fact fact;
  fact.payload = {{"decision", "APPROVE"}, {"dueTime", "2026-11-25T09:30:00+08:00"}, {"n", 3}};
  CHECK(Render("{decision}至{dueTime}，{n}次", fact) == "同意至11月25日 09:30，3次");
  CHECK(Render("{gone}{decision", fact) == "—{decision");
}

TEST_CASE_METHOD(PostRoom, "a court's own rule holds from the next event on, in that court") {
  auto created = rules.Create(As(kAdmin), ForFiling());
  REQUIRE(created.ok());
  CHECK(created->version() == 1);
  Happen(1, "work_order.signed_in");
  Happen(2, "work_order.signed_in", {{"courtPath", "/粤/粤01/"}});
  Follow();
  CHECK(Inbox(User("dispatcher", kOffice)).size() == 1);

  auto off = rules.Update(As(kAdmin), Off(created->id()));
  REQUIRE(off.ok());
  CHECK(off->version() == 2);
  Happen(3, "work_order.signed_in");
  Follow();
  CHECK(Inbox(User("dispatcher", kOffice)).size() == 1);
}

TEST_CASE_METHOD(PostRoom,
                 "a built-in rule is edited from the root court, and every version is kept") {
  const std::string id = BuiltInRules()[1].id;  // 派单告知主办部门
  CHECK(ReasonOf(rules.Update(As(kAdmin), Off(id)).status()) == "RULE_OF_ALL_COURTS");
  REQUIRE(rules.Update(As(kRootAdmin), Off(id)).ok());
  Happen(1, "work_order.dispatched");
  Follow();
  CHECK(Inbox(User("li", kBureau)).empty());
  v1::UpdateRuleRequest on = Off(id);
  on.set_active(true);
  on.set_etag("0");
  CHECK(ReasonOf(rules.Update(As(kRootAdmin), on).status()) == "ETAG_MISMATCH");
  on.set_etag("1");
  auto edited = rules.Update(As(kRootAdmin), on);
  REQUIRE(edited.ok());
  CHECK(edited->version() == 2);
  CHECK(edited->built_in());
  auto report = events::VerifyHistory(database.pool());
  REQUIRE(report.ok());
  CHECK(report->events == 2);
  CHECK(report->broken.empty());
}

TEST_CASE_METHOD(PostRoom, "a rule that could tell nobody is refused") {
  auto request = ForFiling();
  request.set_template_("no_such");
  CHECK(ReasonOf(rules.Create(As(kAdmin), request).status()) == "TEMPLATE_UNKNOWN");
}

TEST_CASE_METHOD(PostRoom, "a channel that does not reach the audience is refused") {
  const auto refused = [&](v1::Audience audience, v1::Channel channel) {
    auto request = ForFiling();
    request.set_audience(audience);
    request.set_channel(channel);
    return ReasonOf(rules.Create(As(kAdmin), request).status()) == "RULE_CHANNEL_AUDIENCE";
  };
  CHECK(refused(v1::DEPARTMENT, v1::EMAIL));
  CHECK(refused(v1::REQUESTER, v1::EMAIL));
  CHECK(refused(v1::REQUESTER, v1::INBOX));
  CHECK(refused(v1::HANDLER, v1::SMS));
  CHECK(refused(v1::HANDLER, v1::WEBHOOK));
  CHECK_FALSE(refused(v1::HANDLER, v1::EMAIL));
  CHECK_FALSE(refused(v1::REQUESTER, v1::SMS));
}

TEST_CASE_METHOD(PostRoom, "another court's rule does not exist") {
  auto created = rules.Create(As(kAdmin), ForFiling());
  REQUIRE(created.ok());
  const Caller other = User("other", "", "/粤/粤01/");
  CHECK(ReasonOf(rules.Update(As(other), Off(created->id())).status()) == "RULE_NOT_FOUND");
  auto seen = rules.List(As(other), {});
  REQUIRE(seen.ok());
  CHECK(seen->rules_size() == static_cast<int>(BuiltInRules().size()));
  CHECK(rules.List(As(kRootAdmin), {})->rules_size() == seen->rules_size() + 1);
}

}  // namespace
}  // namespace hotline::notification::testing
