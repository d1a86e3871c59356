// The RPCs of hotline.notification.v1.SendLimitService: messages ⇄ rows.
#pragma once

#include "hotline/notification/v1/send_limit_service.pb.h"
#include "platform/events/command.h"
#include "platform/rpc/server.h"

namespace hotline::notification {

// Thread-safe.
class SendLimitApi {
 public:
  explicit SendLimitApi(events::Commands* commands) : commands_(commands) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListSendLimitsReply> List(const rpc::Call& call,
                                               const v1::ListSendLimitsRequest& request);
  // NO_SEND_LIMITS: the channel knows none; RULE_OF_ALL_COURTS: not from the root court;
  // TOO_MANY_LIMITS.
  absl::StatusOr<v1::SendLimit> Set(const rpc::Call& call, const v1::SetSendLimitRequest& request);
  // Likewise; SEND_LIMIT_NOT_FOUND.
  absl::StatusOr<v1::ListSendLimitsReply> Remove(const rpc::Call& call,
                                                 const v1::RemoveSendLimitRequest& request);

 private:
  events::Commands* commands_;
};

}  // namespace hotline::notification
