#include "services/workorder/commands/public_access.h"

#include <string>

#include "platform/base/status.h"
#include "platform/base/unicode.h"
#include "platform/crypto/crypto.h"
#include "services/workorder/domain/query_attempts.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {
namespace {

// As people type it: half-width, without spaces and dashes, capital letters.
std::string Typed(std::string_view text) {
  std::u32string out;
  for (char32_t wide : DecodeUtf8(text)) {
    char32_t c = HalfWidth(wide);
    if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
    if (!IsSpace(c) && !IsDash(wide)) out += c;
  }
  return EncodeUtf8(out);
}

// Compared in place of an order that does not exist, so that both cases cost the same.
constexpr char kNoOrder[] = "00000000-0000-0000-0000-000000000000";

absl::StatusOr<WorkOrder> LoadOrStandIn(db::Tx& tx, const WorkOrderStore& store,
                                        const std::string& number) {
  const pqxx::result rows = tx.Exec(sql::kLoadPublicOrder, number);
  if (!rows.empty()) {
    HOTLINE_ASSIGN_OR_RETURN(WorkOrder order, store.FromRow(rows[0]));
    HOTLINE_ASSIGN_OR_RETURN(order.extraction_code, store.ExtractionCode(rows[0]));
    return order;
  }
  const std::string seal_context = std::string("workorder/extraction/") + kNoOrder;
  const std::string sealed = store.cipher()->Seal(crypto::RandomCode(8), seal_context);
  WorkOrder none;
  HOTLINE_ASSIGN_OR_RETURN(none.extraction_code, store.cipher()->Open(sealed, seal_context));
  return none;
}

// Locks the number's row, so that attempts at one number go one after the other.
QueryAttempts LockAttempts(db::Tx& tx, const std::string& number, absl::Time now) {
  const pqxx::result rows = tx.Exec(sql::kLockPublicAttempt, number, now);
  return {rows[0]["failures"].as<int>(), rows[0]["locks"].as<int>(),
          db::OptionalTimeOf(rows[0]["locked_until"])};
}

}  // namespace

absl::StatusOr<PublicAccess> OpenByCode(db::Tx& tx, const WorkOrderStore& store,
                                        std::string_view number_as_typed, std::string_view code,
                                        absl::Time now) {
  const std::string number = Typed(number_as_typed);
  const QueryAttempts attempts = LockAttempts(tx, number, now);
  if (IsLocked(attempts, now)) return PublicAccess{std::nullopt, attempts.locked_until};
  HOTLINE_ASSIGN_OR_RETURN(WorkOrder order, LoadOrStandIn(tx, store, number));
  const bool right = crypto::EqualConstantTime(order.extraction_code, Typed(code));
  if (right && !order.id.empty()) {
    tx.Exec(sql::kForgetPublicAttempt, number);
    return PublicAccess{std::move(order), std::nullopt};
  }
  const QueryAttempts after = AfterFailure(attempts, now);
  tx.Exec(sql::kSavePublicAttempt, number, after.failures, after.locks, after.locked_until);
  return PublicAccess{};
}

absl::Status RefusalOf(const PublicAccess& access, absl::Time now) {
  if (!access.locked_until) return NotFound("QUERY_NOT_MATCHED");
  const absl::Duration left = absl::Ceil(*access.locked_until - now, absl::Minutes(1));
  return Refuse(absl::StatusCode::kResourceExhausted, "QUERY_LOCKED",
                {{"minutes", std::to_string(absl::ToInt64Minutes(left))}});
}

}  // namespace hotline::workorder
