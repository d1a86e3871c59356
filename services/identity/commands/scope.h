// Data scope: everybody touches the own court and those below it; the rest does not exist for them.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/base/caller.h"
#include "platform/base/status.h"

namespace hotline::identity {

// `found` if it is in the caller's scope, else `not_found` — which is what an unknown id gives too.
// The court's own path of T is `path` or `court_path`.
template <class T>
absl::StatusOr<T> InScope(const Caller& caller, absl::StatusOr<T> found,
                          std::string_view not_found) {
  if (!found.ok()) return found;
  bool visible;
  if constexpr (requires { found->court_path; }) {
    visible = caller.SeesCourt(found->court_path);
  } else {
    visible = caller.SeesCourt(found->path);
  }
  if (!visible) return NotFound(not_found);
  return found;
}

// "/粤/" has one segment.
inline bool IsRootPath(std::string_view path) {
  return path.size() > 2 && path.find('/', 1) == path.size() - 1;
}

// Roles hold for all courts, so only the root court's administrators change them. PERMISSION_DENIED
// (ROOT_COURT_ONLY).
inline absl::Status CheckRootCourt(const Caller& caller) {
  return IsRootPath(caller.court_path) ? absl::OkStatus() : Denied("ROOT_COURT_ONLY");
}

}  // namespace hotline::identity
