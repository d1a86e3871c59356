#include "services/workorder/api/identity_directory.h"

#include <atomic>

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "platform/rpc/server.h"
#include "services/workorder/service_fixture.h"

namespace hotline::workorder {
namespace {

namespace identity_v1 = hotline::identity::v1;

constexpr char kUnknown[] = "00000000-0000-0000-0000-000000000000";

// An identity service that knows one of each.
class FakeIdentity {
 public:
  FakeIdentity()
      : server({.address = "127.0.0.1:0", .caller_key = TestKeys().caller_key, .clock = &clock}) {
    rpc::ServiceBinding binding("hotline.identity.v1.ResolveService");
    binding.Unary<identity_v1::ResolveRequest, identity_v1::ResolvedCourt>(
        "ResolveCourt",
        [this](const rpc::Call&,
               const auto& request) -> absl::StatusOr<identity_v1::ResolvedCourt> {
          ++calls;
          if (request.id() == kUnknown) return NotFound("COURT_NOT_FOUND");
          identity_v1::ResolvedCourt court;
          court.set_id(request.id());
          court.set_path("/粤/粤03/");
          return court;
        });
    binding.Unary<identity_v1::ResolveRequest, identity_v1::ResolvedDepartment>(
        "ResolveDepartment",
        [this](const rpc::Call&,
               const auto& request) -> absl::StatusOr<identity_v1::ResolvedDepartment> {
          ++calls;
          if (request.id() == kUnknown) return NotFound("DEPARTMENT_NOT_FOUND");
          return Department(request.id());
        });
    binding.Unary<identity_v1::ResolveRequest, identity_v1::ResolvedUser>(
        "ResolveUser",
        [this](const rpc::Call&, const auto& request) -> absl::StatusOr<identity_v1::ResolvedUser> {
          ++calls;
          if (request.id() == kUnknown) return NotFound("USER_NOT_FOUND");
          identity_v1::ResolvedUser user;
          user.set_id(request.id());
          user.set_department_id(kDepartment);
          user.set_active(true);
          user.add_permissions("workorder.handle");
          return user;
        });
    binding.Unary<identity_v1::FindDepartmentByKindRequest, identity_v1::ResolvedDepartment>(
        "FindDepartmentByKind",
        [this](const rpc::Call&,
               const auto& request) -> absl::StatusOr<identity_v1::ResolvedDepartment> {
          ++calls;
          if (request.kind() != identity_v1::Department::SUPERVISION_OFFICE)
            return Invalid("WRONG_KIND");  // Catch2 counts on one thread only.
          if (request.court_id() == kUnknown) return NotFound("DEPARTMENT_NOT_FOUND");
          return Department(kOtherDepartment);
        });
    binding.Unary<identity_v1::ListDepartmentUsersRequest, identity_v1::ListDepartmentUsersReply>(
        "ListDepartmentUsers",
        [](const rpc::Call&, const auto&) { return identity_v1::ListDepartmentUsersReply(); });
    binding.Unary<identity_v1::ResolveRequest, identity_v1::ResolvedContact>(
        "ResolveContact",
        [](const rpc::Call&, const auto&) { return identity_v1::ResolvedContact(); });
    binding.Unary<identity_v1::ListCourtUsersRequest, identity_v1::ListCourtUsersReply>(
        "ListCourtUsers",
        [](const rpc::Call&, const auto&) { return identity_v1::ListCourtUsersReply(); });
    binding.Unary<events::v1::PullEventsRequest, events::v1::PullEventsResponse>(
        "PullEvents",
        [](const rpc::Call&, const auto&) { return events::v1::PullEventsResponse(); });
    server.Add(std::move(binding));
    REQUIRE(server.Start().ok());
    channel = std::make_unique<rpc::Channel>("127.0.0.1:" + std::to_string(server.port()),
                                             TestKeys().caller_key);
  }
  static identity_v1::ResolvedDepartment Department(const std::string& id) {
    identity_v1::ResolvedDepartment department;
    department.set_id(id);
    department.set_name("执行局");
    department.set_court_id(kCourt);
    department.set_active(true);
    return department;
  }
  std::atomic<int> calls = 0;
  SystemClock clock;
  rpc::Server server;
  std::unique_ptr<rpc::Channel> channel;
};

TEST_CASE("the directory asks the identity service, and not again at once") {
  FakeIdentity identity;
  IdentityDirectory directory(identity.channel.get());
  for (int i = 0; i < 2; ++i) {
    CHECK(directory.FindCourt(kCourt)->path == "/粤/粤03/");
    const auto department = directory.FindDepartment(kDepartment);
    REQUIRE(department.ok());
    CHECK(department->name == "执行局");
    CHECK(department->court_id == kCourt);
    CHECK(department->active);
    const auto user = directory.FindUser("u1");
    REQUIRE(user.ok() == false);  // The rule of ids is checked over there.
    CHECK(directory.FindUser(kOtherDepartment)->may_handle);
    CHECK(directory.FindSupervisionOffice(kCourt)->value().id == kOtherDepartment);
  }
  CHECK(identity.calls == 4);
}

TEST_CASE("what does not exist is wrong input, and a court may have no supervision office") {
  FakeIdentity identity;
  IdentityDirectory directory(identity.channel.get());
  CHECK(ReasonOf(directory.FindCourt(kUnknown).status()) == "COURT_UNKNOWN");
  CHECK(ReasonOf(directory.FindDepartment(kUnknown).status()) == "DEPARTMENT_UNKNOWN");
  CHECK(ReasonOf(directory.FindUser(kUnknown).status()) == "USER_UNKNOWN");
  CHECK(directory.FindUser(kUnknown).status().code() == absl::StatusCode::kInvalidArgument);
  CHECK_FALSE(directory.FindSupervisionOffice(kUnknown)->has_value());
}

TEST_CASE("an identity service that is away is a passing failure, not an answer") {
  rpc::Channel nobody("127.0.0.1:1", TestKeys().caller_key);
  IdentityDirectory directory(&nobody);
  CHECK(directory.FindDepartment(kDepartment).status().code() == absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace hotline::workorder
