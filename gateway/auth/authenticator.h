// Who stands behind a request's credentials.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/base/caller.h"
#include "platform/rpc/client.h"

namespace hotline::gateway {

struct Credentials {
  std::string access_token;
  std::string api_key;
  bool empty() const { return access_token.empty() && api_key.empty(); }
};

// From the values of Authorization ("Bearer …") and X-Api-Key; empty values stand for headers that
// are not there. UNAUTHENTICATED (MALFORMED_CREDENTIALS) for other schemes, strange characters, or
// both at once.
absl::StatusOr<Credentials> ReadCredentials(std::string_view authorization,
                                            std::string_view api_key);

struct Identified {
  Caller caller;
  absl::Time expires = absl::InfiniteFuture();  // By the injected clock.
};

// Thread-safe; never blocks; `done` runs on any thread. UNAUTHENTICATED for credentials that are
// not (or no longer) good.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual void Authenticate(const Credentials& credentials,
                            std::function<void(absl::StatusOr<Identified>)> done) = 0;
};

// Asks the identity service. `channel` gives the channel of a proto service, null when there is
// none.
std::unique_ptr<Authenticator> MakeIdentityAuthenticator(
    std::function<rpc::Channel*(std::string_view)> channel);

}  // namespace hotline::gateway
