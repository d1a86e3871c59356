#include "tests/simulation/people.h"

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "tests/simulation/edits.h"
#include "tests/simulation/parts.h"

namespace hotline::simulation {
namespace {

constexpr size_t kRemembered = 50;
constexpr absl::Duration kRepliesKept = absl::Hours(6 * 24);  // Promised are seven days.

}  // namespace

People::Order People::SomeOrder() {
  const pqxx::result rows = world_.Sql(
      "SELECT e.stream_id, e.payload->>'state', coalesce(e.payload->>'departmentId', ''), "
      "e.payload->>'round' FROM workorder.event e JOIN workorder.work_order o ON o.id = "
      "e.stream_id "
      "AND o.revision = e.revision WHERE e.payload->>'state' NOT IN ('CLOSED', 'CANCELED', "
      "'MERGED') "
      "ORDER BY e.stream_id");
  if (rows.empty()) return {};
  const auto row = rows[random_.Below(static_cast<int>(rows.size()))];
  return {row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(),
          row[3].as<int>()};
}

Command People::Register() {
  static const std::vector<std::string> types = {
      "CONTACT_JUDGE", "SUGGESTION", "LITIGATION_CONSULTATION", "SITUATION_REPORT", "COMPLAINT"};
  static const std::vector<std::string> urgencies = {"NORMAL", "NORMAL", "URGENT", "CRITICAL"};
  static const std::vector<std::string> respondents = {"ENFORCEMENT_BUREAU", "ENFORCEMENT_BUREAU",
                                                       "CIVIL_DIVISION", "HOTLINE_OFFICE"};
  static const std::vector<std::string> complained_about = {"supervisor", "supervisor", "reviewer",
                                                            "handler"};
  json request = {
      {"requester",
       {{"name", "李建国"}, {"phone", absl::StrCat("138", 10000000 + random_.Below(80000000))}}},
      {"channel", "PHONE"},
      {"type", random_.Of(types)},
      {"urgency", random_.Of(urgencies)},
      {"title", "询问执行案件进展"},
      {"content", absl::StrCat("申请执行人第", requests_, "次来电，希望承办法官回电。")}};
  if (request["type"] == "COMPLAINT" && random_.Chance(80))
    request["respondent"] = {{"departmentId", world_.Department(random_.Of(respondents))}};
  if (request["type"] == "COMPLAINT" && random_.Chance(30)) {
    // The checkers know by these words what the order keeps sealed.
    const std::string name = world_.Person(random_.Of(complained_about)).name;
    request["content"] = absl::StrCat(kComplaintAbout, name);
    request["respondent"]["personName"] = name;
  }
  return {"agent", "workorder.v1.WorkOrderService/Register", request};
}

Command People::CallCitizen(const Order& order) {
  const pqxx::result task =
      world_.Sql(absl::StrCat("SELECT id, state FROM callback.task WHERE work_order_id = '",
                              order.id, "' AND round = ", order.round));
  json request = {{"id", task.empty() ? order.id : task[0][0].as<std::string>()}};
  const std::string service = "callback.v1.CallbackService/";
  if (task.empty() || task[0][1].as<std::string>() == "OPEN") {
    return {"callback", service + "Claim", request};
  }
  if (random_.Chance(40)) {
    request["outcome"] = random_.Chance(70) ? "REACHED" : "NO_ANSWER";
    return {"callback", service + "RecordAttempt", request};
  }
  const bool pass = random_.Chance(60);
  request["decision"] = pass ? "PASS" : "REJECT";
  request["resolved"] = pass ? "RESOLVED" : "UNRESOLVED";
  request["satisfaction"] = pass ? "SATISFIED" : "DISSATISFIED";
  request["comment"] = "回访记录";
  return {"callback", service + "Complete", request};
}

Command People::SetAside(const Order& order, const std::string& verb) {
  json request = {{"id", order.id}};
  if (verb == "RequestSetAside") {
    request["reason"] = "来电人所提诉求不属于本院职责";
  } else {
    request.update(
        {{"decision", random_.Chance(50) ? "APPROVE" : "REJECT"}, {"comment", "甄别意见"}});
  }
  const std::string part = WhoDoes(verb);
  return {part == "handler" ? PersonOf(part, order.department) : part,
          "callback.v1.CallbackService/" + verb, request};
}

std::string People::PersonOf(const std::string& part, const std::string& department) {
  const bool astray = random_.Chance(5);
  if (department == world_.Department("SUPERVISION_OFFICE") && !astray)
    return part == "handler" ? "inspector" : "inspector_reviewer";
  const bool civil = department == world_.Department("CIVIL_DIVISION");
  return civil != astray ? part + "2" : part;
}

Command People::About(const Order& order) {
  const std::string verb =
      random_.Chance(10) ? random_.Of(Anything()) : random_.Of(Sensible(order.state));
  if (verb == "Callback") return CallCitizen(order);
  if (verb.ends_with("SetAside")) return SetAside(order, verb);

  std::string who = WhoDoes(verb);
  const bool civil = order.department == world_.Department("CIVIL_DIVISION");
  if (verb == "ReportCoHandling") {
    who = random_.Chance(50) ? "handler" : "handler2";
  } else if (who == "handler" || who == "reviewer") {
    who = PersonOf(who, order.department);
  }
  json request = {{"id", order.id}};
  // Work that is sent back lets its clock go on under rules that may have changed meanwhile.
  const std::string decision =
      random_.Chance(verb.starts_with("Review") ? 50 : 70) ? "APPROVE" : "REJECT";
  if (verb == "Dispatch") {
    // Complaints go to the supervision office, whatever the dispatcher would like.
    const bool complaint =
        world_.One("SELECT payload->>'orderType' FROM workorder.event WHERE stream_id = '" +
                   order.id + "' ORDER BY revision LIMIT 1") == "COMPLAINT";
    request["departmentId"] =
        world_.Department(complaint && random_.Chance(80) ? "SUPERVISION_OFFICE"
                          : random_.Chance(60)            ? "ENFORCEMENT_BUREAU"
                                                          : "CIVIL_DIVISION");
    if (random_.Chance(20)) request["coDepartmentIds"] = {world_.Department("CIVIL_DIVISION")};
  } else if (verb == "Assign") {
    request["handlerId"] = world_.Person(PersonOf("handler", order.department)).id;
  } else if (verb == "AddCoHandler") {
    request.update(
        {{"departmentId", world_.Department(civil ? "ENFORCEMENT_BUREAU" : "CIVIL_DIVISION")},
         {"task", "协助核实案件情况"}});
  } else if (verb == "ReportCoHandling") {
    request["report"] = "已核实并告知主办部门。";
  } else if (verb == "Answer") {
    request["answer"] = "已告知立案材料清单。";
  } else if (verb == "AddNote") {
    request["content"] = "来电人补充说明。";
  } else if (verb == "RequestExtension") {
    request.update({{"workingDays", 1 + random_.Below(5)},
                    {"legalBasis", "民事诉讼法第一百五十二条"},
                    {"reason", "需要异地核查"}});
  } else if (verb == "RequestSuspension") {
    request.update({{"reasonCode", "AWAITING_MATERIAL"}, {"reason", "等待补充材料"}});
  } else if (verb == "Cancel" || verb == "RequestReturn") {
    request["reason"] = "不属于本部门职责";
  } else if (verb == "SubmitFeedback") {
    request.update({{"channel", "PHONE"}, {"content", "已电话告知办理情况。"}});
  } else if (verb == "Supervise") {
    request.update(
        {{"requirement", "限期答复"},
         {"deadline", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ",
                                       world_.clock().Now() + absl::Hours(1 + random_.Below(200)),
                                       absl::UTCTimeZone())}});
  } else if (verb == "ReplySupervision") {
    request["reply"] = "已约谈承办人。";
  } else if (verb.starts_with("Decide") || verb.starts_with("Review")) {
    request.update({{"decision", decision}, {"comment", "审批意见"}});
    if (verb == "DecideReturn" && decision == "APPROVE" && random_.Chance(50)) {
      request["departmentId"] = world_.Department(civil ? "ENFORCEMENT_BUREAU" : "CIVIL_DIVISION");
    }
  }
  return {who, "workorder.v1.WorkOrderService/" + verb, request};
}

absl::StatusOr<json> People::Persist(const Command& command) {
  absl::StatusOr<json> reply = world_.Call(command);
  if (!reply.ok() && absl::IsUnavailable(reply.status())) {
    if (!world_.doomed()) throw std::runtime_error(reply.status().ToString());
    world_.Revive();
    reply = world_.Call(command);
  }
  return reply;
}

void People::DoSomething() {
  const Order order = SomeOrder();
  Command command = order.id.empty() || random_.Chance(12) ? Register()
                    : edits_ && random_.Chance(14)         ? SomeEdit(world_, random_)
                                                           : About(order);
  command.request["requestId"] = absl::StrCat("request-", ++requests_);
  const absl::StatusOr<json> reply = Persist(command);
  if (!reply.ok()) {
    const auto code = reply.status().code();
    if (code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
        code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kUnauthenticated) {
      throw std::runtime_error(absl::StrCat(command.method, ": ", reply.status().ToString()));
    }
    ++refused_;
    return;
  }
  ++done_;
  answered_.push_back({command, *reply, world_.clock().Now()});
  if (answered_.size() > kRemembered) answered_.pop_front();
}

void People::RepeatSomething() {
  if (answered_.empty()) return;
  const Done& old =
      answered_[static_cast<size_t>(random_.Below(static_cast<int>(answered_.size())))];
  if (world_.clock().Now() - old.time > kRepliesKept) return;
  const std::string events =
      "SELECT concat_ws(' ', (SELECT count(*) FROM workorder.event), (SELECT count(*) FROM "
      "callback.event), (SELECT count(*) FROM escalation.event))";
  const std::string before = world_.One(events);
  const absl::StatusOr<json> again = Persist(old.command);
  if (!again.ok() || *again != old.reply) {
    throw std::runtime_error(absl::StrCat(old.command.method, " was answered ", old.reply.dump(),
                                          ", and when repeated ",
                                          again.ok() ? again->dump() : again.status().ToString()));
  }
  if (world_.One(events) != before)
    throw std::runtime_error("a repeated command changed something");
  ++repeated_;
}

}  // namespace hotline::simulation
