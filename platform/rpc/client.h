// Calls to other services. A role is reached by an address; both topologies run this code.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "platform/base/caller.h"

namespace hotline::rpc {

class Server;

struct CallOptions {
  Caller caller;                                          // On whose behalf; signed on the wire.
  absl::Time deadline = absl::Now() + absl::Seconds(10);  // Real time.
  std::string trace_id;
};

// One gRPC channel with reconnects. Thread-safe.
class Channel {
 public:
  // `caller_key` signs callers. When the server at `address` is one of this process (started, and
  // outliving all calls), unary calls go to it directly (docs/adr/0014).
  Channel(std::string address, std::string caller_key, Server* in_process = nullptr);
  ~Channel();

  // Blocks. `method` is "hotline.identity.v1.AuthService/Login". Errors come back as the status the
  // service gave, with reason, parameters and violations; UNAVAILABLE and DEADLINE_EXCEEDED as gRPC
  // gives them.
  template <class Reply>
  absl::StatusOr<Reply> Call(std::string_view method, const google::protobuf::Message& request,
                             const CallOptions& options) {
    Reply reply;
    absl::Status status = CallInto(method, request, options, &reply);
    if (!status.ok()) return status;
    return reply;
  }

  // Serialized messages; `done` runs on another thread, or at once when the call is refused; it
  // must not block.
  void CallRaw(std::string_view method, std::string request, const CallOptions& options,
               std::function<void(absl::StatusOr<std::string>)> done);

  // Blocks. OK when the server says SERVING (grpc.health.v1).
  absl::Status CheckHealth(absl::Time deadline);

  // A server stream. `on_message` and `on_done` run on gRPC threads, never at once; `on_done` is
  // last. The next message is read after `on_message` returns. Destroying or Cancel()ing the stream
  // cancels it; on_done still follows Cancel().
  class Stream {
   public:
    virtual ~Stream() = default;
    virtual void Cancel() = 0;
  };
  std::shared_ptr<Stream> StreamRaw(std::string_view method, std::string request,
                                    const CallOptions& options,
                                    std::function<void(std::string)> on_message,
                                    std::function<void(absl::Status)> on_done);

 private:
  absl::Status CallInto(std::string_view method, const google::protobuf::Message& request,
                        const CallOptions& options, google::protobuf::Message* reply);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A caller for a service's own work: may call methods with `access: {services: true}` and holds no
// permission.
Caller ServiceCaller(std::string_view service);

}  // namespace hotline::rpc
