#include "services/notification/api/send_limit_api.h"

#include "platform/base/status.h"
#include "services/notification/api/messages.h"
#include "services/notification/commands/rules.h"
#include "services/notification/store/send_limit_store.h"

namespace hotline::notification {
namespace {

v1::SendLimit ToMessage(const ChannelLimit& one) {
  v1::SendLimit message;
  message.set_channel(static_cast<v1::Channel>(one.channel));
  message.set_seconds(static_cast<int32_t>(absl::ToInt64Seconds(one.limit.window)));
  message.set_most(one.limit.most);
  return message;
}

v1::ListSendLimitsReply AllLimits(db::Tx& tx) {
  v1::ListSendLimitsReply reply;
  for (const ChannelLimit& one : ListSendLimits(tx)) *reply.add_send_limits() = ToMessage(one);
  return reply;
}

absl::Status CheckMayChange(const Caller& caller, v1::Channel channel) {
  if (channel != v1::EMAIL && channel != v1::SMS) return Invalid("NO_SEND_LIMITS");
  return IsOfRootCourt(caller) ? absl::OkStatus() : Denied("RULE_OF_ALL_COURTS");
}

}  // namespace

rpc::ServiceBinding SendLimitApi::Binding() {
  rpc::ServiceBinding binding("hotline.notification.v1.SendLimitService");
  BindUnary(binding, "ListSendLimits", this, &SendLimitApi::List);
  BindUnary(binding, "SetSendLimit", this, &SendLimitApi::Set);
  BindUnary(binding, "RemoveSendLimit", this, &SendLimitApi::Remove);
  return binding;
}

absl::StatusOr<v1::ListSendLimitsReply> SendLimitApi::List(const rpc::Call&,
                                                           const v1::ListSendLimitsRequest&) {
  return commands_->pool()->Read<v1::ListSendLimitsReply>(
      [](db::Tx& tx) -> absl::StatusOr<v1::ListSendLimitsReply> { return AllLimits(tx); });
}

absl::StatusOr<v1::SendLimit> SendLimitApi::Set(const rpc::Call& call,
                                                const v1::SetSendLimitRequest& request) {
  HOTLINE_RETURN_IF_ERROR(CheckMayChange(call.caller, request.channel()));
  return commands_->Run<v1::SendLimit>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::SendLimit> {
        const ChannelLimit set{
            .channel = static_cast<ChannelKind>(request.channel()),
            .limit = {.window = absl::Seconds(request.seconds()), .most = request.most()}};
        HOTLINE_RETURN_IF_ERROR(SetSendLimit(tx, set, call.caller, call.now));
        return ToMessage(set);
      });
}

absl::StatusOr<v1::ListSendLimitsReply> SendLimitApi::Remove(
    const rpc::Call& call, const v1::RemoveSendLimitRequest& request) {
  HOTLINE_RETURN_IF_ERROR(CheckMayChange(call.caller, request.channel()));
  return commands_->Run<v1::ListSendLimitsReply>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::ListSendLimitsReply> {
        if (!RemoveSendLimit(tx, static_cast<ChannelKind>(request.channel()),
                             absl::Seconds(request.seconds()), call.caller, call.now))
          return NotFound("SEND_LIMIT_NOT_FOUND");
        return AllLimits(tx);
      });
}

}  // namespace hotline::notification
