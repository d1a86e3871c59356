// Binds the reading methods of WorkOrderService.
#pragma once

#include "platform/rpc/server.h"
#include "services/workorder/queries/context.h"

namespace hotline::workorder {

// `changes` drives the live counts. Both pointers outlive the binding.
void BindQueries(rpc::ServiceBinding& binding, const QueryContext* context,
                 rpc::ChangeSignal* changes);

}  // namespace hotline::workorder
