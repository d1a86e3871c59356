#include <algorithm>
#include <optional>

#include "platform/base/case_number.h"
#include "platform/base/status.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/domain/dictionary.h"
#include "services/workorder/queries/mine.h"
#include "services/workorder/queries/paging.h"
#include "services/workorder/queries/queries.h"

namespace hotline::workorder {
namespace {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

absl::StatusOr<Order> OrderOf(std::string order_by) {
  constexpr std::string_view kDesc = " desc";
  const bool descending = order_by.ends_with(kDesc);
  if (descending) order_by.resize(order_by.size() - kDesc.size());
  if (order_by.empty() && !descending) order_by = "dueTime";
  if (order_by == "createTime") return Order{"create_time", descending};
  if (order_by == "updateTime") return Order{"update_time", descending};
  if (order_by != "dueTime") return RefuseInput({{"orderBy", "UNKNOWN_FIELD", ""}});
  // Without a due time last, either way.
  return Order{descending ? "coalesce(due_time, '-infinity'::timestamptz)" : "due_sort",
               descending};
}

// "column = $n" for one value, so that an index on the column keeps its order; "= ANY" for more.
template <class Values>
void WhereOneOf(const Values& values, const std::string& column, const std::string& type,
                Selection* selection) {
  if (values.empty()) return;
  std::vector<std::string> texts;
  for (const auto& value : values) {
    if constexpr (std::is_convertible_v<decltype(value), std::string>) {
      texts.push_back(value);
    } else {
      texts.push_back(std::to_string(static_cast<int>(value)));
    }
  }
  selection->Where(texts.size() == 1 ? column + " = " + selection->Param(texts[0]) + "::" + type
                                     : column + " = ANY (" + selection->Param(db::ArrayOf(texts)) +
                                           "::" + type + "[])");
}

void WhereIs(const std::string& value, const std::string& column, const std::string& type,
             Selection* selection) {
  if (!value.empty()) selection->Where(column + " = " + selection->Param(value) + "::" + type);
}

absl::Status WhereTypes(const v1::ListRequest& request, Selection* selection) {
  std::vector<std::string> codes;
  for (const std::string& type : request.type()) {
    const auto code = TypeCodeOf(type);
    if (!code) return Invalid("TYPE_UNKNOWN", {{"type", type}});
    codes.emplace_back(*code);
  }
  WhereOneOf(codes, "type", "text", selection);
  return absl::OkStatus();
}

void WhereStates(const v1::ListRequest& request, Selection* selection) {
  const bool only_open =
      !request.state().empty() && std::ranges::all_of(request.state(), [](int state) {
        return IsOpen(static_cast<State>(state));
      });
  if (request.open() || only_open) selection->Where("state < 8");  // As the partial indexes say it.
  WhereOneOf(request.state(), "state", "smallint", selection);
}

void WhereTimes(const v1::ListRequest& request, absl::Time now, Selection* selection) {
  const auto where = [&](const char* condition, absl::Time time) {
    selection->Where(condition + selection->Param(TimeText(time)) + "::timestamptz");
  };
  if (request.has_created_after()) where("create_time >= ", TimeOf(request.created_after()));
  if (request.has_created_before()) where("create_time < ", TimeOf(request.created_before()));
  if (request.has_due_before()) where("due_sort < ", TimeOf(request.due_before()));
  if (request.overdue()) where("state < 8 AND due_sort < ", now);
}

void WhereTitleHas(const std::string& text, Selection* selection) {
  if (text.empty()) return;
  // strpos, not LIKE: nothing in the text is special.
  selection->Where("strpos(lower(title), lower(" + selection->Param(text) + ")) > 0");
}

// Selective by itself: then what the caller may see is a filter over few rows.
bool IsNarrow(const v1::ListRequest& request) {
  return request.mine() || !request.handler_id().empty() || !request.number().empty() ||
         !request.case_number().empty();
}

absl::Status WhereAsked(const v1::ListRequest& request, const rpc::Call& call,
                        Selection* selection) {
  HOTLINE_RETURN_IF_ERROR(WhereTypes(request, selection));
  WhereStates(request, selection);
  if (request.mine()) WhereMine(call.caller, selection);
  WhereOneOf(request.urgency(), "urgency", "smallint", selection);
  WhereOneOf(request.channel(), "channel", "smallint", selection);
  WhereIs(request.department_id(), "department_id", "uuid", selection);
  WhereIs(request.handler_id(), "handler_id", "uuid", selection);
  WhereIs(request.court_id(), "court_id", "uuid", selection);
  WhereIs(NormaliseCaseNumber(request.case_number()).value_or(request.case_number()), "case_number",
          "text", selection);
  WhereIs(request.number(), "number", "text", selection);
  WhereIs(request.region(), "region", "text", selection);
  WhereTitleHas(request.text(), selection);
  WhereTimes(request, call.now, selection);
  if (request.pending() != v1::Application::KIND_UNSPECIFIED) {
    WhereIs(std::to_string(request.pending()), "pending_kind", "smallint", selection);
  }
  if (request.supervised()) selection->Where("supervised");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListReply> ListOrders(const QueryContext& context, const rpc::Call& call,
                                         const v1::ListRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const Order order, OrderOf(request.order_by()));
  const Paging paging{QueryTextOf(request, call.caller), order, request.page_size(),
                      request.page_token()};
  HOTLINE_ASSIGN_OR_RETURN(const std::vector<After> after, ReadPosition(context, paging));
  Selection selection;
  HOTLINE_RETURN_IF_ERROR(WhereAsked(request, call, &selection));
  selection.WhereVisibleTo(call.caller, *context.cipher, !IsNarrow(request));
  return context.pool->Read<v1::ListReply>([&](db::Tx& tx) -> absl::StatusOr<v1::ListReply> {
    return ReadPage(context, tx, call, paging, after, selection);
  });
}

}  // namespace hotline::workorder
