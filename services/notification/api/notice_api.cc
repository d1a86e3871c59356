#include "services/notification/api/notice_api.h"

#include "platform/rpc/page.h"
#include "services/notification/api/messages.h"
#include "services/notification/store/notice_store.h"

namespace hotline::notification {

rpc::ServiceBinding NoticeApi::Binding() {
  rpc::ServiceBinding binding("hotline.notification.v1.NoticeService");
  BindUnary(binding, "ListNotices", this, &NoticeApi::List);
  BindUnary(binding, "GetNotice", this, &NoticeApi::Get);
  BindUnary(binding, "MarkRead", this, &NoticeApi::MarkRead);
  BindUnary(binding, "MarkAllRead", this, &NoticeApi::MarkAllRead);
  BindUnary(binding, "CountUnread", this, &NoticeApi::CountUnread);
  binding.Live<v1::CountUnreadRequest, v1::CountUnreadReply>(
      "WatchUnread", changes_,
      [this](const rpc::Call& call, const v1::CountUnreadRequest& request) {
        return CountUnread(call, request);
      });
  return binding;
}

absl::StatusOr<v1::ListNoticesReply> NoticeApi::List(const rpc::Call& call,
                                                     const v1::ListNoticesRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(
      const auto page, rpc::Page<v1::ListNoticesRequest>::Open(*page_tokens_, call, request, 2));
  std::optional<NoticeKey> after;
  if (!page.after(0).empty()) {
    HOTLINE_ASSIGN_OR_RETURN(const absl::Time created, TimeOfKey(page.after(0)));
    after = NoticeKey{created, page.after(1)};
  }
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Notice> notices,
                           commands_->pool()->Read<std::vector<Notice>>(
                               [&](db::Tx& tx) -> absl::StatusOr<std::vector<Notice>> {
                                 return ListNotices(tx, call.caller, request.unread(), after,
                                                    page.limit());
                               }));
  v1::ListNoticesReply reply;
  reply.set_next_page_token(page.Close(notices, [](const Notice& last) {
    return std::vector<std::string>{KeyOfTime(last.create_time), last.id};
  }));
  for (const Notice& notice : notices) *reply.add_notices() = ToMessage(notice);
  return reply;
}

absl::StatusOr<v1::Notice> NoticeApi::Get(const rpc::Call& call,
                                          const v1::GetNoticeRequest& request) {
  return commands_->pool()->Transact<v1::Notice>([&](db::Tx& tx) -> absl::StatusOr<v1::Notice> {
    HOTLINE_ASSIGN_OR_RETURN(const Notice notice, GetNotice(tx, call.caller, request.id()));
    v1::Notice message = ToMessage(notice);
    for (const Receipt& receipt : ReceiptsOf(tx, notice.id))
      *message.add_receipts() = ToMessage(receipt);
    return message;
  });
}

absl::StatusOr<v1::Notice> NoticeApi::MarkRead(const rpc::Call& call,
                                               const v1::MarkReadRequest& request) {
  auto marked =
      commands_->Run<v1::Notice>(call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Notice> {
        HOTLINE_RETURN_IF_ERROR(GetNotice(tx, call.caller, request.id()).status());
        notification::MarkRead(tx, call.caller, request.id(), call.now);
        HOTLINE_ASSIGN_OR_RETURN(const Notice notice, GetNotice(tx, call.caller, request.id()));
        return ToMessage(notice);
      });
  if (marked.ok()) changes_->Changed();
  return marked;
}

absl::StatusOr<v1::MarkAllReadReply> NoticeApi::MarkAllRead(const rpc::Call& call,
                                                            const v1::MarkAllReadRequest& request) {
  auto marked = commands_->Run<v1::MarkAllReadReply>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::MarkAllReadReply> {
        v1::MarkAllReadReply reply;
        reply.set_marked(notification::MarkAllRead(tx, call.caller, call.now));
        return reply;
      });
  if (marked.ok()) changes_->Changed();
  return marked;
}

absl::StatusOr<v1::CountUnreadReply> NoticeApi::CountUnread(const rpc::Call& call,
                                                            const v1::CountUnreadRequest&) {
  return commands_->pool()->Read<v1::CountUnreadReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::CountUnreadReply> {
        const Unread unread = notification::CountUnread(tx, call.caller, call.now);
        v1::CountUnreadReply reply;
        reply.set_unread(unread.all);
        reply.set_important(unread.important);
        return reply;
      });
}

}  // namespace hotline::notification
