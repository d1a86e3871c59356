// One order from registration to close, and again after a rework.
#include "services/workorder/desk_fixture.h"

namespace hotline::workorder {
namespace {

TEST_CASE("an order is registered, sent, handled, reviewed twice, called back and closed") {
  Desk desk;
  const auto registered = desk.Registered();
  const std::string id = registered.id();
  CHECK(registered.number().starts_with("20261123"));
  CHECK(registered.number().size() >= 14);
  CHECK(registered.extraction_code().size() == 8);
  CHECK(registered.work_order().state() == v1::PENDING_DISPATCH);
  CHECK(registered.work_order().case_number() == "（2026）粤0305执1234号");
  CHECK(registered.work_order().type() == "CONTACT_JUDGE");
  CHECK(registered.work_order().type_name() == "联系法官");
  CHECK(registered.work_order().masked());
  CHECK(registered.work_order().requester().phone() == "138****8000");

  desk.now += absl::Minutes(5);
  auto order = desk.Must(desk.dispatcher, "Dispatch", Desk::ToDepartment(id));
  CHECK(order.state() == v1::DISPATCHED);
  CHECK(order.department_name() == "执行局");
  CHECK(order.dispatch_time().seconds() == absl::ToUnixSeconds(desk.now));

  order = desk.Must(desk.handler, "SignIn", Desk::On<v1::SignInRequest>(id));
  CHECK(order.state() == v1::IN_PROGRESS);
  CHECK(order.handler_id() == desk.handler.id);

  order = desk.Must(desk.handler, "SubmitFeedback", Desk::FeedbackOn(id));
  CHECK(order.state() == v1::DEPARTMENT_REVIEW);
  order = desk.Must(desk.reviewer, "ReviewByDepartment", Desk::Reviewed(id));
  CHECK(order.state() == v1::HOTLINE_REVIEW);
  order = desk.Must(desk.dispatcher, "ReviewByHotline", Desk::Reviewed(id));
  CHECK(order.state() == v1::CALLBACK);
  CHECK_FALSE(order.has_close_time());

  order = desk.Must(desk.callback_service, "ConcludeCallback", Desk::CalledBack(id, true));
  CHECK(order.state() == v1::CLOSED);
  CHECK(order.close_reason() == "CALLBACK_PASSED");
  CHECK(order.reviews_size() == 3);

  const auto history = desk.History(id);
  std::string types;
  for (const auto& event : history) types += event.type.substr(11) + " ";
  CHECK(types ==
        "registered dispatched signed_in feedback_submitted department_reviewed hotline_reviewed "
        "closed ");
  CHECK(history.back().actor_name == "回访员");
  CHECK(desk.Stored(id).revision == 7);
  desk.CheckChain();
}

TEST_CASE("a citizen who is not satisfied sends the order back for another round") {
  Desk desk;
  const std::string id = desk.InCallback().id();
  desk.now += absl::Hours(2);
  auto order = desk.Must(desk.callback_service, "ConcludeCallback", Desk::CalledBack(id, false));
  CHECK(order.state() == v1::DISPATCHED);
  CHECK(order.round() == 2);
  CHECK(order.department_id() == kDepartment);
  CHECK(order.handler_id().empty());
  CHECK_FALSE(order.has_due_time());
  CHECK(order.dispatch_time().seconds() == absl::ToUnixSeconds(desk.now));

  // The first round's answer comes again, and late ones of that round are refused.
  CHECK(desk.Must(desk.callback_service, "ConcludeCallback", Desk::CalledBack(id, false)).round() ==
        2);
  CHECK(desk.Refusal(desk.callback_service, "ConcludeCallback", Desk::CalledBack(id, true)) ==
        "WRONG_STATE");

  desk.Must(desk.colleague, "SignIn", Desk::On<v1::SignInRequest>(id));
  desk.Must(desk.colleague, "SubmitFeedback", Desk::FeedbackOn(id));
  desk.Must(desk.reviewer, "ReviewByDepartment", Desk::Reviewed(id));
  desk.Must(desk.dispatcher, "ReviewByHotline", Desk::Reviewed(id));
  CHECK(desk.Refusal(desk.callback_service, "ConcludeCallback", Desk::CalledBack(id, true)) ==
        "WRONG_ROUND");
  order = desk.Must(desk.callback_service, "ConcludeCallback", Desk::CalledBack(id, true, 2));
  CHECK(order.state() == v1::CLOSED);
  CHECK(order.feedbacks(0).round() == 1);
  CHECK(order.feedbacks(1).round() == 2);
  desk.CheckChain();
}

TEST_CASE("a rejected review sends the order back to its handler, with a reason") {
  Desk desk;
  const std::string id = desk.InDepartmentReview().id();
  auto without_reason = Desk::Reviewed(id, v1::REJECT);
  without_reason.clear_comment();
  CHECK(desk.Refusal(desk.reviewer, "ReviewByDepartment", without_reason) == "COMMENT_REQUIRED");
  auto order = desk.Must(desk.reviewer, "ReviewByDepartment", Desk::Reviewed(id, v1::REJECT));
  CHECK(order.state() == v1::IN_PROGRESS);
  CHECK(order.round() == 1);
  CHECK(order.handler_id() == desk.handler.id);
  desk.Must(desk.handler, "SubmitFeedback", Desk::FeedbackOn(id));
  desk.Must(desk.reviewer, "ReviewByDepartment", Desk::Reviewed(id));
  order = desk.Must(desk.dispatcher, "ReviewByHotline", Desk::Reviewed(id, v1::REJECT));
  CHECK(order.state() == v1::IN_PROGRESS);
  CHECK(order.reviews_size() == 3);
}

TEST_CASE("nobody reviews or calls back an order that they handled") {
  Desk desk;
  Caller both = desk.handler;
  both.permissions.insert(
      {"workorder.review.department", "workorder.review.hotline", "workorder.read.court"});
  const std::string id = desk.InDepartmentReview().id();
  CHECK(desk.Refusal(both, "ReviewByDepartment", Desk::Reviewed(id)) == "HANDLED_BY_YOU");
  desk.Must(desk.reviewer, "ReviewByDepartment", Desk::Reviewed(id));
  CHECK(desk.Refusal(both, "ReviewByHotline", Desk::Reviewed(id)) == "HANDLED_BY_YOU");
  desk.Must(desk.dispatcher, "ReviewByHotline", Desk::Reviewed(id));
  auto called_back = Desk::CalledBack(id, true);
  called_back.set_callback_agent_id(desk.handler.id);
  CHECK(desk.Refusal(desk.callback_service, "ConcludeCallback", called_back) == "HANDLED_BY_YOU");
  const auto for_service = desk.Must<v1::WorkOrderForService>(
      desk.callback_service, "GetForService", Desk::On<v1::GetRequest>(id));
  CHECK(for_service.participant_ids_size() == 3);  // Handler and both reviewers.
}

TEST_CASE("services that tell people learn whom an order complains about, not the name itself") {
  Desk desk;
  auto request = Desk::Registration();
  request.mutable_respondent()->set_person_name("李 法官");
  const std::string id = desk.Registered(request).id();
  CHECK(desk.History(id)[0].payload.find("\"respondentNamed\":true") != std::string::npos);
  auto asked = Desk::On<v1::FindRespondentsRequest>(id);
  for (const char* name : {"张法官", "李法官", "李"}) asked.add_names(name);
  const auto reply =
      desk.Must<v1::FindRespondentsReply>(desk.callback_service, "FindRespondents", asked);
  REQUIRE(reply.names_size() == 1);
  CHECK(reply.names(0) == "李法官");
  CHECK(desk.Refusal(desk.supervisor, "FindRespondents", asked) == "PERMISSION_MISSING");

  const std::string nobody = desk.Registered().id();
  CHECK(desk.History(nobody)[0].payload.find("\"respondentNamed\":false") != std::string::npos);
  asked.set_id(nobody);
  CHECK(desk.Must<v1::FindRespondentsReply>(desk.callback_service, "FindRespondents", asked)
            .names()
            .empty());
}

TEST_CASE("an answer at once closes; canceling and merging are possible only before dispatch") {
  Desk desk;
  auto answer = Desk::On<v1::AnswerRequest>(desk.Registered().id());
  answer.set_answer("案件已进入评估阶段，承办法官为李法官。");
  const auto order = desk.Must(desk.agent, "Answer", answer);
  CHECK(order.state() == v1::CLOSED);
  CHECK(order.close_reason() == "ANSWERED_AT_ONCE");
  CHECK(order.answer() == answer.answer());

  auto cancel = Desk::On<v1::CancelRequest>(desk.Registered().id());
  cancel.set_reason("误登记");
  CHECK(desk.Refusal(desk.agent, "Cancel", cancel) == "PERMISSION_MISSING");
  CHECK(desk.Must(desk.supervisor, "Cancel", cancel).state() == v1::CANCELED);

  cancel.set_id(desk.Dispatched().id());
  const auto refused = desk.Do(desk.dispatcher, "Cancel", cancel);
  CHECK(ReasonOf(refused.status()) == "WRONG_STATE");
  CHECK(ParamsOf(refused.status())["state"] == "DISPATCHED");
  CHECK(ParamsOf(refused.status())["command"] == "cancel");
}

}  // namespace
}  // namespace hotline::workorder
