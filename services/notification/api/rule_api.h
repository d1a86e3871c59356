// The RPCs of hotline.notification.v1.RuleService: messages ⇄ commands.
#pragma once

#include "hotline/notification/v1/rule_service.pb.h"
#include "platform/events/command.h"
#include "platform/rpc/server.h"

namespace hotline::notification {

// Thread-safe.
class RuleApi {
 public:
  explicit RuleApi(events::Commands* commands) : commands_(commands) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListRulesReply> List(const rpc::Call& call,
                                          const v1::ListRulesRequest& request);
  absl::StatusOr<v1::NotificationRule> Create(const rpc::Call& call,
                                              const v1::CreateRuleRequest& request);
  absl::StatusOr<v1::NotificationRule> Update(const rpc::Call& call,
                                              const v1::UpdateRuleRequest& request);

 private:
  events::Commands* commands_;
};

}  // namespace hotline::notification
