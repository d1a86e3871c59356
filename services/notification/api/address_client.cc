#include "services/notification/api/address_client.h"

#include "hotline/identity/v1/resolve_service.pb.h"
#include "hotline/workorder/v1/work_order_service.pb.h"
#include "platform/base/status.h"

namespace hotline::notification {
namespace {

template <class Reply>
absl::StatusOr<Reply> Ask(rpc::Channel* channel, const std::string& method,
                          const google::protobuf::Message& request) {
  auto reply = channel->Call<Reply>(
      method, request,
      {.caller = rpc::ServiceCaller("notification"), .deadline = absl::Now() + absl::Seconds(3)});
  if (absl::IsNotFound(reply.status())) return NotFound("NO_ADDRESS");  // Nor anybody to have one.
  return reply;
}

absl::StatusOr<std::string> Given(const std::string& address) {
  if (address.empty()) return NotFound("NO_ADDRESS");
  return address;
}

}  // namespace

absl::StatusOr<std::string> AddressClient::EmailOf(const std::string& user_id) {
  identity::v1::ResolveRequest request;
  request.set_id(user_id);
  HOTLINE_ASSIGN_OR_RETURN(
      const identity::v1::ResolvedContact contact,
      Ask<identity::v1::ResolvedContact>(
          identity_, "hotline.identity.v1.ResolveService/ResolveContact", request));
  return Given(contact.email());
}

absl::StatusOr<std::string> AddressClient::PhoneOf(const std::string& order_id,
                                                   const std::string& purpose) {
  workorder::v1::GetRequesterContactRequest request;
  request.set_id(order_id);
  request.set_reason(purpose);
  HOTLINE_ASSIGN_OR_RETURN(
      const workorder::v1::RequesterContact contact,
      Ask<workorder::v1::RequesterContact>(
          work_orders_, "hotline.workorder.v1.WorkOrderService/GetRequesterContact", request));
  return Given(contact.phone());
}

}  // namespace hotline::notification
