#include "services/workorder/domain/state_machine.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "services/workorder/domain/names.h"

namespace hotline::workorder {
namespace {

// What is possible in each state, written down a second time from the requirements.
const std::string kTimer = "remind urgeByTimer notifyHead superviseByTimer criticize";
const std::map<State, std::string> kPossible = {
    {State::kPendingDispatch, "answer dispatch merge cancel attach addNote reveal"},
    {State::kDispatched,
     "signIn assign requestReturn decideReturn addCoHandler reportCoHandling urge supervise "
     "replySupervision attach addNote "
     "reveal setDueTime " +
         kTimer},
    {State::kInProgress,
     "assign requestReturn decideReturn requestExtension decideExtension requestSuspension "
     "decideSuspension addCoHandler "
     "reportCoHandling submitFeedback urge supervise replySupervision attach addNote reveal "
     "setDueTime " +
         kTimer},
    {State::kSuspended,
     "assign resume reportCoHandling urge supervise replySupervision attach addNote reveal "
     "setDueTime " +
         kTimer},
    {State::kDepartmentReview,
     "reviewByDepartment urge supervise replySupervision attach addNote reveal setDueTime " +
         kTimer},
    {State::kHotlineReview,
     "reviewByHotline urge supervise replySupervision attach addNote reveal setDueTime " + kTimer},
    {State::kCallback,
     "concludeCallback replySupervision attach addNote reveal setDueTime " + kTimer},
    {State::kClosed, "replySupervision addNote reveal"},
    {State::kCanceled, "addNote reveal"},
    {State::kMerged, "addNote reveal"},
};

// Who may give a command where it is possible; everybody else is refused with the reason below.
// Roles:
//   handler, reviewer: of the lead department (the handler handled it) · colleague: of the lead
//   department, did nothing yet helper: of the co-handling department, which owes its report ·
//   stranger: of a department that has nothing to do with it office: dispatchers, agents,
//   supervisors · worked: of the office, but has handled the order · service
const std::map<std::string, std::string> kWho = {
    {"answer", "office worked service"},
    {"dispatch", "office worked service"},
    {"merge", "office worked service"},
    {"cancel", "office worked service"},
    {"attach", "office worked service"},
    {"supervise", "office worked service"},
    {"decideReturn", "office service"},
    {"decideExtension", "office service"},
    {"decideSuspension", "office service"},
    {"signIn", "handler reviewer colleague"},
    {"assign", "handler reviewer colleague"},
    {"requestReturn", "handler reviewer colleague"},
    {"requestExtension", "handler reviewer colleague"},
    {"requestSuspension", "handler reviewer colleague"},
    {"submitFeedback", "handler reviewer colleague"},
    {"replySupervision", "handler reviewer colleague"},
    {"resume", "handler reviewer colleague office worked service"},
    {"addCoHandler", "handler reviewer colleague office worked service"},
    {"reportCoHandling", "helper"},
    {"reviewByDepartment", "reviewer colleague"},
    {"reviewByHotline", "office service"},
    {"urge", "handler reviewer colleague helper stranger office worked service"},
    {"addNote", "handler reviewer colleague helper stranger office worked service"},
    {"reveal", "handler reviewer colleague helper stranger office worked service"},
    {"concludeCallback", "service"},
    {"setDueTime", "service"},
    {"remind", "service"},
    {"urgeByTimer", "service"},
    {"notifyHead", "service"},
    {"superviseByTimer", "service"},
    {"criticize", "service"},
};

const std::map<std::string, std::string> kRefusedWith = {
    {"answer", "OFFICE_ONLY"},
    {"dispatch", "OFFICE_ONLY"},
    {"merge", "OFFICE_ONLY"},
    {"cancel", "OFFICE_ONLY"},
    {"attach", "OFFICE_ONLY"},
    {"supervise", "OFFICE_ONLY"},
    {"decideReturn", "OFFICE_ONLY"},
    {"decideExtension", "OFFICE_ONLY"},
    {"decideSuspension", "OFFICE_ONLY"},
    {"reviewByHotline", "OFFICE_ONLY"},
    {"concludeCallback", "SERVICES_ONLY"},
    {"setDueTime", "SERVICES_ONLY"},
    {"remind", "SERVICES_ONLY"},
    {"urgeByTimer", "SERVICES_ONLY"},
    {"notifyHead", "SERVICES_ONLY"},
    {"superviseByTimer", "SERVICES_ONLY"},
    {"criticize", "SERVICES_ONLY"},
};

std::set<std::string> Words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

std::map<std::string, Caller> Actors() {
  std::map<std::string, Caller> actors;
  const auto add = [&](const char* name, const char* department, bool court) {
    Caller& actor = actors[name];
    actor.kind = Caller::Kind::kUser;
    actor.id = name;
    actor.department_id = department;
    if (court) actor.permissions.insert("workorder.read.court");
  };
  add("handler", "lead", false);
  add("reviewer", "lead", false);
  add("colleague", "lead", false);
  add("helper", "helpers", false);
  add("stranger", "elsewhere", false);
  add("office", "", true);
  add("worked", "", true);
  actors["service"].kind = Caller::Kind::kService;
  actors["service"].id = "escalation";
  return actors;
}

// An order about which nothing but state and actor can stand in the way of the command.
WorkOrder OrderIn(State state, Command command) {
  WorkOrder order;
  order.state = state;
  order.department_id = "lead";
  order.handler_id = "handler";
  order.detail.handled_by_ids = {"handler", "worked"};
  order.supervised = true;
  CoHandler& co = order.detail.co_handlers.emplace_back();
  co.department_id = "helpers";
  co.reported = command == Command::kSubmitFeedback;
  order.co_department_ids = {"helpers"};
  const std::map<Command, Application::Kind> decided = {
      {Command::kDecideReturn, Application::Kind::kReturn},
      {Command::kDecideExtension, Application::Kind::kExtension},
      {Command::kDecideSuspension, Application::Kind::kSuspension}};
  if (auto found = decided.find(command); found != decided.end()) {
    order.pending_kind = found->second;
    order.detail.applications.emplace_back().kind = found->second;
  }
  return order;
}

TEST_CASE(
    "every state, command and actor: what the requirements allow, and the right reason otherwise") {
  const auto actors = Actors();
  int allowed = 0, refused = 0;
  for (const auto& [state, possible] : kPossible) {
    const auto commands = Words(possible);
    for (int c = 0; c < kCommands; ++c) {
      const Command command = static_cast<Command>(c);
      const std::string name(NameOf(command));
      for (const auto& [role, actor] : actors) {
        INFO(NameOf(state) << " " << name << " by " << role);
        const WorkOrder order = OrderIn(state, command);
        const absl::Status status = Allow(order, command, actor);
        std::string expected;
        if (!commands.contains(name)) {
          expected = "WRONG_STATE";
          CHECK(ParamsOf(status)["state"] == NameOf(state));
          CHECK(ParamsOf(status)["command"] == name);
        } else if (!Words(kWho.at(name)).contains(role)) {
          const auto special = kRefusedWith.find(name);
          expected = special == kRefusedWith.end() ? "NOT_YOUR_DEPARTMENT" : special->second;
          if (role == "worked" && (name.starts_with("decide") || name == "reviewByHotline"))
            expected = "HANDLED_BY_YOU";
          if (role == "handler" && name == "reviewByDepartment") expected = "HANDLED_BY_YOU";
        }
        CHECK(ReasonOf(status) == expected);
        ++(expected.empty() ? allowed : refused);
      }
    }
  }
  CHECK(allowed + refused == 10 * kCommands * 8);
  CHECK(allowed > 300);
}

TEST_CASE("each move of the table leads where the requirements say") {
  using enum State;
  const std::map<std::string, State> targets = {
      {"PENDING_DISPATCH answer", kClosed},
      {"PENDING_DISPATCH dispatch", kDispatched},
      {"PENDING_DISPATCH merge", kMerged},
      {"PENDING_DISPATCH cancel", kCanceled},
      {"DISPATCHED signIn", kInProgress},
      {"DISPATCHED decideReturn approve", kPendingDispatch},
      {"DISPATCHED decideReturn sendOn", kDispatched},
      {"DISPATCHED decideReturn reject", kDispatched},
      {"IN_PROGRESS decideReturn approve", kPendingDispatch},
      {"IN_PROGRESS decideReturn sendOn", kDispatched},
      {"IN_PROGRESS decideReturn reject", kInProgress},
      {"IN_PROGRESS decideSuspension approve", kSuspended},
      {"IN_PROGRESS decideSuspension reject", kInProgress},
      {"IN_PROGRESS decideExtension approve", kInProgress},
      {"IN_PROGRESS decideExtension reject", kInProgress},
      {"IN_PROGRESS submitFeedback", kDepartmentReview},
      {"SUSPENDED resume", kInProgress},
      {"DEPARTMENT_REVIEW reviewByDepartment approve", kHotlineReview},
      {"DEPARTMENT_REVIEW reviewByDepartment reject", kInProgress},
      {"HOTLINE_REVIEW reviewByHotline approve", kCallback},
      {"HOTLINE_REVIEW reviewByHotline reject", kInProgress},
      {"CALLBACK concludeCallback approve", kClosed},
      {"CALLBACK concludeCallback reject", kDispatched},
  };
  const std::map<Outcome, std::string> suffix = {{Outcome::kDone, ""},
                                                 {Outcome::kApprove, " approve"},
                                                 {Outcome::kReject, " reject"},
                                                 {Outcome::kSendOn, " sendOn"}};
  std::set<std::string> seen;
  for (const Move& move : Moves()) {
    const std::string key = std::string(NameOf(move.from)) + " " +
                            std::string(NameOf(move.command)) + suffix.at(move.outcome);
    INFO(key);
    CHECK(seen.insert(key).second);
    auto target = targets.find(key);
    CHECK(move.to == (target == targets.end() ? move.from : target->second));
  }
  for (const auto& [key, target] : targets) CHECK(seen.contains(key));
}

TEST_CASE("what the order itself forbids") {
  const Caller handler = Actors().at("handler");
  const Caller office = Actors().at("office");
  WorkOrder order = OrderIn(State::kInProgress, Command::kSubmitFeedback);
  CHECK(Allow(order, Command::kRequestReturn, handler).ok());

  order.designated = true;
  CHECK(ReasonOf(Allow(order, Command::kRequestReturn, handler)) == "RETURN_REFUSED_DESIGNATED");
  order.designated = false;

  order.pending_kind = Application::Kind::kExtension;
  for (Command command :
       {Command::kRequestReturn, Command::kRequestExtension, Command::kRequestSuspension}) {
    const absl::Status status = Allow(order, command, handler);
    CHECK(ReasonOf(status) == "APPLICATION_PENDING");
    CHECK(ParamsOf(status)["kind"] == "EXTENSION");
  }
  CHECK(ReasonOf(Allow(order, Command::kDecideReturn, office)) == "NOTHING_TO_DECIDE");
  CHECK(Allow(order, Command::kDecideExtension, office).ok());

  order.detail.applications.emplace_back().requested_by_id = office.id;
  CHECK(ReasonOf(Allow(order, Command::kDecideExtension, office)) == "HANDLED_BY_YOU");

  order.detail.co_handlers[0].reported = false;
  CHECK(ReasonOf(Allow(order, Command::kSubmitFeedback, handler)) == "CO_HANDLING_OPEN");
  order.supervised = false;
  CHECK(ReasonOf(Allow(order, Command::kReplySupervision, handler)) == "NO_OPEN_SUPERVISION");
}

TEST_CASE("allowed commands are exactly those that Allow lets pass") {
  for (const auto& [state, possible] : kPossible) {
    for (const auto& [role, actor] : Actors()) {
      const WorkOrder order = OrderIn(state, Command::kAnswer);
      const auto allowed = AllowedCommands(order, actor);
      for (int c = 0; c < kCommands; ++c) {
        const Command command = static_cast<Command>(c);
        CHECK(std::count(allowed.begin(), allowed.end(), command) ==
              (Allow(order, command, actor).ok() ? 1 : 0));
      }
    }
  }
}

TEST_CASE("a refused command leaves the state as it was") {
  WorkOrder order = OrderIn(State::kInProgress, Command::kSignIn);
  CHECK_FALSE(Advance(order, Command::kSignIn, Outcome::kDone, Actors().at("handler")).ok());
  CHECK(order.state == State::kInProgress);
  CHECK_FALSE(Advance(order, Command::kAddNote, Outcome::kSendOn, Actors().at("handler")).ok());
  CHECK(order.state == State::kInProgress);
}

}  // namespace
}  // namespace hotline::workorder
