#include "services/escalation/api/policy_api.h"

#include "platform/base/status.h"
#include "services/escalation/api/messages.h"
#include "services/escalation/commands/edit_policy.h"
#include "services/escalation/domain/policy_json.h"

namespace hotline::escalation {
namespace {

absl::StatusOr<std::vector<Rung>> LadderOf(
    const google::protobuf::RepeatedPtrField<v1::Rung>& rungs) {
  std::vector<Rung> ladder;
  for (const v1::Rung& rung : rungs) {
    if (rung.has_percent_of_budget() == rung.has_from_due()) {
      return Invalid("RUNG_TIME_AMBIGUOUS", {{"rung", std::to_string(ladder.size() + 1)}});
    }
    ladder.push_back(RungOf(rung));
  }
  return ladder;
}

v1::DeadlinePolicy MessageOf(const PolicyEdited& edited) {
  v1::DeadlinePolicy message = ToMessage(edited.stored);
  message.mutable_reprojection()->set_open_clocks(edited.touched.open);
  message.mutable_reprojection()->set_keeping_their_unit(edited.touched.other_unit);
  return message;
}

}  // namespace

rpc::ServiceBinding PolicyApi::Binding() {
  rpc::ServiceBinding binding("hotline.escalation.v1.PolicyService");
  const auto bind = [&]<class Request, class Reply>(std::string_view name,
                                                    absl::StatusOr<Reply> (PolicyApi::*handler)(
                                                        const rpc::Call&, const Request&)) {
    binding.Unary<Request, Reply>(name,
                                  [this, handler](const rpc::Call& call, const Request& request) {
                                    return (this->*handler)(call, request);
                                  });
  };
  bind("ListPolicies", &PolicyApi::ListPolicies);
  bind("CreatePolicy", &PolicyApi::CreatePolicy);
  bind("UpdatePolicy", &PolicyApi::UpdatePolicy);
  return binding;
}

absl::StatusOr<v1::ListPoliciesReply> PolicyApi::ListPolicies(
    const rpc::Call& call, const v1::ListPoliciesRequest& request) {
  return parts_.commands->pool()->Read<v1::ListPoliciesReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListPoliciesReply> {
        v1::ListPoliciesReply reply;
        const auto add = [&](const StoredPolicy& stored) {
          const bool wanted = request.kind() == v1::ClockKind::CLOCK_KIND_UNSPECIFIED ||
                              static_cast<int>(stored.policy.kind) == request.kind();
          if (wanted) *reply.add_deadline_policies() = ToMessage(stored);
        };
        for (const Policy& policy : BuiltInPolicies()) add({.policy = policy});
        for (const StoredPolicy& stored : AllPolicies(tx)) {
          const std::string& path = stored.policy.court_path;
          if (call.caller.SeesCourt(path) || call.caller.court_path.starts_with(path)) add(stored);
        }
        return reply;
      });
}

absl::StatusOr<v1::DeadlinePolicy> PolicyApi::CreatePolicy(const rpc::Call& call,
                                                           const v1::CreatePolicyRequest& request) {
  Court court{call.caller.court_id, call.caller.court_path};
  if (!request.court_id().empty() && request.court_id() != court.id) {
    HOTLINE_ASSIGN_OR_RETURN(court, parts_.courts->Find(request.court_id()));
    if (!call.caller.SeesCourt(court.path)) return NotFound("COURT_NOT_FOUND");
  }
  if (!request.type().empty()) {
    HOTLINE_ASSIGN_OR_RETURN(const std::set<std::string> types, parts_.work_orders->Types(call));
    if (!types.contains(request.type())) return Invalid("TYPE_UNKNOWN", {{"type", request.type()}});
  }
  Policy policy{.court_id = court.id,
                .court_path = court.path,
                .kind = static_cast<ClockKind>(request.kind()),
                .order_type = request.type(),
                .urgency = request.urgency(),
                .budget = BudgetOf(request.budget())};
  HOTLINE_ASSIGN_OR_RETURN(policy.ladder, LadderOf(request.ladder()));
  auto reply = parts_.commands->Run<v1::DeadlinePolicy>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::DeadlinePolicy> {
        HOTLINE_ASSIGN_OR_RETURN(const PolicyEdited edited,
                                 escalation::CreatePolicy(tx, call, policy));
        return MessageOf(edited);
      });
  if (reply.ok() && parts_.edited) parts_.edited();
  return reply;
}

absl::StatusOr<v1::DeadlinePolicy> PolicyApi::UpdatePolicy(const rpc::Call& call,
                                                           const v1::UpdatePolicyRequest& request) {
  PolicyChange change{.etag = request.etag()};
  if (request.has_budget()) change.budget = BudgetOf(request.budget());
  if (request.has_ladder()) {
    HOTLINE_ASSIGN_OR_RETURN(change.ladder, LadderOf(request.ladder().rungs()));
  }
  if (request.has_active()) change.active = request.active();
  auto reply = parts_.commands->Run<v1::DeadlinePolicy>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::DeadlinePolicy> {
        HOTLINE_ASSIGN_OR_RETURN(const PolicyEdited edited,
                                 ChangePolicy(tx, call, request.id(), change));
        return MessageOf(edited);
      });
  if (reply.ok() && parts_.edited) parts_.edited();
  return reply;
}

}  // namespace hotline::escalation
