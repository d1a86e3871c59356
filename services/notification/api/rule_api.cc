#include "services/notification/api/rule_api.h"

#include "services/notification/api/messages.h"
#include "services/notification/commands/rules.h"
#include "services/notification/store/rule_store.h"

namespace hotline::notification {

rpc::ServiceBinding RuleApi::Binding() {
  rpc::ServiceBinding binding("hotline.notification.v1.RuleService");
  BindUnary(binding, "ListRules", this, &RuleApi::List);
  BindUnary(binding, "CreateRule", this, &RuleApi::Create);
  BindUnary(binding, "UpdateRule", this, &RuleApi::Update);
  return binding;
}

absl::StatusOr<v1::ListRulesReply> RuleApi::List(const rpc::Call& call,
                                                 const v1::ListRulesRequest&) {
  return commands_->pool()->Read<v1::ListRulesReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListRulesReply> {
        v1::ListRulesReply reply;
        for (const Rule& rule : AllRules(tx)) {
          if (Concerns(rule, call.caller)) *reply.add_rules() = ToMessage(rule);
        }
        return reply;
      });
}

absl::StatusOr<v1::NotificationRule> RuleApi::Create(const rpc::Call& call,
                                                     const v1::CreateRuleRequest& request) {
  return commands_->Run<v1::NotificationRule>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::NotificationRule> {
        HOTLINE_ASSIGN_OR_RETURN(const Rule rule, CreateRule(tx, call, request));
        return ToMessage(rule);
      });
}

absl::StatusOr<v1::NotificationRule> RuleApi::Update(const rpc::Call& call,
                                                     const v1::UpdateRuleRequest& request) {
  return commands_->Run<v1::NotificationRule>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::NotificationRule> {
        HOTLINE_ASSIGN_OR_RETURN(const Rule rule, UpdateRule(tx, call, request));
        return ToMessage(rule);
      });
}

}  // namespace hotline::notification
