#include "services/identity/api/bindings.h"

#include "services/identity/commands/authenticate.h"

namespace hotline::identity {
namespace {

// A member function as handler of a method.
template <class Object, class Request, class Reply>
void Bind(rpc::ServiceBinding& binding, std::string_view method, Object* object,
          absl::StatusOr<Reply> (Object::*handler)(const rpc::Call&, const Request&)) {
  binding.Unary<Request, Reply>(method,
                                [object, handler](const rpc::Call& call, const Request& request) {
                                  return (object->*handler)(call, request);
                                });
}

}  // namespace

Api::Api(db::Pool* pool, const Context& context, std::string decoy_hash,
         const rpc::PageTokens& tokens, events::Feed* feed)
    : pool_(pool),
      feed_(feed),
      sign_in_(context, std::move(decoy_hash)),
      courts_(context),
      departments_(context),
      users_(context),
      roles_(context),
      api_keys_(context),
      auth_queries_(pool, context.users),
      directory_queries_(pool, context.users, tokens),
      resolve_queries_(pool, context.users) {}

rpc::ServiceBinding Api::Auth() {
  rpc::ServiceBinding binding("hotline.identity.v1.AuthService");
  Bind(binding, "Login", &sign_in_, &SignIn::Login);
  Bind(binding, "Logout", &sign_in_, &SignIn::Logout);
  Bind(binding, "ChangePassword", &sign_in_, &SignIn::ChangePassword);
  Bind(binding, "RevokeSession", &sign_in_, &SignIn::RevokeSession);
  Bind(binding, "GetMe", &auth_queries_, &AuthQueries::GetMe);
  Bind(binding, "ListSessions", &auth_queries_, &AuthQueries::ListSessions);
  binding.Unary<v1::AuthenticateRequest, v1::AuthenticateReply>(
      "Authenticate",
      [pool = pool_](const rpc::Call& call, const v1::AuthenticateRequest& request) {
        return Authenticate(*pool, call, request);
      });
  return binding;
}

rpc::ServiceBinding Api::Directory() {
  rpc::ServiceBinding binding("hotline.identity.v1.DirectoryService");
  Bind(binding, "CreateCourt", &courts_, &CourtCommands::Create);
  Bind(binding, "GetCourt", &directory_queries_, &DirectoryQueries::GetCourt);
  Bind(binding, "ListCourts", &directory_queries_, &DirectoryQueries::ListCourts);
  Bind(binding, "UpdateCourt", &courts_, &CourtCommands::Update);
  Bind(binding, "CreateDepartment", &departments_, &DepartmentCommands::Create);
  Bind(binding, "GetDepartment", &directory_queries_, &DirectoryQueries::GetDepartment);
  Bind(binding, "ListDepartments", &directory_queries_, &DirectoryQueries::ListDepartments);
  Bind(binding, "ListMembers", &directory_queries_, &DirectoryQueries::ListMembers);
  Bind(binding, "UpdateDepartment", &departments_, &DepartmentCommands::Update);
  Bind(binding, "DisableDepartment", &departments_, &DepartmentCommands::Disable);
  Bind(binding, "EnableDepartment", &departments_, &DepartmentCommands::Enable);
  Bind(binding, "CreateUser", &users_, &UserCommands::Create);
  Bind(binding, "GetUser", &directory_queries_, &DirectoryQueries::GetUser);
  Bind(binding, "ListUsers", &directory_queries_, &DirectoryQueries::ListUsers);
  Bind(binding, "UpdateUser", &users_, &UserCommands::Update);
  Bind(binding, "SetUserRoles", &users_, &UserCommands::SetRoles);
  Bind(binding, "DisableUser", &users_, &UserCommands::Disable);
  Bind(binding, "EnableUser", &users_, &UserCommands::Enable);
  Bind(binding, "ResetPassword", &users_, &UserCommands::ResetPassword);
  Bind(binding, "UnlockUser", &users_, &UserCommands::Unlock);
  Bind(binding, "CreateRole", &roles_, &RoleCommands::Create);
  Bind(binding, "GetRole", &directory_queries_, &DirectoryQueries::GetRole);
  Bind(binding, "ListRoles", &directory_queries_, &DirectoryQueries::ListRoles);
  Bind(binding, "UpdateRole", &roles_, &RoleCommands::Update);
  Bind(binding, "DeleteRole", &roles_, &RoleCommands::Delete);
  Bind(binding, "ListPermissions", &directory_queries_, &DirectoryQueries::ListPermissions);
  return binding;
}

rpc::ServiceBinding Api::ApiKeys() {
  rpc::ServiceBinding binding("hotline.identity.v1.ApiKeyService");
  Bind(binding, "CreateApiKey", &api_keys_, &ApiKeyCommands::Create);
  Bind(binding, "GetApiKey", &directory_queries_, &DirectoryQueries::GetApiKey);
  Bind(binding, "ListApiKeys", &directory_queries_, &DirectoryQueries::ListApiKeys);
  Bind(binding, "RevokeApiKey", &api_keys_, &ApiKeyCommands::Revoke);
  return binding;
}

rpc::ServiceBinding Api::Resolve() {
  rpc::ServiceBinding binding("hotline.identity.v1.ResolveService");
  Bind(binding, "ResolveCourt", &resolve_queries_, &ResolveQueries::ResolveCourt);
  Bind(binding, "ResolveDepartment", &resolve_queries_, &ResolveQueries::ResolveDepartment);
  Bind(binding, "ResolveUser", &resolve_queries_, &ResolveQueries::ResolveUser);
  Bind(binding, "ResolveContact", &resolve_queries_, &ResolveQueries::ResolveContact);
  Bind(binding, "FindDepartmentByKind", &resolve_queries_, &ResolveQueries::FindDepartmentByKind);
  Bind(binding, "ListDepartmentUsers", &resolve_queries_, &ResolveQueries::ListDepartmentUsers);
  Bind(binding, "ListCourtUsers", &resolve_queries_, &ResolveQueries::ListCourtUsers);
  Bind(binding, "PullEvents", feed_, &events::Feed::Pull);
  return binding;
}

std::vector<rpc::ServiceBinding> Api::Bindings() {
  std::vector<rpc::ServiceBinding> bindings;
  bindings.push_back(Auth());
  bindings.push_back(Directory());
  bindings.push_back(ApiKeys());
  bindings.push_back(Resolve());
  return bindings;
}

}  // namespace hotline::identity
