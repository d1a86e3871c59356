#include "gateway/auth/authenticator.h"

#include "gateway/http/text.h"
#include "hotline/identity/v1/auth_service.pb.h"
#include "platform/base/status.h"
#include "platform/rpc/caller_message.h"

namespace hotline::gateway {
namespace {

constexpr std::string_view kService = "hotline.identity.v1.AuthService";

// The characters of RFC 6750 tokens.
bool IsToken(std::string_view text) {
  return !text.empty() && text.size() <= 256 &&
         text.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=") ==
             std::string_view::npos;
}

class IdentityAuthenticator : public Authenticator {
 public:
  explicit IdentityAuthenticator(std::function<rpc::Channel*(std::string_view)> channel)
      : channel_(std::move(channel)) {}

  void Authenticate(const Credentials& credentials,
                    std::function<void(absl::StatusOr<Identified>)> done) override {
    rpc::Channel* channel = channel_(kService);
    if (channel == nullptr) return done(Refuse(absl::StatusCode::kUnavailable, "NO_BACKEND"));
    identity::v1::AuthenticateRequest request;
    request.set_access_token(credentials.access_token);
    request.set_api_key(credentials.api_key);
    rpc::CallOptions options;
    options.caller = rpc::ServiceCaller("gateway");
    options.deadline = absl::Now() + absl::Seconds(5);
    channel->CallRaw(
        std::string(kService) + "/Authenticate", request.SerializeAsString(), options,
        [done = std::move(done)](absl::StatusOr<std::string> answer) { done(Read(answer)); });
  }

 private:
  static absl::StatusOr<Identified> Read(const absl::StatusOr<std::string>& answer) {
    if (answer.status().code() == absl::StatusCode::kInvalidArgument ||
        ReasonOf(answer.status()) == "UNAUTHENTICATED") {
      return Refuse(absl::StatusCode::kUnauthenticated, "INVALID_TOKEN");
    }
    // A refusal of the gateway itself is no fault of the client.
    if (ReasonOf(answer.status()) == "CALLER_UNSIGNED")
      return absl::InternalError("identity refuses the gateway");
    if (!answer.ok()) return answer.status();
    identity::v1::AuthenticateReply reply;
    if (!reply.ParseFromString(*answer)) return absl::InternalError("reply does not parse");
    Identified identified{.caller = rpc::FromMessage(reply.caller())};
    if (identified.caller.kind != Caller::Kind::kUser &&
        identified.caller.kind != Caller::Kind::kApiKey) {
      return absl::InternalError("identity answers with a caller that is neither user nor key");
    }
    if (reply.has_expire_time()) {
      identified.expires = absl::FromUnixSeconds(reply.expire_time().seconds()) +
                           absl::Nanoseconds(reply.expire_time().nanos());
    }
    return identified;
  }

  std::function<rpc::Channel*(std::string_view)> channel_;
};

}  // namespace

absl::StatusOr<Credentials> ReadCredentials(std::string_view authorization,
                                            std::string_view api_key) {
  auto malformed = [] {
    return Refuse(absl::StatusCode::kUnauthenticated, "MALFORMED_CREDENTIALS");
  };
  Credentials credentials;
  if (!authorization.empty()) {
    if (!api_key.empty() || !StartsWithIgnoreCase(authorization, "Bearer ")) return malformed();
    credentials.access_token = Trim(authorization.substr(7));
    if (!IsToken(credentials.access_token)) return malformed();
  }
  if (!api_key.empty()) {
    credentials.api_key = api_key;
    if (!IsToken(api_key)) return malformed();
  }
  return credentials;
}

std::unique_ptr<Authenticator> MakeIdentityAuthenticator(
    std::function<rpc::Channel*(std::string_view)> channel) {
  return std::make_unique<IdentityAuthenticator>(std::move(channel));
}

}  // namespace hotline::gateway
