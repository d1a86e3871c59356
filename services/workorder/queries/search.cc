#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/workorder/queries/paging.h"
#include "services/workorder/queries/queries.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {

absl::StatusOr<v1::ListReply> SearchOrders(const QueryContext& context, const rpc::Call& call,
                                           const v1::SearchRequest& request) {
  const std::string phone = PhoneIndex(*context.cipher, request.phone());
  const std::string id_number = IdNumberIndex(*context.cipher, request.id_number());
  if (phone.empty() && id_number.empty()) return RefuseInput({{"phone", "REQUIRED", ""}});

  const Paging paging{QueryTextOf(request, call.caller),
                      {"create_time", true},
                      request.page_size(),
                      request.page_token()};
  HOTLINE_ASSIGN_OR_RETURN(const std::vector<After> after, ReadPosition(context, paging));
  Selection selection;
  const auto where = [&](const char* column, const std::string& index) {
    if (!index.empty()) {
      selection.Where(std::string(column) + " = decode(" + selection.Param(crypto::Hex(index)) +
                      ", 'hex')");
    }
  };
  where("phone_index", phone);
  where("id_number_index", id_number);
  selection.WhereVisibleTo(call.caller, *context.cipher, /*split=*/false);

  // One transaction: what was not recorded is not shown.
  return context.pool->Transact<v1::ListReply>([&](db::Tx& tx) -> absl::StatusOr<v1::ListReply> {
    HOTLINE_ASSIGN_OR_RETURN(v1::ListReply reply,
                             ReadPage(context, tx, call, paging, after, selection));
    tx.Exec(sql::kLogSearch, call.now, call.caller.id, call.caller.name, call.caller.court_path,
            db::Bytes{phone}, db::Bytes{id_number}, reply.work_orders_size());
    return reply;
  });
}

}  // namespace hotline::workorder
