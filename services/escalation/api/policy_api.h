// The RPCs of hotline.escalation.v1.PolicyService: messages ⇄ commands. Decides nothing.
#pragma once

#include <functional>

#include "hotline/escalation/v1/policy_service.pb.h"
#include "platform/events/command.h"
#include "platform/rpc/server.h"
#include "services/escalation/commands/courts.h"
#include "services/escalation/commands/work_orders.h"

namespace hotline::escalation {

// Thread-safe. All pointers outlive it.
class PolicyApi {
 public:
  struct Parts {
    events::Commands* commands;
    Courts* courts;
    WorkOrders* work_orders;
    std::function<void()> edited;  // Wakes who projects clocks anew; may be empty.
  };
  explicit PolicyApi(Parts parts) : parts_(std::move(parts)) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListPoliciesReply> ListPolicies(const rpc::Call& call,
                                                     const v1::ListPoliciesRequest& request);
  absl::StatusOr<v1::DeadlinePolicy> CreatePolicy(const rpc::Call& call,
                                                  const v1::CreatePolicyRequest& request);
  absl::StatusOr<v1::DeadlinePolicy> UpdatePolicy(const rpc::Call& call,
                                                  const v1::UpdatePolicyRequest& request);

 private:
  Parts parts_;
};

}  // namespace hotline::escalation
