// Every permission there is, and which may meet in one person (三权分立, GB/T 22239-2019 8.1.4:
// 管理权限分离).
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace hotline::identity {

enum class Duty {
  kReading,         // Reads data of the business; goes with business and audit.
  kBusiness,        // Changes data of the business.
  kAdministration,  // Changes users, roles, courts and keys.
  kAudit,           // Reads all histories.
  kDirectory,       // Reads the directory; goes with any duty.
};

struct Permission {
  std::string_view code;  // "workorder.dispatch"
  std::string_view name;  // 派单
  Duty duty;
  bool for_api_keys;  // May be a scope of an API key.
};

// In order of code.
std::span<const Permission> KnownPermissions();
const Permission* FindPermission(std::string_view code);  // Null when unknown.

// INVALID_ARGUMENT (UNKNOWN_PERMISSION) naming the first code that is not known.
absl::Status CheckKnown(const std::vector<std::string>& codes);
// The same, and INVALID_ARGUMENT (SCOPE_NOT_ALLOWED) for what no machine may do.
absl::Status CheckScopes(const std::vector<std::string>& codes);

// Whether one person may hold all of these: who administers touches no business, who audits changes
// nothing. FAILED_PRECONDITION (ROLES_CONFLICT).
absl::Status CheckDuties(const std::set<std::string>& permissions);

}  // namespace hotline::identity
