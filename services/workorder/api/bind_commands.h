// The methods of WorkOrderService that change orders, and those that serve other services.
#pragma once

#include "platform/events/feed.h"
#include "platform/rpc/server.h"
#include "services/workorder/commands/context.h"

namespace hotline::workorder {

// Both outlive the binding.
void BindCommands(rpc::ServiceBinding& binding, const Context* context, events::Feed* feed);

// TimerService. `context` outlives the binding.
rpc::ServiceBinding BindTimerService(const Context* context);

}  // namespace hotline::workorder
