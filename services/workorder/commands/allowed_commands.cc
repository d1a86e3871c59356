#include "services/workorder/commands/allowed_commands.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "google/api/annotations.pb.h"
#include "hotline/api/v1/options.pb.h"
#include "hotline/workorder/v1/work_order_service.pb.h"
#include "services/workorder/domain/state_machine.h"

namespace hotline::workorder {
namespace {

// The permissions of each command's method, any one of which will do; none for commands that only
// services give.
using Permissions = std::array<std::vector<std::string>, kCommands>;

Permissions ReadPermissions() {
  Permissions permissions;
  const auto* service = v1::WorkOrder::descriptor()->file()->pool()->FindServiceByName(
      "hotline.workorder.v1.WorkOrderService");
  for (int i = 0; i < service->method_count(); ++i) {
    const auto& options = service->method(i)->options();
    const std::string& path = options.GetExtension(google::api::http).post();
    const auto& granted =
        options.GetExtension(hotline::api::v1::method).access().permissions().any_of();
    for (int c = 0; c < kCommands; ++c) {
      const std::string_view name = NameOf(static_cast<Command>(c));
      if (path.ends_with("{id}:" + std::string(name)))
        permissions[c].assign(granted.begin(), granted.end());
    }
  }
  return permissions;
}

}  // namespace

std::vector<std::string> AllowedCommandNames(const WorkOrder& order, const Caller& caller) {
  static const Permissions& permissions = *new Permissions(ReadPermissions());
  std::vector<std::string> names;
  for (Command command : AllowedCommands(order, caller)) {
    const auto& any_of = permissions[static_cast<size_t>(command)];
    if (std::ranges::any_of(any_of, [&](const std::string& p) { return caller.Has(p); })) {
      names.emplace_back(NameOf(command));
    }
  }
  return names;
}

}  // namespace hotline::workorder
