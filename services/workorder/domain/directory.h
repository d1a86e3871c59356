// Courts, departments and users, as far as the rules ask about them. They belong to the identity
// service.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace hotline::workorder {

struct Court {
  std::string id;
  std::string path;
  std::string name;
};

struct Department {
  std::string id;
  std::string name;
  std::string court_id;
  bool active = false;
};

struct User {
  std::string id;
  std::string name;
  std::string department_id;
  bool active = false;
  bool may_handle = false;  // Holds workorder.handle.
};

// Thread-safe. Asked before a transaction opens, never inside one. INVALID_ARGUMENT
// (DEPARTMENT_UNKNOWN, USER_UNKNOWN, COURT_UNKNOWN) for ids that do not exist.
class Directory {
 public:
  virtual ~Directory() = default;
  virtual absl::StatusOr<Court> FindCourt(std::string_view id) = 0;
  virtual absl::StatusOr<Department> FindDepartment(std::string_view id) = 0;
  virtual absl::StatusOr<User> FindUser(std::string_view id) = 0;
  // The active 监察室 of the court, if it has one.
  virtual absl::StatusOr<std::optional<Department>> FindSupervisionOffice(
      std::string_view court_id) = 0;
};

}  // namespace hotline::workorder
