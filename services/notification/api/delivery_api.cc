#include "services/notification/api/delivery_api.h"

#include "platform/base/status.h"
#include "platform/rpc/page.h"
#include "services/notification/api/messages.h"
#include "services/notification/api/outward_messages.h"
#include "services/notification/store/delivery_store.h"

namespace hotline::notification {
namespace {

absl::StatusOr<Delivery> FindOwn(db::Tx& tx, const Caller& caller, const std::string& id) {
  HOTLINE_ASSIGN_OR_RETURN(Delivery delivery, FindDelivery(tx, id));
  if (!caller.SeesCourt(delivery.court_path)) return NotFound("DELIVERY_NOT_FOUND");
  return delivery;
}

}  // namespace

rpc::ServiceBinding DeliveryApi::Binding() {
  rpc::ServiceBinding binding("hotline.notification.v1.DeliveryService");
  BindUnary(binding, "ListDeliveries", this, &DeliveryApi::List);
  BindUnary(binding, "GetDelivery", this, &DeliveryApi::Get);
  BindUnary(binding, "ReplayDelivery", this, &DeliveryApi::Replay);
  return binding;
}

absl::StatusOr<v1::ListDeliveriesReply> DeliveryApi::List(
    const rpc::Call& call, const v1::ListDeliveriesRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(
      const auto page, rpc::Page<v1::ListDeliveriesRequest>::Open(*page_tokens_, call, request, 2));
  if (call.caller.court_path.empty()) return v1::ListDeliveriesReply();
  DeliveryFilter filter{.court_path = call.caller.court_path,
                        .endpoint_id = request.endpoint_id(),
                        .work_order_id = request.work_order_id(),
                        .limit = page.limit()};
  if (request.state() != v1::Delivery::STATE_UNSPECIFIED)
    filter.state = static_cast<DeliveryState>(request.state());
  if (request.channel() != v1::CHANNEL_UNSPECIFIED)
    filter.channel = static_cast<ChannelKind>(request.channel());
  if (!page.after(0).empty()) {
    HOTLINE_ASSIGN_OR_RETURN(const absl::Time created, TimeOfKey(page.after(0)));
    filter.after = DeliveryKey{created, page.after(1)};
  }
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Delivery> deliveries,
                           commands_->pool()->Read<std::vector<Delivery>>(
                               [&](db::Tx& tx) -> absl::StatusOr<std::vector<Delivery>> {
                                 return ListDeliveries(tx, filter);
                               }));
  v1::ListDeliveriesReply reply;
  reply.set_next_page_token(page.Close(deliveries, [](const Delivery& last) {
    return std::vector<std::string>{KeyOfTime(last.create_time), last.letter.id};
  }));
  for (const Delivery& delivery : deliveries) *reply.add_deliveries() = ToMessage(delivery);
  return reply;
}

absl::StatusOr<v1::Delivery> DeliveryApi::Get(const rpc::Call& call,
                                              const v1::GetDeliveryRequest& request) {
  return commands_->pool()->Transact<v1::Delivery>([&](db::Tx& tx) -> absl::StatusOr<v1::Delivery> {
    HOTLINE_ASSIGN_OR_RETURN(const Delivery delivery, FindOwn(tx, call.caller, request.id()));
    return ToMessage(delivery, AttemptsOf(tx, delivery.letter.id));
  });
}

absl::StatusOr<v1::Delivery> DeliveryApi::Replay(const rpc::Call& call,
                                                 const v1::ReplayDeliveryRequest& request) {
  auto replayed =
      commands_->Run<v1::Delivery>(call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Delivery> {
        HOTLINE_RETURN_IF_ERROR(FindOwn(tx, call.caller, request.id()).status());
        if (notification::Replay(tx, request.id(), call.now) == 0)
          return Precondition("DELIVERY_PENDING");
        HOTLINE_ASSIGN_OR_RETURN(const Delivery delivery, FindDelivery(tx, request.id()));
        return ToMessage(delivery, AttemptsOf(tx, delivery.letter.id));
      });
  if (replayed.ok() && deliver_) deliver_();
  return replayed;
}

}  // namespace hotline::notification
