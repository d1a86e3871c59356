#include "services/notification/commands/rules.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/notification/store/rule_store.h"

namespace hotline::notification {
namespace {

std::map<std::string, std::vector<std::string>> ConditionsOf(const v1::Conditions& conditions) {
  std::map<std::string, std::vector<std::string>> read;
  for (const v1::Condition& condition : conditions.all())
    read[condition.field()].assign(condition.values().begin(), condition.values().end());
  return read;
}

}  // namespace

bool IsOfRootCourt(const Caller& caller) {
  return caller.court_path.size() > 2 &&
         caller.court_path.find('/', 1) == caller.court_path.size() - 1;
}

bool Concerns(const Rule& rule, const Caller& caller) {
  return rule.court_path.empty() || caller.SeesCourt(rule.court_path) ||
         (!caller.court_path.empty() && caller.court_path.starts_with(rule.court_path));
}

absl::StatusOr<Rule> CreateRule(db::Tx& tx, const rpc::Call& call,
                                const v1::CreateRuleRequest& request) {
  Rule rule;
  rule.id = crypto::NewUuid(call.now);
  rule.name = request.name();
  rule.event_type = request.event_type();
  rule.conditions = ConditionsOf(request.conditions());
  rule.audience = static_cast<Audience>(request.audience());
  rule.template_code = request.template_();
  if (request.channel() != v1::CHANNEL_UNSPECIFIED)
    rule.channel = static_cast<ChannelKind>(request.channel());
  rule.important = request.important();
  rule.at_once = request.at_once();
  rule.court_path = call.caller.court_path;
  HOTLINE_RETURN_IF_ERROR(CheckRule(rule));
  SaveRule(tx, rule, "rule.created", call.caller, call.now);
  return rule;
}

absl::StatusOr<Rule> UpdateRule(db::Tx& tx, const rpc::Call& call,
                                const v1::UpdateRuleRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(Rule rule, LockRule(tx, request.id()));
  if (!Concerns(rule, call.caller)) return NotFound("RULE_NOT_FOUND");
  if (!request.etag().empty() && request.etag() != absl::StrCat(rule.revision))
    return Refuse(absl::StatusCode::kAborted, "ETAG_MISMATCH");
  const bool own = !rule.court_path.empty() && call.caller.SeesCourt(rule.court_path);
  if (!own && !IsOfRootCourt(call.caller)) return Denied("RULE_OF_ALL_COURTS");
  if (request.has_name()) rule.name = request.name();
  if (request.has_conditions()) rule.conditions = ConditionsOf(request.conditions());
  if (request.audience() != v1::AUDIENCE_UNSPECIFIED)
    rule.audience = static_cast<Audience>(request.audience());
  if (request.has_template_()) rule.template_code = request.template_();
  if (request.channel() != v1::CHANNEL_UNSPECIFIED)
    rule.channel = static_cast<ChannelKind>(request.channel());
  if (request.has_important()) rule.important = request.important();
  if (request.has_at_once()) rule.at_once = request.at_once();
  if (request.has_active()) rule.active = request.active();
  HOTLINE_RETURN_IF_ERROR(CheckRule(rule));
  SaveRule(tx, rule, "rule.updated", call.caller, call.now);
  return rule;
}

}  // namespace hotline::notification
