// Keys for machines.
#include "services/identity/testing/fixture.h"

namespace hotline::identity {
namespace {

using testing::IdentityTest;
using testing::kApiKeys;
using testing::kAuth;

v1::CreateApiKeyRequest NewKey() {
  v1::CreateApiKeyRequest request;
  request.set_name("IVR 平台");
  request.add_scopes("workorder.register");
  return request;
}

TEST_CASE("a key is shown once, works, is noted as used, and is revoked for good") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  v1::CreateApiKeyRequest create = NewKey();
  create.set_request_id("k1");
  auto key = test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", create, admin);
  REQUIRE(key.ok());
  CHECK(test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", create, admin)->secret() ==
        key->secret());

  v1::AuthenticateRequest by_key;
  by_key.set_api_key(key->secret());
  const Caller gateway = rpc::ServiceCaller("gateway");
  auto known = test.Call<v1::AuthenticateReply>(kAuth, "Authenticate", by_key, gateway);
  REQUIRE(known.ok());
  const Caller caller = rpc::FromMessage(known->caller());
  CHECK(caller.kind == Caller::Kind::kApiKey);
  CHECK(caller.id == key->api_key().id());
  CHECK(caller.name == "IVR 平台");
  CHECK(caller.court_path == "/粤/粤03/");
  CHECK(caller.permissions == std::set<std::string, std::less<>>{"workorder.register"});
  CHECK(test.Authenticate(key->secret()).ok());  // Also as a bearer token.

  auto me = test.Call<v1::Me>(kAuth, "GetMe", v1::GetMeRequest(), caller);
  REQUIRE(me.ok());
  CHECK_FALSE(me->has_user());
  CHECK(me->court().code() == "粤03");
  CHECK(
      ReasonOf(test.Call<v1::LogoutReply>(kAuth, "Logout", v1::LogoutRequest(), caller).status()) ==
      "USERS_ONLY");

  v1::GetApiKeyRequest get;
  get.set_id(caller.id);
  auto seen = test.Call<v1::ApiKey>(kApiKeys, "GetApiKey", get, admin);
  REQUIRE(seen.ok());
  CHECK(seen->last_used_time().seconds() == absl::ToUnixSeconds(test.clock.Now()));
  CHECK(seen->created_by_name() == "周明");

  v1::RevokeApiKeyRequest revoke;
  revoke.set_id(caller.id);
  revoke.set_etag("9");
  CHECK(ReasonOf(test.Call<v1::ApiKey>(kApiKeys, "RevokeApiKey", revoke, admin).status()) ==
        "ETAG_MISMATCH");
  revoke.set_etag(seen->etag());
  REQUIRE(test.Call<v1::ApiKey>(kApiKeys, "RevokeApiKey", revoke, admin).ok());
  CHECK(ReasonOf(test.Authenticate(key->secret()).status()) == "INVALID_TOKEN");
  CHECK(test.EventsOf(caller.id) == std::vector<std::string>{"api_key.created", "api_key.revoked"});
}

TEST_CASE("a key ends at its time, and a wrong secret is no key") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  v1::CreateApiKeyRequest create = NewKey();
  create.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(test.clock.Now()));
  CHECK(ReasonOf(
            test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", create, admin).status()) ==
        "EXPIRE_TIME_PAST");
  create.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(test.clock.Now()) + 3600);
  auto key = test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", create, admin);
  REQUIRE(key.ok());
  std::string forged = key->secret();
  forged.back() = forged.back() == 'A' ? 'E' : 'A';
  CHECK(ReasonOf(test.Authenticate(forged).status()) == "INVALID_TOKEN");
  CHECK(test.Authenticate(key->secret()).ok());
  test.clock.Advance(absl::Hours(1));
  CHECK(ReasonOf(test.Authenticate(key->secret()).status()) == "INVALID_TOKEN");
}

TEST_CASE("keys stay in scope and never administer") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  v1::CreateApiKeyRequest create = NewKey();
  create.add_scopes("identity.manage");
  CHECK(ReasonOf(
            test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", create, admin).status()) ==
        "SCOPE_NOT_ALLOWED");
  create = NewKey();
  create.set_court_id(test.UserOf("guangzhou_handler").court_id());
  CHECK(ReasonOf(
            test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", create, admin).status()) ==
        "COURT_NOT_FOUND");
  auto foreign = test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", create, test.Root());
  REQUIRE(foreign.ok());
  v1::RevokeApiKeyRequest revoke;
  revoke.set_id(foreign->api_key().id());
  CHECK(ReasonOf(test.Call<v1::ApiKey>(kApiKeys, "RevokeApiKey", revoke, admin).status()) ==
        "API_KEY_NOT_FOUND");
  CHECK(test.Call<v1::ListApiKeysReply>(kApiKeys, "ListApiKeys", v1::ListApiKeysRequest(), admin)
            ->api_keys_size() == 0);
  CHECK(test.Call<v1::ListApiKeysReply>(kApiKeys, "ListApiKeys", v1::ListApiKeysRequest(),
                                        test.Root())
            ->api_keys_size() == 1);
  CHECK(ReasonOf(test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", NewKey(),
                                                  test.As("supervisor"))
                     .status()) == "PERMISSION_MISSING");
}

TEST_CASE("keys are listed latest first, in pages") {
  IdentityTest test;
  const Caller admin = test.As("admin");
  for (int i = 0; i < 3; ++i) {
    REQUIRE(test.Call<v1::CreateApiKeyReply>(kApiKeys, "CreateApiKey", NewKey(), admin).ok());
    test.clock.Advance(absl::Seconds(1));
  }
  v1::ListApiKeysRequest list;
  list.set_page_size(2);
  auto first = test.Call<v1::ListApiKeysReply>(kApiKeys, "ListApiKeys", list, test.As("auditor"));
  REQUIRE(first.ok());
  REQUIRE(first->api_keys_size() == 2);
  CHECK(first->api_keys(0).create_time().seconds() > first->api_keys(1).create_time().seconds());
  list.set_page_token(first->next_page_token());
  auto rest = test.Call<v1::ListApiKeysReply>(kApiKeys, "ListApiKeys", list, test.As("auditor"));
  CHECK(ReasonOf(rest.status()) == "");
  CHECK(rest->api_keys_size() == 1);
  CHECK(rest->next_page_token().empty());
}

}  // namespace
}  // namespace hotline::identity
