// Rows of work_order ⇄ the aggregate. Personal data is sealed on the way in and opened on the way
// out here and nowhere else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "services/workorder/domain/work_order.h"

namespace hotline::workorder {

// Blind indexes, the same at writing and at searching. The value is normalised here (telephones and
// ID numbers as in platform/base, names without spaces); empty for an empty value.
std::string PhoneIndex(const crypto::FieldCipher& cipher, std::string_view phone);
std::string IdNumberIndex(const crypto::FieldCipher& cipher, std::string_view id_number);
std::string PersonIndex(const crypto::FieldCipher& cipher, std::string_view name);

// All functions run in the caller's transaction and throw what libpqxx throws (platform/db turns it
// into a status).
class WorkOrderStore {
 public:
  explicit WorkOrderStore(const crypto::FieldCipher* cipher) : cipher_(cipher) {}

  // Gives `order.number` from `day` ("20261123") and the sequence.
  void Insert(db::Tx& tx, WorkOrder& order, std::string_view day) const;
  // Writes every mutable column.
  void Update(db::Tx& tx, const WorkOrder& order) const;
  // "督〔2026〕12号"
  std::string NextSupervisionNumber(db::Tx& tx, int year) const;
  std::vector<std::string> NextSupervisionNumbers(db::Tx& tx, int year, int count) const;

  // NOT_FOUND (WORK_ORDER_NOT_FOUND). ForUpdate locks the row until the transaction ends.
  absl::StatusOr<WorkOrder> Load(db::Tx& tx, std::string_view id) const;
  absl::StatusOr<WorkOrder> LoadForUpdate(db::Tx& tx, std::string_view id) const;

  // A row of a statement that selects the columns of `list_columns` (store/work_order.sql) in any
  // order, and optionally `content` and `detail`. What was not selected stays empty, and so does
  // the extraction code.
  absl::StatusOr<WorkOrder> FromRow(const pqxx::row& row) const;
  // Of a row with `id` and `extraction_code_sealed`.
  absl::StatusOr<std::string> ExtractionCode(const pqxx::row& row) const;

  const crypto::FieldCipher* cipher() const { return cipher_; }

 private:
  const crypto::FieldCipher* cipher_;
};

// For SQL put together by code: what FromRow reads for lists, and for the full view.
inline constexpr char kListColumns[] =
    "id, number, court_id, court_path, state, round, type, urgency, channel, title, case_number, "
    "region, requester_sealed, "
    "anonymous, confidential, respondent_department_id, department_id, department_name, "
    "handler_id, handler_name, designated, "
    "co_department_ids, participant_ids, created_by_id, created_by_name, create_time, update_time, "
    "dispatch_time, "
    "sign_in_time, due_time, due_provisional, close_time, close_reason, urge_count, "
    "supervision_count, "
    "return_count, extension_count, "
    "supervised, pending_kind, merged_into_id, revision, history_hash, content";

// The aggregate's JSON column.
std::string DetailJson(const Detail& detail);
Detail ParseDetail(std::string_view json);

}  // namespace hotline::workorder
