#include "services/workorder/store/attachment_store.h"

#include <set>

#include "platform/base/status.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {

void InsertAttachment(db::Tx& tx, const Attachment& attachment, std::string_view history_hash) {
  tx.Exec(sql::kInsertAttachment, attachment.id, attachment.court_id, attachment.court_path,
          attachment.file_name, attachment.content_type, attachment.size,
          db::Bytes{attachment.sha256}, attachment.uploaded_by_id, attachment.uploaded_by_name,
          attachment.create_time, db::Bytes{history_hash});
}

absl::StatusOr<Attachment> LoadAttachment(db::Tx& tx, std::string_view id) {
  const pqxx::result rows = tx.Exec(sql::kLoadAttachment, id);
  if (rows.empty()) return NotFound("ATTACHMENT_NOT_FOUND");
  const pqxx::row row = rows[0];
  Attachment attachment;
  attachment.id = row["id"].as<std::string>();
  attachment.court_path = row["court_path"].as<std::string>();
  attachment.work_order_id = row["work_order_id"].as<std::string>("");
  attachment.file_name = row["file_name"].as<std::string>();
  attachment.content_type = row["content_type"].as<std::string>();
  attachment.size = row["size"].as<int64_t>();
  attachment.sha256 = db::BytesOf(row["sha256"]);
  attachment.uploaded_by_id = row["uploaded_by_id"].as<std::string>();
  attachment.uploaded_by_name = row["uploaded_by_name"].as<std::string>();
  attachment.create_time = db::TimeOf(row["create_time"]);
  return attachment;
}

void LogDownload(db::Tx& tx, const Attachment& attachment, const Caller& caller, absl::Time now) {
  tx.Exec(sql::kLogDownload, now, caller.id, caller.name, attachment.id, attachment.work_order_id,
          attachment.court_path);
}

absl::Status AttachToWorkOrder(db::Tx& tx, const std::vector<std::string>& ids,
                               std::string_view work_order_id, std::string_view uploader_id,
                               absl::Time now) {
  if (ids.empty()) return absl::OkStatus();
  const std::set<std::string> distinct(ids.begin(), ids.end());
  const pqxx::result result = tx.Exec(sql::kAttachToWorkOrder, work_order_id, db::ArrayOf(ids),
                                      uploader_id, now, now - kOrphanLifetime);
  return result.affected_rows() == distinct.size() ? absl::OkStatus()
                                                   : NotFound("ATTACHMENT_NOT_FOUND");
}

}  // namespace hotline::workorder
