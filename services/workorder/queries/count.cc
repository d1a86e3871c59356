#include "platform/base/status.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/queries/mine.h"
#include "services/workorder/queries/queries.h"

namespace hotline::workorder {

absl::StatusOr<v1::CountByStateReply> CountOrders(const QueryContext& context,
                                                  const rpc::Call& call,
                                                  const v1::CountByStateRequest& request) {
  Selection selection;
  selection.Where("state < 8");
  const std::string now =
      selection.Param(absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", call.now, absl::UTCTimeZone())) +
      "::timestamptz";
  if (request.mine()) WhereMine(call.caller, &selection);
  selection.WhereVisibleTo(call.caller, *context.cipher, !request.mine());
  return context.pool->Read<v1::CountByStateReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::CountByStateReply> {
        v1::CountByStateReply reply;
        auto& counts = *reply.mutable_counts();
        for (int state = 1; IsOpen(static_cast<State>(state)); ++state) {
          counts[std::string(NameOf(static_cast<State>(state)))] = 0;
        }
        const pqxx::result rows = selection.Grouped(
            tx,
            "state, count(*), count(*) FILTER (WHERE due_sort < " + now + "), count(pending_kind)",
            "state");
        for (const auto& row : rows) {
          counts[std::string(NameOf(static_cast<State>(row[0].as<int>())))] += row[1].as<int64_t>();
          reply.set_overdue(reply.overdue() + row[2].as<int64_t>());
          reply.set_pending_applications(reply.pending_applications() + row[3].as<int64_t>());
        }
        return reply;
      });
}

}  // namespace hotline::workorder
