#include "services/escalation/api/identity_courts.h"

#include "hotline/identity/v1/resolve_service.pb.h"

namespace hotline::escalation {

absl::StatusOr<Court> IdentityCourts::Find(const std::string& id) {
  identity::v1::ResolveRequest request;
  request.set_id(id);
  auto reply = channel_->Call<identity::v1::ResolvedCourt>(
      "hotline.identity.v1.ResolveService/ResolveCourt", request,
      {.caller = rpc::ServiceCaller("escalation"),
       .deadline = absl::Now() + absl::Seconds(3),
       .trace_id = {}});
  if (!reply.ok()) return reply.status();
  return Court{reply->id(), reply->path()};
}

}  // namespace hotline::escalation
