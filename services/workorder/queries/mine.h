// "Mine" on a desk: for those who handle orders, the ones they handle; for all others, the ones
// they registered.
#pragma once

#include "platform/base/caller.h"
#include "services/workorder/queries/selection.h"

namespace hotline::workorder {

inline void WhereMine(const Caller& caller, Selection* selection) {
  const char* column = caller.Has("workorder.handle") ? "handler_id" : "created_by_id";
  selection->Where(std::string(column) + " = " + selection->Param(caller.id) + "::uuid");
}

}  // namespace hotline::workorder
