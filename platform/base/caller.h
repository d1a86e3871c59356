// Who asks. Made by the gateway or a service, signed on the wire (platform/rpc), plain values here.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace hotline {

struct Caller {
  enum class Kind { kAnonymous, kUser, kApiKey, kService };

  Kind kind = Kind::kAnonymous;
  std::string id;  // User or API key (UUID); the service's name for services.
  std::string account;
  std::string name;  // Shown in histories; Chinese.
  std::string court_id;
  std::string
      court_path;  // "/gd/gd03/": the court and all courts above it. Data scope is a prefix of it.
  std::string department_id;  // Empty outside departments.
  std::string session_id;
  std::set<std::string, std::less<>> permissions;

  bool Has(std::string_view permission) const { return permissions.contains(permission); }
  // The own court and those below it. A court path always ends in "/".
  bool SeesCourt(std::string_view path) const {
    return !court_path.empty() && path.starts_with(court_path);
  }
};

}  // namespace hotline
