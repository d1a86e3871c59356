#include "services/workorder/commands/work_order_proto.h"

#include "platform/base/masking.h"
#include "services/workorder/commands/allowed_commands.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/domain/dictionary.h"
#include "services/workorder/domain/visibility.h"

namespace hotline::workorder {
namespace {

using google::protobuf::Timestamp;

template <class Message>
void SetIf(const std::optional<absl::Time>& time, Message* message,
           Timestamp* (Message::*field)()) {
  if (time) SetTime((message->*field)(), *time);
}

template <class Proto, class E>
Proto As(E value) {
  return static_cast<Proto>(static_cast<int>(value));
}

void Fill(const Application& a, v1::Application* out) {
  out->set_id(a.id);
  out->set_kind(As<v1::Application::Kind>(a.kind));
  out->set_outcome(As<v1::Application::Outcome>(a.outcome));
  out->set_reason(a.reason);
  out->set_legal_basis(a.legal_basis);
  out->set_working_days(a.working_days);
  out->set_reason_code(a.reason_code);
  out->set_requested_by_id(a.requested_by_id);
  out->set_requested_by_name(a.requested_by_name);
  SetTime(out->mutable_request_time(), a.request_time);
  out->set_decided_by_name(a.decided_by_name);
  SetIf(a.decide_time, out, &v1::Application::mutable_decide_time);
  out->set_comment(a.comment);
  out->set_granted_working_days(a.granted_working_days);
  out->set_suggested_department_id(a.suggested_department_id);
}

void Fill(const CoHandler& c, v1::CoHandler* out) {
  out->set_department_id(c.department_id);
  out->set_department_name(c.department_name);
  out->set_task(c.task);
  out->set_report(c.report);
  out->set_reported(c.reported);
  out->set_reported_by_name(c.reported_by_name);
  SetIf(c.report_time, out, &v1::CoHandler::mutable_report_time);
}

void Fill(const Feedback& f, v1::Feedback* out) {
  out->set_round(f.round);
  out->set_channel(As<v1::Feedback::Channel>(f.channel));
  out->set_content(f.content);
  out->mutable_attachment_ids()->Add(f.attachment_ids.begin(), f.attachment_ids.end());
  out->set_submitted_by_id(f.submitted_by_id);
  out->set_submitted_by_name(f.submitted_by_name);
  SetTime(out->mutable_submit_time(), f.submit_time);
}

void Fill(const Review& r, v1::Review* out) {
  out->set_round(r.round);
  out->set_level(As<v1::Review::Level>(r.level));
  out->set_decision(As<v1::ReviewDecision>(r.decision));
  out->set_comment(r.comment);
  out->set_reviewed_by_id(r.reviewed_by_id);
  out->set_reviewed_by_name(r.reviewed_by_name);
  SetTime(out->mutable_review_time(), r.review_time);
}

void Fill(const Supervision& s, v1::Supervision* out) {
  out->set_number(s.number);
  out->set_requirement(s.requirement);
  SetTime(out->mutable_deadline(), s.deadline);
  out->set_issued_by_name(s.issued_by_name);
  SetTime(out->mutable_issue_time(), s.issue_time);
  out->set_reply(s.reply);
  out->set_replied_by_name(s.replied_by_name);
  SetIf(s.reply_time, out, &v1::Supervision::mutable_reply_time);
}

void Fill(const Urge& u, v1::Urge* out) {
  out->set_source(As<v1::Urge::Source>(u.source));
  out->set_comment(u.comment);
  out->set_urged_by_name(u.urged_by_name);
  SetTime(out->mutable_urge_time(), u.urge_time);
}

void Fill(const Note& n, v1::Note* out) {
  out->set_content(n.content);
  out->set_noted_by_name(n.noted_by_name);
  SetTime(out->mutable_note_time(), n.note_time);
}

template <class T, class Field>
void FillList(const std::vector<T>& from, Field* to) {
  for (const T& value : from) Fill(value, to->Add());
}

void FillPeople(const WorkOrder& order, const Caller& caller, Show show, v1::WorkOrder* out) {
  const bool clear = show == Show::kRevealed;
  out->set_masked(!clear);
  v1::Requester* requester = out->mutable_requester();
  requester->set_anonymous(order.requester.anonymous);
  requester->set_confidential(order.requester.confidential);
  if (MaySeeRequester(order, caller)) {
    const Requester& r = order.requester;
    requester->set_name(clear ? r.name : MaskName(r.name));
    requester->set_phone(clear ? r.phone : MaskPhone(r.phone));
    requester->set_id_number(clear ? r.id_number : MaskIdNumber(r.id_number));
  }
  if (!order.respondent.empty()) {
    out->mutable_respondent()->set_department_id(order.respondent.department_id);
    const std::string& name = order.respondent.person_name;
    out->mutable_respondent()->set_person_name(clear ? name : MaskName(name));
  }
}

void FillRow(const WorkOrder& order, v1::WorkOrder* out) {
  out->set_id(order.id);
  out->set_number(order.number);
  out->set_state(As<v1::State>(order.state));
  out->set_round(order.round);
  out->set_court_id(order.court_id);
  out->set_type(order.type);
  out->set_type_name(std::string(TypeName(order.type)));
  out->set_urgency(As<v1::Urgency>(order.urgency));
  out->set_channel(As<v1::Channel::Value>(order.channel));
  out->set_title(order.title);
  out->set_content(order.content);
  out->set_case_number(order.case_number);
  out->set_region(order.region);
  out->set_department_id(order.department_id);
  out->set_department_name(order.department_name);
  out->set_handler_id(order.handler_id);
  out->set_handler_name(order.handler_name);
  out->set_designated(order.designated);
  SetTime(out->mutable_create_time(), order.create_time);
  SetTime(out->mutable_update_time(), order.update_time);
  SetIf(order.dispatch_time, out, &v1::WorkOrder::mutable_dispatch_time);
  SetIf(order.sign_in_time, out, &v1::WorkOrder::mutable_sign_in_time);
  SetIf(order.due_time, out, &v1::WorkOrder::mutable_due_time);
  out->set_due_time_provisional(order.due_time && order.due_provisional);
  SetIf(order.close_time, out, &v1::WorkOrder::mutable_close_time);
  out->set_urge_count(order.urge_count);
  out->set_supervision_count(order.supervision_count);
  out->set_return_count(order.return_count);
  out->set_extension_count(order.extension_count);
  out->set_merged_into_id(order.merged_into_id);
  out->set_close_reason(order.close_reason);
  out->set_created_by_id(order.created_by_id);
  out->set_created_by_name(order.created_by_name);
  out->set_etag(EtagOf(order));
}

void FillDetail(const WorkOrder& order, v1::WorkOrder* out) {
  const Detail& detail = order.detail;
  FillList(detail.co_handlers, out->mutable_co_handlers());
  FillList(detail.applications, out->mutable_applications());
  FillList(detail.feedbacks, out->mutable_feedbacks());
  FillList(detail.reviews, out->mutable_reviews());
  FillList(detail.supervisions, out->mutable_supervisions());
  FillList(detail.urges, out->mutable_urges());
  FillList(detail.notes, out->mutable_notes());
  for (const Application& a : detail.applications) {
    if (a.outcome == Application::Outcome::kPending) Fill(a, out->mutable_pending());
  }
  out->mutable_attachment_ids()->Add(detail.attachment_ids.begin(), detail.attachment_ids.end());
  out->mutable_merged_ids()->Add(detail.merged_ids.begin(), detail.merged_ids.end());
  out->set_answer(detail.answer);
}

}  // namespace

v1::WorkOrder ToProto(const WorkOrder& order, const Caller& caller, Show show) {
  v1::WorkOrder out;
  FillRow(order, &out);
  FillPeople(order, caller, show, &out);
  FillDetail(order, &out);
  for (std::string& name : AllowedCommandNames(order, caller))
    out.add_allowed_commands(std::move(name));
  return out;
}

v1::WorkOrder ToListProto(const WorkOrder& order, const Caller& caller) {
  v1::WorkOrder out;
  FillRow(order, &out);
  FillPeople(order, caller, Show::kMasked, &out);
  return out;
}

v1::WorkOrderForService ToServiceProto(const WorkOrder& order) {
  v1::WorkOrderForService out;
  out.set_id(order.id);
  out.set_number(order.number);
  out.set_state(As<v1::State>(order.state));
  out.set_round(order.round);
  out.set_court_id(order.court_id);
  out.set_court_path(order.court_path);
  out.set_type(order.type);
  out.set_urgency(As<v1::Urgency>(order.urgency));
  out.set_title(order.title);
  out.set_department_id(order.department_id);
  out.set_handler_id(order.handler_id);
  out.set_anonymous(order.requester.anonymous);
  out.mutable_participant_ids()->Add(order.participant_ids.begin(), order.participant_ids.end());
  out.set_respondent_department_id(order.respondent.department_id);
  if (order.due_time) SetTime(out.mutable_due_time(), *order.due_time);
  return out;
}

}  // namespace hotline::workorder
