// Where people are found. They belong to the identity service.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hotline::notification {

struct Member {
  std::string id;
  std::string name;
};

struct Supervisor {
  std::string id;
  std::string department_id;  // May be empty.
};

// Thread-safe. Asked before a transaction opens, never inside one. What does not exist is empty,
// not an error.
class Directory {
 public:
  virtual ~Directory() = default;
  virtual absl::StatusOr<std::string> HeadOf(const std::string& department_id) = 0;  // User id.
  virtual absl::StatusOr<std::string> HotlineOffice(
      const std::string& court_id) = 0;  // Department.
  virtual absl::StatusOr<std::string> NameOf(const std::string& user_id) = 0;
  virtual absl::StatusOr<std::vector<Member>> MembersOf(const std::string& department_id) = 0;
  virtual absl::StatusOr<std::vector<Supervisor>> Supervisors(const std::string& court_id) = 0;
};

}  // namespace hotline::notification
