#include "services/workorder/queries/access_records.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/queries/paging.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {
namespace {

constexpr int kDefaultSize = 50;
const absl::Time kLast = absl::FromUnixSeconds(253'402'300'799);  // Of the year 9999.

// The last record of the page before.
struct Key {
  absl::Time time = kLast;
  int kind = 0;
  int64_t id = 0;
};

std::vector<std::string> TextsOf(const Key& key) {
  return {absl::StrCat(absl::ToUnixMicros(key.time)), absl::StrCat(key.kind), absl::StrCat(key.id)};
}

absl::StatusOr<Key> KeyOf(const std::vector<std::string>& texts) {
  Key key;
  int64_t micros = 0;
  if (texts.size() != 3 || !absl::SimpleAtoi(texts[0], &micros) ||
      !absl::SimpleAtoi(texts[1], &key.kind) || !absl::SimpleAtoi(texts[2], &key.id))
    return Invalid("INVALID_PAGE_TOKEN");
  key.time = absl::FromUnixMicros(micros);
  return key;
}

Key KeyOf(const pqxx::row& row) {
  return {.time = db::TimeOf(row["access_time"]),
          .kind = row["kind"].as<int>(),
          .id = row["id"].as<int64_t>()};
}

v1::AccessRecord RecordOf(const pqxx::row& row) {
  v1::AccessRecord record;
  record.set_kind(static_cast<v1::AccessRecord::Kind>(row["kind"].as<int>()));
  SetTime(record.mutable_access_time(), db::TimeOf(row["access_time"]));
  record.set_reader_id(row["caller_id"].as<std::string>());
  record.set_reader_name(row["caller_name"].as<std::string>());
  record.set_work_order_id(row["work_order_id"].as<std::string>(""));
  record.set_work_order_number(row["number"].as<std::string>());
  record.set_attachment_id(row["attachment_id"].as<std::string>(""));
  record.set_reason(row["reason"].as<std::string>());
  record.set_found(row["found"].as<int>());
  record.set_by_phone(row["by_phone"].as<bool>());
  record.set_by_id_number(row["by_id_number"].as<bool>());
  return record;
}

}  // namespace

absl::StatusOr<v1::ListAccessRecordsReply> ListAccessRecords(
    const QueryContext& context, const rpc::Call& call,
    const v1::ListAccessRecordsRequest& request) {
  v1::ListAccessRecordsReply reply;
  if (call.caller.court_path.empty()) return reply;
  const std::string query = QueryTextOf(request, call.caller);
  Key after;
  if (!request.page_token().empty()) {
    HOTLINE_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                             context.tokens->Read(request.page_token(), query));
    HOTLINE_ASSIGN_OR_RETURN(after, KeyOf(texts));
  }
  const int size = request.page_size() == 0 ? kDefaultSize : request.page_size();
  const absl::Time from =
      request.has_accessed_after() ? TimeOf(request.accessed_after()) : absl::UnixEpoch();
  const absl::Time before =
      request.has_accessed_before() ? TimeOf(request.accessed_before()) : kLast;
  const std::string name_index = PersonIndex(*context.cipher, call.caller.name);

  return context.pool->Read<v1::ListAccessRecordsReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListAccessRecordsReply> {
        const pqxx::result rows = tx.Exec(
            sql::kListAccessRecords, after.time, after.kind, after.id, call.caller.court_path,
            call.caller.department_id, db::Bytes{name_index}, static_cast<int>(request.kind()),
            request.work_order_id(), request.reader_id(), from, before, size + 1);
        for (const auto& row : rows) {
          if (reply.access_records_size() == size) {
            const auto last = rows[static_cast<pqxx::result::size_type>(size - 1)];
            reply.set_next_page_token(context.tokens->Make(TextsOf(KeyOf(last)), query));
            break;
          }
          *reply.add_access_records() = RecordOf(row);
        }
        return reply;
      });
}

}  // namespace hotline::workorder
