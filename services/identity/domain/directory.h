// Courts, departments, users, roles and API keys as values.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace hotline::identity {

// Where a stream of events ends.
struct StreamHead {
  int64_t revision = 0;
  std::string hash;
};

struct Court {
  std::string id, code, name, parent_id;
  std::string path;  // "/粤/粤03/"
  absl::Time create_time, update_time;
  StreamHead head;
};

struct Department {
  std::string id, court_id, court_path, code, name;
  std::string kind;  // Name of the enum in directory.proto.
  std::string head_user_id, head_name;
  bool active = true;
  absl::Time create_time, update_time;
  StreamHead head;
};

struct User {
  std::string id, account, name, phone, email;
  std::string court_id, court_name, court_path, department_id, department_name;
  std::vector<std::string> role_codes;
  std::set<std::string> permissions;
  bool must_change_password = false;
  bool active = true;
  bool demo = false;
  std::optional<absl::Time> last_login_time;
  absl::Time create_time, update_time;
  int64_t version = 0;  // The etag.
  StreamHead head;
};

struct Role {
  std::string id, code, name;
  std::vector<std::string> permissions;
  bool built_in = false;
  absl::Time update_time;
  StreamHead head;
};

struct ApiKey {
  std::string id, name, court_id, court_path;
  std::vector<std::string> scopes;
  std::string created_by_id, created_by_name;
  absl::Time create_time;
  std::optional<absl::Time> expire_time, last_used_time, revoke_time;
  StreamHead head;

  bool ActiveAt(absl::Time now) const {
    return !revoke_time && (!expire_time || *expire_time > now);
  }
};

}  // namespace hotline::identity
