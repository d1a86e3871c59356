#include "services/identity/commands/first_administrator.h"

#include "hotline/identity/v1/directory_service.pb.h"
#include "platform/crypto/crypto.h"
#include "platform/rpc/annotations.h"
#include "services/identity/commands/history.h"
#include "services/identity/domain/credentials.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/users.h"

namespace hotline::identity {
namespace {

// By the rules of the API.
absl::Status CheckInput(const FirstAdministrator& administrator) {
  v1::CreateUserRequest user;
  user.set_account(administrator.account);
  user.set_name(administrator.name);
  HOTLINE_RETURN_IF_ERROR(rpc::CheckRules(user));
  v1::CreateCourtRequest court;
  court.set_code(administrator.court_code);
  court.set_name(administrator.court_name);
  return rpc::CheckRules(court);
}

Court MakeRootCourt(db::Tx& tx, const rpc::Call& call, const FirstAdministrator& administrator) {
  Court court;
  court.id = crypto::NewUuid(call.now);
  court.code = administrator.court_code;
  court.name = administrator.court_name;
  court.path = "/" + court.code + "/";
  court.create_time = court.update_time = call.now;
  Record(tx, call, court.id, court.head, "court.created", {{"code", court.code}, {"parentId", ""}});
  InsertCourt(tx, court);
  return court;
}

}  // namespace

absl::StatusOr<std::string> CreateFirstAdministrator(db::Pool& pool,
                                                     const crypto::FieldCipher& cipher,
                                                     absl::Time now,
                                                     const FirstAdministrator& administrator) {
  HOTLINE_RETURN_IF_ERROR(CheckInput(administrator));
  const UserStore users(&cipher);
  const std::string password = NewInitialPassword();
  HOTLINE_ASSIGN_OR_RETURN(const std::string hash,
                           crypto::PasswordHasher(1, absl::Seconds(10)).Hash(password));
  rpc::Call call;
  call.now = now;
  HOTLINE_RETURN_IF_ERROR(pool.Transact([&](db::Tx& tx) -> absl::Status {
    LockDuties(tx);
    if (CountUsers(tx) > 0) return Precondition("USERS_EXIST");
    absl::StatusOr<Court> court = FindRootCourt(tx);
    if (!court.ok()) court = MakeRootCourt(tx, call, administrator);
    User user;
    user.id = crypto::NewUuid(now);
    user.account = administrator.account;
    user.name = administrator.name;
    user.court_id = court->id;
    user.role_codes = {"administrator"};
    user.create_time = now;
    Record(tx, call, user.id, user.head, "user.created",
           {{"courtId", user.court_id}, {"departmentId", ""}, {"roleCodes", user.role_codes}});
    users.Insert(tx, user, {.hash = hash, .must_change = true});
    return absl::OkStatus();
  }));
  return password;
}

}  // namespace hotline::identity
