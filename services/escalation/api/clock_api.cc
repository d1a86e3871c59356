#include "services/escalation/api/clock_api.h"

#include "platform/base/status.h"
#include "services/escalation/api/messages.h"
#include "services/escalation/store/clock_list.h"

namespace hotline::escalation {
namespace {

constexpr int kDefaultPageSize = 50;

std::string QueryText(const rpc::Call& call, const v1::ListClocksRequest& request) {
  v1::ListClocksRequest filter = request;
  filter.clear_page_size();
  filter.clear_page_token();
  return "clocks|" + call.caller.id + "|" + call.caller.court_path + "|" +
         call.caller.department_id + "|" + filter.SerializeAsString();
}

ClockFilter FilterOf(const v1::ListClocksRequest& request, absl::Time now) {
  ClockFilter filter{.work_order_id = request.work_order_id(),
                     .court_id = request.court_id(),
                     .department_id = request.department_id()};
  if (request.kind() != v1::ClockKind::CLOCK_KIND_UNSPECIFIED)
    filter.kind = static_cast<ClockKind>(request.kind());
  if (request.state() != v1::Clock::STATE_UNSPECIFIED)
    filter.state = static_cast<ClockState>(request.state());
  if (request.due_within_minutes() > 0) {
    filter.due_from = now;
    filter.due_until = now + absl::Minutes(request.due_within_minutes());
  }
  if (request.overdue_by_minutes() > 0) {
    filter.due_from.reset();
    filter.due_until = now - absl::Minutes(request.overdue_by_minutes());
  }
  return filter;
}

}  // namespace

rpc::ServiceBinding ClockApi::Binding() {
  rpc::ServiceBinding binding("hotline.escalation.v1.ClockService");
  binding.Unary<v1::ListClocksRequest, v1::ListClocksReply>(
      "ListClocks", [this](const rpc::Call& call, const v1::ListClocksRequest& request) {
        return ListClocks(call, request);
      });
  binding.Unary<v1::GetClockRequest, v1::ClockDetail>(
      "GetClock", [this](const rpc::Call& call, const v1::GetClockRequest& request) {
        return GetClock(call, request);
      });
  binding.Unary<events::v1::PullEventsRequest, events::v1::PullEventsResponse>(
      "PullEvents", [this](const rpc::Call& call, const events::v1::PullEventsRequest& request) {
        return parts_.feed->Pull(call, request);
      });
  return binding;
}

absl::StatusOr<v1::ListClocksReply> ClockApi::ListClocks(const rpc::Call& call,
                                                         const v1::ListClocksRequest& request) {
  const std::string query = QueryText(call, request);
  ClockFilter filter = FilterOf(request, call.now);
  if (!request.page_token().empty()) {
    HOTLINE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                             parts_.page_tokens->Read(request.page_token(), query));
    if (key.size() != 2) return Invalid("INVALID_PAGE_TOKEN");
    filter.after = {key[0], key[1]};
  }
  const size_t size = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  filter.limit = static_cast<int>(size) + 1;
  return parts_.pool->Read<v1::ListClocksReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListClocksReply> {
        std::vector<ListedClock> clocks = escalation::ListClocks(tx, call.caller, filter);
        v1::ListClocksReply reply;
        if (clocks.size() > size) {
          clocks.resize(size);
          const ClockKey& last = clocks.back().key;
          reply.set_next_page_token(parts_.page_tokens->Make({last.due, last.id}, query));
        }
        for (const ListedClock& listed : clocks)
          *reply.add_clocks() = ToMessage(listed.clock, call.now);
        return reply;
      });
}

absl::StatusOr<v1::ClockDetail> ClockApi::GetClock(const rpc::Call& call,
                                                   const v1::GetClockRequest& request) {
  return parts_.pool->Transact<v1::ClockDetail>([&](db::Tx& tx) -> absl::StatusOr<v1::ClockDetail> {
    const std::vector<ListedClock> found =
        escalation::ListClocks(tx, call.caller, {.id = request.id(), .limit = 1});
    if (found.empty()) return NotFound("CLOCK_NOT_FOUND");
    const OrderClock& clock = found[0].clock;
    v1::ClockDetail detail;
    *detail.mutable_clock() = ToMessage(clock, call.now);
    auto ledger = LedgerOfOrder(tx, clock.order.id);
    for (const LedgerEntry& entry : ledger[clock.id]) *detail.add_ledger() = ToMessage(entry);
    auto firings = FiringsOfOrder(tx, clock.order.id);
    for (const FiredRung& fired : firings[clock.id]) *detail.add_fired() = ToMessage(fired);
    return detail;
  });
}

}  // namespace hotline::escalation
