#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/workorder/commands/order_batch.h"
#include "services/workorder/commands/proto_time.h"
#include "services/workorder/commands/timer_commands.h"
#include "services/workorder/domain/court_time.h"
#include "services/workorder/store/timer_store.h"

namespace hotline::workorder {
namespace {

TimerEffect EffectOf(const v1::TimerEffect& effect) {
  return {.round = effect.round(),
          .clock = static_cast<TimerEffect::Clock>(effect.clock()),
          .rung = effect.rung(),
          .action = static_cast<TimerEffect::Action>(effect.action()),
          .due_time = TimeOf(effect.due_time()),
          .fired_at = TimeOf(effect.fired_at()),
          .late = effect.late(),
          .supervision_deadline = TimeOf(effect.supervision_deadline()),
          .supervision_number = ""};
}

// Numbers for as many supervisions as there may be.
std::vector<std::string> Numbers(const Context& context, db::Tx& tx,
                                 const v1::ApplyTimerEffectsRequest& request, absl::Time now) {
  const auto supervisions =
      std::ranges::count(request.effects(), v1::TimerEffect::SUPERVISE, &v1::TimerEffect::action);
  return context.store->NextSupervisionNumbers(tx, CourtYear(now), static_cast<int>(supervisions));
}

absl::StatusOr<v1::ApplyTimerEffectsReply> ApplyAll(const Context& context, db::Tx& tx,
                                                    const v1::ApplyTimerEffectsRequest& request,
                                                    const Act& act) {
  std::set<std::string> order_ids;
  for (const v1::TimerEffect& effect : request.effects()) order_ids.insert(effect.work_order_id());
  HOTLINE_ASSIGN_OR_RETURN(OrderBatch batch, OrderBatch::Lock(tx, *context.store, order_ids));
  std::vector<std::string> numbers = Numbers(context, tx, request, act.now);

  v1::ApplyTimerEffectsReply reply;
  EffectKeys applied;
  for (const v1::TimerEffect& item : request.effects()) {
    auto* result = reply.add_results();
    result->set_effect_id(item.effect_id());
    const std::string key = crypto::HashUuid(item.effect_id());
    if (batch.HasSeen(key)) continue;
    TimerEffect effect = EffectOf(item);
    if (effect.action == TimerEffect::Action::kSupervise) {
      effect.supervision_number = std::move(numbers.back());
      numbers.pop_back();
    }
    const auto revision = batch.Change(item.work_order_id(), act, [&](WorkOrder& order) {
      return ApplyTimerEffect(order, effect, act);
    });
    if (!revision.ok()) {
      result->set_reason(ReasonOf(revision.status()));
      continue;
    }
    batch.MarkSeen(key);
    applied[item.work_order_id()].push_back(key);
  }
  if (applied.empty()) return reply;
  SaveTimerEffects(tx, batch.changed(), applied);
  batch.Append(tx);
  return reply;
}

}  // namespace

absl::StatusOr<v1::ApplyTimerEffectsReply> ApplyTimerEffects(
    const Context& context, const rpc::Call& call, const v1::ApplyTimerEffectsRequest& request) {
  const Caller timer = TimerOf(call.caller);
  return context.commands->Run<v1::ApplyTimerEffectsReply>(call, request, [&](db::Tx& tx) {
    return ApplyAll(context, tx, request, Act{timer, call.now});
  });
}

}  // namespace hotline::workorder
