#include "services/workorder/desk_fixture.h"

namespace hotline::workorder {
namespace {

struct Citizen : Desk {
  v1::RegisterReply order = Registered();
  Citizen() { Must(dispatcher, "Dispatch", ToDepartment(order.id())); }

  v1::UrgePublicRequest Request(const std::string& comment = "") const {
    v1::UrgePublicRequest request;
    request.set_number(order.number());
    request.set_extraction_code(order.extraction_code());
    request.set_comment(comment);
    return request;
  }
  v1::UrgePublicReply UrgeNow(const std::string& comment = "") {
    return Must<v1::UrgePublicReply>(Caller{}, "UrgePublic", Request(comment));
  }
};

TEST_CASE("the citizen urges by number and extraction code") {
  Citizen desk;
  const auto reply = desk.UrgeNow("三个月没有人联系我");
  CHECK(reply.counted());
  CHECK(reply.state_name() == "已派单");
  CHECK_FALSE(reply.message().empty());
  const WorkOrder stored = desk.Stored(desk.order.id());
  CHECK(stored.urge_count == 1);
  CHECK(stored.detail.urges[0].source == Urge::Source::kCitizen);
  CHECK(stored.detail.urges[0].urged_by_name == "群众");
  CHECK(stored.detail.notes[0].content == "三个月没有人联系我");
  const events::Event event = desk.History(desk.order.id()).back();
  CHECK(event.type == "work_order.urged");
  CHECK(nlohmann::json::parse(event.payload)["source"] == "CITIZEN");
  CHECK(event.payload.find("三个月") == std::string::npos);
  desk.CheckChain();
}

TEST_CASE("a second urge of the citizen within a day is answered kindly and not counted") {
  Citizen desk;
  const absl::Time first = desk.now;
  desk.UrgeNow();
  desk.now += absl::Hours(24) - absl::Seconds(1);
  const auto again = desk.UrgeNow("再催一次");
  CHECK_FALSE(again.counted());
  CHECK(again.urge_time().seconds() == absl::ToUnixSeconds(first));
  CHECK(desk.Stored(desk.order.id()).urge_count == 1);
  desk.now += absl::Seconds(1);
  CHECK(desk.UrgeNow().counted());
  CHECK(desk.Stored(desk.order.id()).urge_count == 2);
  CHECK(desk.History(desk.order.id()).size() == 4);
}

TEST_CASE("a wrong number and a wrong code are refused alike, and locked alike") {
  Citizen desk;
  auto wrong_code = desk.Request();
  wrong_code.set_extraction_code("WRONG234");
  auto wrong_number = desk.Request();
  wrong_number.set_number("20200101999999");
  for (const auto& request : {wrong_code, wrong_number}) {
    for (int i = 0; i < 5; ++i)
      CHECK(desk.Refusal(Caller{}, "UrgePublic", request) == "QUERY_NOT_MATCHED");
    CHECK(desk.Refusal(Caller{}, "UrgePublic", request) == "QUERY_LOCKED");
  }
  CHECK(desk.Refusal(Caller{}, "UrgePublic", desk.Request()) == "QUERY_LOCKED");
  CHECK(desk.Stored(desk.order.id()).urge_count == 0);
}

TEST_CASE("what nobody works on yet, or any more, is not urged") {
  Citizen desk;
  auto request = desk.Request();
  const auto pending = desk.Registered();
  request.set_number(pending.number());
  request.set_extraction_code(pending.extraction_code());
  CHECK(desk.Refusal(Caller{}, "UrgePublic", request) == "WRONG_STATE");
}

}  // namespace
}  // namespace hotline::workorder
