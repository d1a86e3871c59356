#include "services/notification/store/notice_store.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/notification/sql.h"
#include "services/notification/store/columns.h"

namespace hotline::notification {
namespace {

Notice NoticeOf(const pqxx::row& row) {
  Notice notice;
  notice.id = row["id"].as<std::string>();
  notice.title = row["title"].as<std::string>();
  notice.body = row["body"].as<std::string>();
  notice.event_type = row["event_type"].as<std::string>();
  notice.work_order_id = row["work_order_id"].as<std::string>();
  notice.work_order_number = row["work_order_number"].as<std::string>();
  notice.important = row["important"].as<bool>();
  notice.for_department = row["recipient_kind"].as<std::string>() == "DEPARTMENT";
  notice.event_time = db::TimeOf(row["event_time"]);
  notice.create_time = db::TimeOf(row["create_time"]);
  notice.read_time = db::OptionalTimeOf(row["read_time"]);
  notice.receipt_count = row["receipt_count"].as<int>();
  return notice;
}

std::string NoticeIdOf(const Telling& telling) {
  return crypto::HashUuid(
      absl::StrCat(telling.stream_id, "|", telling.revision, "|", telling.rule_id, "|",
                   std::string(NameOf(telling.recipient.kind)), "|", telling.recipient.id));
}

}  // namespace

void InsertNotices(db::Tx& tx, const std::vector<Telling>& rows, absl::Time now) {
  if (rows.empty()) return;
  const auto column = [&rows](auto field) {
    return Column(rows, [field](const Telling& t) { return t.*field; });
  };
  tx.Exec(sql::kInsertNotices, Column(rows, NoticeIdOf), column(&Telling::stream_id),
          column(&Telling::revision), column(&Telling::rule_id), column(&Telling::rule_version),
          Column(rows, [](const Telling& t) { return NameOf(t.recipient.kind); }),
          Column(rows, [](const Telling& t) { return t.recipient.id; }),
          column(&Telling::event_type), column(&Telling::order_id), column(&Telling::order_number),
          column(&Telling::title), column(&Telling::body), column(&Telling::important),
          column(&Telling::event_time),
          Column(rows, [](const Telling& t) { return db::ArrayOf(t.recipient.kept_from); }), now);
}

std::vector<Notice> ListNotices(db::Tx& tx, const Caller& caller, bool unread,
                                const std::optional<NoticeKey>& after, int limit) {
  const NoticeKey key =
      after.value_or(NoticeKey{absl::FromCivil(absl::CivilDay(9999, 1, 1), absl::UTCTimeZone()),
                               "ffffffff-ffff-ffff-ffff-ffffffffffff"});
  std::vector<Notice> notices;
  for (const auto& row : tx.Exec(sql::kListNotices, caller.id, caller.department_id, unread,
                                 key.create_time, key.id, limit)) {
    notices.push_back(NoticeOf(row));
  }
  return notices;
}

absl::StatusOr<Notice> GetNotice(db::Tx& tx, const Caller& caller, std::string_view id) {
  const pqxx::result found = tx.Exec(sql::kGetNotice, caller.id, caller.department_id, id);
  if (found.empty()) return NotFound("NOTICE_NOT_FOUND");
  return NoticeOf(found[0]);
}

std::vector<Receipt> ReceiptsOf(db::Tx& tx, std::string_view notice_id) {
  std::vector<Receipt> receipts;
  for (const auto& row : tx.Exec(sql::kListReceipts, notice_id)) {
    receipts.push_back({row["user_id"].as<std::string>(), row["user_name"].as<std::string>(),
                        db::TimeOf(row["read_time"])});
  }
  return receipts;
}

void MarkRead(db::Tx& tx, const Caller& caller, std::string_view id, absl::Time now) {
  tx.Exec(sql::kInsertReceipt, id, caller.id, caller.name, now);
}

int MarkAllRead(db::Tx& tx, const Caller& caller, absl::Time now) {
  return static_cast<int>(
      tx.Exec(sql::kReadEverything, caller.id, caller.department_id, caller.name, now)
          .affected_rows());
}

Unread CountUnread(db::Tx& tx, const Caller& caller, absl::Time now) {
  constexpr absl::Duration kCounted = absl::Hours(90 * 24);
  const pqxx::result row =
      tx.Exec(sql::kCountUnread, caller.id, caller.department_id, now - kCounted);
  return {row[0][0].as<int64_t>(), row[0][1].as<int64_t>()};
}

}  // namespace hotline::notification
