// Binds the reading methods of WorkOrderService, and what auditors read.
#pragma once

#include "platform/rpc/server.h"
#include "services/workorder/queries/context.h"

namespace hotline::workorder {

// `changes` drives the live counts. Both pointers outlive the binding.
void BindQueries(rpc::ServiceBinding& binding, const QueryContext* context,
                 rpc::ChangeSignal* changes);

// hotline.workorder.v1.AuditService.
rpc::ServiceBinding BindAuditService(const QueryContext* context);

}  // namespace hotline::workorder
