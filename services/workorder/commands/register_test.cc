#include "services/workorder/desk_fixture.h"

namespace hotline::workorder {
namespace {

TEST_CASE("numbers are of the court's day and go on rising") {
  Desk desk;
  desk.now = absl::FromUnixSeconds(1795363200);  // 2026-11-22 16:00 UTC: midnight in Beijing.
  const auto first = desk.Registered().number();
  const auto second = desk.Registered().number();
  CHECK(first.substr(0, 8) == "20261123");
  CHECK(first < second);
}

TEST_CASE("a citizen without a telephone must want to be anonymous") {
  Desk desk;
  auto request = Desk::Registration();
  request.mutable_requester()->clear_phone();
  const auto refused = desk.Do<v1::RegisterReply>(desk.agent, "Register", request);
  CHECK(ReasonOf(refused.status()) == "INVALID_INPUT");
  REQUIRE(ViolationsOf(refused.status()).size() == 1);
  CHECK(ViolationsOf(refused.status())[0].field == "requester.phone");

  request.mutable_requester()->set_anonymous(true);
  const auto reply = desk.Registered(request);
  CHECK(reply.work_order().requester().name().empty());
  CHECK(desk.Stored(reply.id()).requester.name.empty());
}

TEST_CASE("a type is named by code or in Chinese, and must be of the dictionary") {
  Desk desk;
  auto request = Desk::Registration();
  request.set_type("COMPLAINT");
  CHECK(desk.Registered(request).work_order().type_name() == "投诉举报");
  request.set_type("占卜");
  CHECK(ReasonOf(desk.Do<v1::RegisterReply>(desk.agent, "Register", request).status()) ==
        "TYPE_UNKNOWN");
}

TEST_CASE("an order is of the own court or one below it") {
  Desk desk;
  auto request = Desk::Registration();
  request.set_court_id(kLowerCourt);
  const auto reply = desk.Registered(request);
  CHECK(reply.work_order().court_id() == kLowerCourt);
  CHECK(desk.Stored(reply.id()).court_path == "/gd/gd03/gd0305/");
  Caller below = desk.agent;
  below.court_path = "/gd/gd03/gd0306/";
  CHECK(ReasonOf(desk.Do<v1::RegisterReply>(below, "Register", request).status()) ==
        "COURT_UNKNOWN");
  request.set_court_id(kForeignDepartment);
  CHECK(ReasonOf(desk.Do<v1::RegisterReply>(desk.agent, "Register", request).status()) ==
        "COURT_UNKNOWN");
}

TEST_CASE("personal data is sealed in the database and kept out of the history") {
  Desk desk;
  auto request = Desk::Registration();
  request.mutable_requester()->set_id_number("11010519491231002X");
  request.mutable_respondent()->set_person_name("李法官");
  const auto reply = desk.Registered(request);
  const std::string row =
      desk.pool
          .Read<std::string>([&](db::Tx& tx) -> absl::StatusOr<std::string> {
            return tx.ExecText("SELECT o::text FROM work_order o WHERE id = $1", reply.id())[0][0]
                .as<std::string>();
          })
          .value();
  for (const char* secret : {"张三丰", "13800138000", "11010519491231002X", "李法官"}) {
    CHECK(row.find(secret) == std::string::npos);
    for (const auto& event : desk.History(reply.id()))
      CHECK(event.payload.find(secret) == std::string::npos);
  }
  CHECK(row.find(reply.extraction_code()) == std::string::npos);
  const WorkOrder stored = desk.Stored(reply.id());
  CHECK(stored.requester.name == "张三丰");
  CHECK(stored.requester.id_number == "11010519491231002X");
  CHECK(stored.respondent.person_name == "李法官");
  CHECK(stored.extraction_code.empty());  // Opened for the public's own query alone.
}

TEST_CASE("a repeated call about an open order urges it instead of making a second one") {
  Desk desk;
  const std::string id = desk.Dispatched().id();
  auto request = Desk::Registration();
  request.set_attach_to_id(id);
  request.set_content("还是没有人联系我");
  const auto reply = desk.Registered(request);
  CHECK(reply.attached());
  CHECK(reply.id() == id);
  CHECK(reply.extraction_code().empty());
  CHECK(reply.work_order().state() == v1::DISPATCHED);
  CHECK(reply.work_order().urge_count() == 1);
  CHECK(reply.work_order().urges(0).source() == v1::Urge::CITIZEN);
  CHECK(reply.work_order().notes(0).content() == "还是没有人联系我");

  auto answer = Desk::On<v1::AnswerRequest>(desk.Registered().id());
  answer.set_answer("已答复");
  request.set_attach_to_id(desk.Must(desk.agent, "Answer", answer).id());
  CHECK(ReasonOf(desk.Do<v1::RegisterReply>(desk.agent, "Register", request).status()) ==
        "ATTACH_TO_CLOSED");
  Caller elsewhere = desk.agent;
  elsewhere.court_path = "/gd/gd04/";
  request.set_attach_to_id(id);
  CHECK(ReasonOf(desk.Do<v1::RegisterReply>(elsewhere, "Register", request).status()) ==
        "WORK_ORDER_NOT_FOUND");
}

TEST_CASE("duplicates are looked for before, and told") {
  Desk desk;
  desk.context.find_duplicates =
      [&](const rpc::Call& call,
          const WorkOrder& draft) -> absl::StatusOr<std::vector<v1::Duplicate>> {
    CHECK(call.caller.id == desk.agent.id);
    CHECK(draft.requester.phone == "13800138000");
    v1::Duplicate duplicate;
    duplicate.set_number("20261120000001");
    return std::vector{duplicate};
  };
  const auto reply = desk.Registered();
  REQUIRE(reply.duplicates_size() == 1);
  CHECK(reply.duplicates(0).number() == "20261120000001");
}

TEST_CASE("a file that does not exist refuses the registration whole") {
  Desk desk;
  auto request = Desk::Registration();
  request.add_attachment_ids(kForeignDepartment);
  CHECK(ReasonOf(desk.Do<v1::RegisterReply>(desk.agent, "Register", request).status()) ==
        "ATTACHMENT_NOT_FOUND");
  desk.CheckChain();
}

TEST_CASE("a repeated registration gives the first answer and makes no second order") {
  Desk desk;
  auto request = Desk::Registration();
  request.set_request_id("call-1");
  const auto first = desk.Registered(request);
  desk.now += absl::Minutes(1);
  const auto again = desk.Registered(request);
  CHECK(again.SerializeAsString() == first.SerializeAsString());
  request.set_title("另一件事");
  CHECK(ReasonOf(desk.Do<v1::RegisterReply>(desk.agent, "Register", request).status()) ==
        "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace hotline::workorder
