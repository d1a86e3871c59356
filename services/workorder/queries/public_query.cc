#include <optional>

#include "platform/base/status.h"
#include "platform/base/unicode.h"
#include "platform/crypto/crypto.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/domain/dictionary.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/query_attempts.h"
#include "services/workorder/queries/queries.h"
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

absl::StatusOr<WorkOrder> LoadOrStandIn(const QueryContext& context, db::Tx& tx,
                                        const std::string& number) {
  const pqxx::result rows = tx.Exec(sql::kLoadPublicOrder, number);
  if (!rows.empty()) return context.store->FromRow(rows[0]);
  const std::string seal_context = std::string("workorder/extraction/") + kNoOrder;
  const std::string sealed = context.cipher->Seal(crypto::RandomCode(8), seal_context);
  WorkOrder none;
  HOTLINE_ASSIGN_OR_RETURN(none.extraction_code, context.cipher->Open(sealed, seal_context));
  return none;
}

// What was answered at once, or the feedback that passed both reviews.
std::string AnswerOf(const WorkOrder& order) {
  if (!order.detail.answer.empty()) return order.detail.answer;
  const bool reviewed = order.state == State::kCallback || order.state == State::kClosed;
  if (!reviewed || order.detail.feedbacks.empty()) return "";
  return order.detail.feedbacks.back().content;
}

v1::QueryPublicReply ToReply(const WorkOrder& order) {
  v1::QueryPublicReply reply;
  reply.set_number(order.number);
  reply.set_state(static_cast<v1::State>(order.state));
  reply.set_state_name(std::string(ChineseNameOf(order.state)));
  reply.set_type_name(std::string(TypeName(order.type)));
  SetTime(reply.mutable_create_time(), order.create_time);
  SetTime(reply.mutable_update_time(), order.update_time);
  if (order.due_time) SetTime(reply.mutable_due_time(), *order.due_time);
  if (order.close_time) SetTime(reply.mutable_close_time(), *order.close_time);
  reply.set_round(order.round);
  reply.set_answer(AnswerOf(order));
  return reply;
}

// Locks the number's row, so that attempts at one number go one after the other.
QueryAttempts LockAttempts(db::Tx& tx, const std::string& number, absl::Time now) {
  const pqxx::result rows = tx.Exec(sql::kLockPublicAttempt, number, now);
  return {rows[0]["failures"].as<int>(), rows[0]["locks"].as<int>(),
          db::OptionalTimeOf(rows[0]["locked_until"])};
}

struct Outcome {
  std::optional<v1::QueryPublicReply> reply;
  std::optional<absl::Time> locked_until;
};

}  // namespace

absl::StatusOr<v1::QueryPublicReply> QueryPublicly(const QueryContext& context,
                                                   const rpc::Call& call,
                                                   const v1::QueryPublicRequest& request) {
  const std::string number = Typed(request.number());
  const std::string code = Typed(request.extraction_code());
  // A failure is counted, so it must be committed: it leaves the transaction as an outcome, not as
  // a status.
  HOTLINE_ASSIGN_OR_RETURN(
      const Outcome outcome,
      context.pool->Transact<Outcome>([&](db::Tx& tx) -> absl::StatusOr<Outcome> {
        const QueryAttempts attempts = LockAttempts(tx, number, call.now);
        if (IsLocked(attempts, call.now)) return Outcome{std::nullopt, attempts.locked_until};
        HOTLINE_ASSIGN_OR_RETURN(const WorkOrder order, LoadOrStandIn(context, tx, number));
        const bool right = crypto::EqualConstantTime(order.extraction_code, code);
        if (right && !order.id.empty()) {
          tx.Exec(sql::kForgetPublicAttempt, number);
          return Outcome{ToReply(order), std::nullopt};
        }
        const QueryAttempts after = AfterFailure(attempts, call.now);
        tx.Exec(sql::kSavePublicAttempt, number, after.failures, after.locks, after.locked_until);
        return Outcome{};
      }));
  if (outcome.reply) return *outcome.reply;
  if (!outcome.locked_until) return NotFound("QUERY_NOT_MATCHED");
  const absl::Duration left = absl::Ceil(*outcome.locked_until - call.now, absl::Minutes(1));
  return Refuse(absl::StatusCode::kResourceExhausted, "QUERY_LOCKED",
                {{"minutes", std::to_string(absl::ToInt64Minutes(left))}});
}

}  // namespace hotline::workorder
