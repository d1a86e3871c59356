#include "services/workorder/queries/paging.h"

#include <memory>

#include "services/workorder/commands/work_order_proto.h"

namespace hotline::workorder {
namespace {

constexpr int kDefaultSize = 50;

}  // namespace

std::string QueryTextOf(const google::protobuf::Message& request, const Caller& caller) {
  std::unique_ptr<google::protobuf::Message> filter(request.New());
  filter->CopyFrom(request);
  for (const char* field : {"page_size", "page_token"}) {
    filter->GetReflection()->ClearField(filter.get(),
                                        filter->GetDescriptor()->FindFieldByName(field));
  }
  return request.GetTypeName() + "\n" + caller.id + "\n" + caller.court_path + "\n" +
         caller.department_id + "\n" + filter->SerializeAsString();
}

absl::StatusOr<std::vector<After>> ReadPosition(const QueryContext& context, const Paging& paging) {
  if (paging.token.empty()) return std::vector<After>{};
  HOTLINE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           context.tokens->Read(paging.token, paging.query));
  return std::vector<After>{{key.at(0), key.at(1)}};
}

absl::StatusOr<v1::ListReply> ReadPage(const QueryContext& context, db::Tx& tx,
                                       const rpc::Call& call, const Paging& paging,
                                       const std::vector<After>& after, Selection selection) {
  const int size = paging.size == 0 ? kDefaultSize : paging.size;
  const pqxx::result rows = selection.Page(tx, kListColumns, paging.order, after, size + 1);
  v1::ListReply reply;
  for (const auto& row : rows) {
    if (reply.work_orders_size() == size) {
      const auto last = rows[static_cast<pqxx::result::size_type>(size - 1)];
      reply.set_next_page_token(
          context.tokens->Make({last["sort_key"].c_str(), last["id"].c_str()}, paging.query));
      break;
    }
    HOTLINE_ASSIGN_OR_RETURN(const WorkOrder order, context.store->FromRow(row));
    *reply.add_work_orders() = ToListProto(order, call.caller);
  }
  return reply;
}

}  // namespace hotline::workorder
