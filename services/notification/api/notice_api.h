// The RPCs of hotline.notification.v1.NoticeService: messages ⇄ rows.
#pragma once

#include "hotline/notification/v1/notice_service.pb.h"
#include "platform/events/command.h"
#include "platform/rpc/page_token.h"
#include "platform/rpc/server.h"

namespace hotline::notification {

// Thread-safe. All pointers outlive it.
class NoticeApi {
 public:
  NoticeApi(events::Commands* commands, const rpc::PageTokens* page_tokens,
            rpc::ChangeSignal* changes)
      : commands_(commands), page_tokens_(page_tokens), changes_(changes) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListNoticesReply> List(const rpc::Call& call,
                                            const v1::ListNoticesRequest& request);
  absl::StatusOr<v1::Notice> Get(const rpc::Call& call, const v1::GetNoticeRequest& request);
  absl::StatusOr<v1::Notice> MarkRead(const rpc::Call& call, const v1::MarkReadRequest& request);
  absl::StatusOr<v1::MarkAllReadReply> MarkAllRead(const rpc::Call& call,
                                                   const v1::MarkAllReadRequest& request);
  absl::StatusOr<v1::CountUnreadReply> CountUnread(const rpc::Call& call,
                                                   const v1::CountUnreadRequest& request);

 private:
  events::Commands* commands_;
  const rpc::PageTokens* page_tokens_;
  rpc::ChangeSignal* changes_;  // Told of what was read; drives the live count.
};

}  // namespace hotline::notification
