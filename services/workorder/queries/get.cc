#include "hotline/workorder/v1/work_order_service.pb.h"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/commands/work_order_proto.h"
#include "services/workorder/domain/dictionary.h"
#include "services/workorder/domain/visibility.h"
#include "services/workorder/queries/queries.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {
namespace {

constexpr int kDefaultEvents = 200;

absl::StatusOr<WorkOrder> LoadVisible(const QueryContext& context, db::Tx& tx,
                                      const std::string& id, const Caller& caller) {
  HOTLINE_ASSIGN_OR_RETURN(WorkOrder order, context.store->Load(tx, id));
  if (!MaySee(order, caller)) return NotFound("WORK_ORDER_NOT_FOUND");
  return order;
}

v1::HistoryEvent ToHistoryEvent(const pqxx::row& row) {
  v1::HistoryEvent event;
  event.set_revision(row["revision"].as<int64_t>());
  event.set_type(row["type"].as<std::string>());
  event.set_type_name(std::string(EventName(event.type())));
  event.set_actor_id(row["actor_id"].as<std::string>());
  event.set_actor_name(row["actor_name"].as<std::string>());
  SetTime(event.mutable_occur_time(), db::TimeOf(row["occurred_at"]));
  event.set_payload(row["payload"].as<std::string>());
  event.set_hash(crypto::Hex(db::BytesOf(row["hash"])));
  return event;
}

void AddTerms(std::span<const Term> terms, google::protobuf::RepeatedPtrField<v1::Term>* to) {
  for (const Term& term : terms) {
    v1::Term* added = to->Add();
    added->set_code(std::string(term.code));
    added->set_name(std::string(term.name));
  }
}

}  // namespace

absl::StatusOr<v1::WorkOrder> GetOrder(const QueryContext& context, const rpc::Call& call,
                                       const v1::GetRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const std::optional<pqxx::row> row, context.orders->Row(request.id()));
  if (!row) return NotFound("WORK_ORDER_NOT_FOUND");
  HOTLINE_ASSIGN_OR_RETURN(const WorkOrder order, context.store->FromRow(*row));
  if (!MaySee(order, call.caller)) return NotFound("WORK_ORDER_NOT_FOUND");
  return ToProto(order, call.caller);
}

absl::StatusOr<v1::ListEventsReply> ListOrderEvents(const QueryContext& context,
                                                    const rpc::Call& call,
                                                    const v1::ListEventsRequest& request) {
  const std::string query = "events " + request.id() + " " + call.caller.id;
  int64_t after = 0;
  if (!request.page_token().empty()) {
    HOTLINE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                             context.tokens->Read(request.page_token(), query));
    after = std::stoll(key.at(0));
  }
  const int limit = request.page_size() == 0 ? kDefaultEvents : request.page_size();
  return context.pool->Read<v1::ListEventsReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListEventsReply> {
        HOTLINE_RETURN_IF_ERROR(LoadVisible(context, tx, request.id(), call.caller).status());
        v1::ListEventsReply reply;
        for (const auto& row : tx.Exec(sql::kListEvents, request.id(), after, limit + 1)) {
          if (reply.events_size() == limit) {
            const int64_t last = reply.events(limit - 1).revision();
            reply.set_next_page_token(context.tokens->Make({std::to_string(last)}, query));
            break;
          }
          *reply.add_events() = ToHistoryEvent(row);
        }
        return reply;
      });
}

v1::ListTypesReply ListOrderTypes() {
  v1::ListTypesReply reply;
  AddTerms(Types(), reply.mutable_types());
  AddTerms(SuspensionReasons(), reply.mutable_suspension_reasons());
  return reply;
}

}  // namespace hotline::workorder
