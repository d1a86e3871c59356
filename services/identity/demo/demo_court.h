// The demo court's people and places, as data.
#pragma once

#include <span>
#include <string_view>

namespace hotline::identity::demo {

struct DemoCourt {
  std::string_view code, name, parent_code;  // Parents first.
};
struct DemoDepartment {
  std::string_view court_code, code, name, kind;
  std::string_view head_account;  // May be empty.
};
struct DemoUser {
  std::string_view account, name, phone, court_code;
  std::string_view department_code;  // Empty outside departments.
  std::string_view role_code;
};

std::span<const DemoCourt> Courts();
std::span<const DemoDepartment> Departments();
std::span<const DemoUser> Users();

}  // namespace hotline::identity::demo
