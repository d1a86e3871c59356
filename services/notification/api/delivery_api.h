// The RPCs of hotline.notification.v1.DeliveryService: messages ⇄ rows.
#pragma once

#include <functional>

#include "hotline/notification/v1/delivery_service.pb.h"
#include "platform/events/command.h"
#include "platform/rpc/page_token.h"
#include "platform/rpc/server.h"

namespace hotline::notification {

// Thread-safe. All pointers outlive it.
class DeliveryApi {
 public:
  // `deliver` is called when there is something to send; may be empty.
  DeliveryApi(events::Commands* commands, const rpc::PageTokens* page_tokens,
              std::function<void()> deliver)
      : commands_(commands), page_tokens_(page_tokens), deliver_(std::move(deliver)) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListDeliveriesReply> List(const rpc::Call& call,
                                               const v1::ListDeliveriesRequest& request);
  absl::StatusOr<v1::Delivery> Get(const rpc::Call& call, const v1::GetDeliveryRequest& request);
  absl::StatusOr<v1::Delivery> Replay(const rpc::Call& call,
                                      const v1::ReplayDeliveryRequest& request);

 private:
  events::Commands* commands_;
  const rpc::PageTokens* page_tokens_;
  std::function<void()> deliver_;
};

}  // namespace hotline::notification
