#include "services/identity/domain/permissions.h"

#include <algorithm>

#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::identity {
namespace {

TEST_CASE("permissions are known by code, in order") {
  CHECK(std::ranges::is_sorted(KnownPermissions(), {}, &Permission::code));
  for (const Permission& permission : KnownPermissions())
    CHECK(FindPermission(permission.code) == &permission);
  CHECK(FindPermission("workorder") == nullptr);
  CHECK(FindPermission("zzz") == nullptr);
  CHECK(ReasonOf(CheckKnown({"audit.read", "no.such"})) == "UNKNOWN_PERMISSION");
}

TEST_CASE("administration, business and audit do not meet in one person") {
  CHECK(CheckDuties({}).ok());
  CHECK(CheckDuties({"identity.read", "identity.manage", "apikey.manage"}).ok());
  CHECK(CheckDuties({"workorder.read.court", "callback.read", "identity.read", "audit.read"}).ok());
  CHECK(CheckDuties({"workorder.handle", "workorder.review.department", "identity.read"}).ok());
  CHECK(ReasonOf(CheckDuties({"identity.manage", "workorder.handle"})) == "ROLES_CONFLICT");
  CHECK(ReasonOf(CheckDuties({"identity.manage", "workorder.read.court"})) == "ROLES_CONFLICT");
  CHECK(ReasonOf(CheckDuties({"apikey.manage", "audit.read"})) == "ROLES_CONFLICT");
  CHECK(ReasonOf(CheckDuties({"audit.read", "workorder.note"})) == "ROLES_CONFLICT");
  CHECK(ReasonOf(CheckDuties({"identity.manage", "from.a.newer.version"})) == "ROLES_CONFLICT");
}

TEST_CASE("machines neither administer nor see personal data unmasked") {
  CHECK(CheckScopes({"workorder.register", "workorder.read.court"}).ok());
  for (const char* scope :
       {"identity.manage", "apikey.manage", "audit.read", "workorder.reveal", "callback.work"}) {
    CHECK(ReasonOf(CheckScopes({scope})) == "SCOPE_NOT_ALLOWED");
  }
  CHECK(ReasonOf(CheckScopes({"no.such"})) == "UNKNOWN_PERMISSION");
}

}  // namespace
}  // namespace hotline::identity
