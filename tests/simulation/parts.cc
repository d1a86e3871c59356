#include "tests/simulation/parts.h"

#include <map>

namespace hotline::simulation {

const std::vector<std::string>& Anything() {
  static const auto* anything =
      new std::vector<std::string>{"Dispatch",         "Answer",
                                   "Cancel",           "AddNote",
                                   "SignIn",           "RequestReturn",
                                   "DecideReturn",     "RequestExtension",
                                   "DecideExtension",  "RequestSuspension",
                                   "DecideSuspension", "Resume",
                                   "SubmitFeedback",   "ReviewByDepartment",
                                   "ReviewByHotline",  "Supervise",
                                   "ReplySupervision", "AddUrge",
                                   "Callback",         "Assign",
                                   "AddCoHandler",     "ReportCoHandling",
                                   "RequestSetAside",  "DecideSetAside"};
  return *anything;
}

const std::vector<std::string>& Sensible(const std::string& state) {
  static const auto* sensible = new std::map<std::string, std::vector<std::string>>{
      {"PENDING_DISPATCH", {"Dispatch", "Dispatch", "Dispatch", "Answer", "Cancel", "AddNote"}},
      {"DISPATCHED",
       {"SignIn", "SignIn", "RequestReturn", "DecideReturn", "AddUrge", "Supervise", "Assign",
        "RequestSetAside", "DecideSetAside"}},
      {"IN_PROGRESS",
       {"SubmitFeedback", "SubmitFeedback", "SubmitFeedback", "RequestExtension", "DecideExtension",
        "RequestSuspension", "DecideSuspension", "RequestReturn", "DecideReturn", "Supervise",
        "ReplySupervision", "AddUrge", "AddCoHandler", "ReportCoHandling", "DecideSetAside"}},
      {"SUSPENDED", {"Resume", "Resume", "AddNote", "ReplySupervision"}},
      {"DEPARTMENT_REVIEW", {"ReviewByDepartment"}},
      {"HOTLINE_REVIEW", {"ReviewByHotline"}},
      {"CALLBACK", {"Callback", "Callback", "Callback", "AddNote"}},
  };
  const auto found = sensible->find(state);
  return found == sensible->end() ? Anything() : found->second;
}

std::string WhoDoes(const std::string& verb) {
  if (verb == "SignIn" || verb == "RequestReturn" || verb == "RequestExtension" ||
      verb == "RequestSuspension" || verb == "SubmitFeedback" || verb == "ReplySupervision" ||
      verb == "ReportCoHandling" || verb == "RequestSetAside") {
    return "handler";
  }
  if (verb == "ReviewByDepartment" || verb == "Assign") return "reviewer";
  if (verb == "Supervise" || verb == "DecideSetAside") return "supervisor";
  if (verb == "AddNote" || verb == "AddUrge") return "agent";
  return "dispatcher";
}

}  // namespace hotline::simulation
