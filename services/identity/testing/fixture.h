// The identity service behind its real server, with a fresh demo court and virtual time.
#pragma once

#include <memory>
#include <string>

#include "catch2/catch.hpp"
#include "hotline/identity/v1/api_key_service.pb.h"
#include "hotline/identity/v1/auth_service.pb.h"
#include "hotline/identity/v1/directory_service.pb.h"
#include "hotline/identity/v1/resolve_service.pb.h"
#include "platform/rpc/caller_message.h"
#include "platform/rpc/client.h"
#include "platform/rpc/module.h"
#include "platform/testing/schema.h"
#include "services/identity/demo/load_demo.h"
#include "services/identity/module.h"

namespace hotline::identity::testing {

inline constexpr char kPassword[] = "kupfer-bell-2026";
inline constexpr char kAuth[] = "hotline.identity.v1.AuthService/";
inline constexpr char kDirectory[] = "hotline.identity.v1.DirectoryService/";
inline constexpr char kApiKeys[] = "hotline.identity.v1.ApiKeyService/";
inline constexpr char kResolve[] = "hotline.identity.v1.ResolveService/";

inline crypto::KeyRing TestKeys() {
  crypto::KeyRing keys;
  keys.active = "k1";
  keys.field_keys["k1"] = std::string(32, 'f');
  keys.index_key = std::string(32, 'i');
  keys.caller_key = std::string(32, 'c');
  keys.token_key = std::string(32, 't');
  return keys;
}

class IdentityTest {
 public:
  explicit IdentityTest(bool with_demo = true)
      : database(Schema()),
        clock(absl::FromUnixSeconds(1795000000)),
        keys(TestKeys()),
        cipher(keys) {
    if (with_demo) REQUIRE(LoadDemo(database.pool(), cipher, clock, kPassword).ok());
    Start();
  }

  // A new process on the same database.
  void Start() {
    channel.reset();
    server.reset();
    rpc::ModuleContext context;
    context.clock = &clock;
    context.pool = &database.pool();
    context.cipher = &cipher;
    context.keys = &keys;
    module = MakeModule(context);
    server = std::make_unique<rpc::Server>(rpc::ServerOptions{
        .address = "127.0.0.1:0", .caller_key = keys.caller_key, .clock = &clock});
    for (rpc::ServiceBinding& binding : module->Bindings()) server->Add(std::move(binding));
    REQUIRE(server->Start().ok());
    channel = std::make_unique<rpc::Channel>("127.0.0.1:" + std::to_string(server->port()),
                                             keys.caller_key);
  }

  template <class Reply>
  absl::StatusOr<Reply> Call(std::string_view service, std::string_view method,
                             const google::protobuf::Message& request, const Caller& caller) {
    return channel->Call<Reply>(std::string(service) + std::string(method), request,
                                {.caller = caller, .deadline = absl::Now() + absl::Seconds(30)});
  }

  absl::StatusOr<v1::LoginReply> Login(const std::string& account,
                                       const std::string& password = kPassword) {
    v1::LoginRequest request;
    request.set_account(account);
    request.set_password(password);
    return Call<v1::LoginReply>(kAuth, "Login", request, {});
  }
  absl::StatusOr<v1::AuthenticateReply> Authenticate(const std::string& token) {
    v1::AuthenticateRequest request;
    request.set_access_token(token);
    return Call<v1::AuthenticateReply>(kAuth, "Authenticate", request,
                                       rpc::ServiceCaller("gateway"));
  }
  Caller CallerOf(const std::string& token) {
    auto reply = Authenticate(token);
    REQUIRE(reply.ok());
    return rpc::FromMessage(reply->caller());
  }
  // Signed in by password.
  Caller As(const std::string& account, const std::string& password = kPassword) {
    auto login = Login(account, password);
    REQUIRE(login.ok());
    return CallerOf(login->access_token());
  }

  // By account, whoever may see it.
  v1::User UserOf(const std::string& account) {
    v1::ListUsersRequest request;
    request.set_text(account);
    auto reply = Call<v1::ListUsersReply>(kDirectory, "ListUsers", request, Root());
    REQUIRE(reply.ok());
    for (const v1::User& user : reply->users()) {
      if (user.account() == account) return user;
    }
    FAIL("no user " << account);
    return {};
  }
  v1::Department DepartmentOf(const std::string& court_path, const std::string& code) {
    v1::ListDepartmentsRequest request;
    request.set_page_size(200);
    auto reply = Call<v1::ListDepartmentsReply>(kDirectory, "ListDepartments", request, Root());
    REQUIRE(reply.ok());
    for (const v1::Department& department : reply->departments()) {
      if (department.court_path() == court_path && department.code() == code) return department;
    }
    FAIL("no department " << code);
    return {};
  }
  v1::Role RoleOf(const std::string& code) {
    auto reply = Call<v1::ListRolesReply>(kDirectory, "ListRoles", v1::ListRolesRequest(), Root());
    REQUIRE(reply.ok());
    for (const v1::Role& role : reply->roles()) {
      if (role.code() == code) return role;
    }
    FAIL("no role " << code);
    return {};
  }
  // Types of a stream's events, oldest first.
  std::vector<std::string> EventsOf(const std::string& stream_id) {
    std::vector<std::string> types;
    pqxx::connection connection(database.Conninfo());
    pqxx::nontransaction tx(connection);
    for (const auto& row : tx.exec("SELECT type FROM identity.event WHERE stream_id = " +
                                   tx.quote(stream_id) + " ORDER BY revision")) {
      types.push_back(row[0].as<std::string>());
    }
    return types;
  }

  // The root court's administrator, signed in once.
  const Caller& Root() {
    if (root_.id.empty()) root_ = As("gd_admin");
    return root_;
  }

  hotline::testing::ServiceDatabase database;
  ManualClock clock;
  crypto::KeyRing keys;
  crypto::FieldCipher cipher;
  std::unique_ptr<rpc::Module> module;
  std::unique_ptr<rpc::Server> server;
  std::unique_ptr<rpc::Channel> channel;

 private:
  Caller root_;
};

}  // namespace hotline::identity::testing
