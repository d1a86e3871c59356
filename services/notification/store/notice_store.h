// Rows of notice and receipt ⇄ values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/base/caller.h"
#include "platform/db/pool.h"
#include "services/notification/domain/telling.h"

namespace hotline::notification {

struct Notice {
  std::string id;
  std::string title;
  std::string body;
  std::string event_type;
  std::string work_order_id;
  std::string work_order_number;
  bool important = false;
  bool for_department = false;
  absl::Time event_time;
  absl::Time create_time;
  std::optional<absl::Time> read_time;
  int receipt_count = 0;
};

struct Receipt {
  std::string user_id;
  std::string user_name;
  absl::Time read_time;
};

struct Unread {
  int64_t all = 0;
  int64_t important = 0;
};

struct NoticeKey {  // The last row of the page before.
  absl::Time create_time;
  std::string id;
};

// In one statement. What is there already stays.
void InsertNotices(db::Tx& tx, const std::vector<Telling>& tellings, absl::Time now);
// The inbox of the caller and the caller's department, latest first.
std::vector<Notice> ListNotices(db::Tx& tx, const Caller& caller, bool unread,
                                const std::optional<NoticeKey>& after, int limit);
absl::StatusOr<Notice> GetNotice(db::Tx& tx, const Caller& caller,
                                 std::string_view id);  // NOT_FOUND (NOTICE_NOT_FOUND)
std::vector<Receipt> ReceiptsOf(db::Tx& tx, std::string_view notice_id);
void MarkRead(db::Tx& tx, const Caller& caller, std::string_view id, absl::Time now);
int MarkAllRead(db::Tx& tx, const Caller& caller, absl::Time now);     // How many were unread.
Unread CountUnread(db::Tx& tx, const Caller& caller, absl::Time now);  // Of the last 90 days.

}  // namespace hotline::notification
