// A gRPC server for all services of a process, with one way in for every method:
//
//   read → verify the caller's signature → access by annotation → rules by annotation → bounded
//   pool → handler → reply
//
// Handlers are bound by the descriptor's names, and types are checked against it at start, so no
// generated stub is needed and no method can be reached past the checks. A full queue answers
// RESOURCE_EXHAUSTED (OVERLOADED) with a retry hint at once; a call whose deadline passed while it
// waited is not run. Exceptions become INTERNAL and are logged with the trace id, never shown.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "platform/base/status.h"
#include "platform/clock/clock.h"
#include "platform/rpc/call.h"

namespace hotline::rpc {

// Tells live queries that something may have changed. Thread-safe, cheap, coalescing.
class ChangeSignal {
 public:
  ChangeSignal();
  ~ChangeSignal();
  void Changed();

  struct Impl;  // Of platform/rpc/live_calls.h.
  const std::shared_ptr<Impl>& impl() const { return impl_; }

 private:
  std::shared_ptr<Impl> impl_;
};

// The methods of one proto service.
class ServiceBinding {
 public:
  explicit ServiceBinding(std::string_view full_name);  // "hotline.workorder.v1.WorkOrderService"

  // A handler runs on a thread of the pool; it may block on the database.
  template <class Request, class Reply>
  void Unary(std::string_view method,
             std::function<absl::StatusOr<Reply>(const Call&, const Request&)> handler) {
    Bind(method, Request::descriptor(), Reply::descriptor(), nullptr,
         [handler = std::move(handler)](const Call& call, const google::protobuf::Message& request,
                                        std::string* reply) -> absl::Status {
           absl::StatusOr<Reply> result = handler(call, static_cast<const Request&>(request));
           if (!result.ok()) return result.status();
           if (!result->SerializeToString(reply))
             return absl::InternalError("reply does not serialize");
           return absl::OkStatus();
         });
  }

  // A server stream that is a live query: `query` is asked at once, then again after every change
  // (at most every 250 ms) and every 10 s; the client gets each answer that differs from the one
  // before. No thread waits.
  template <class Request, class Reply>
  void Live(std::string_view method, ChangeSignal* signal,
            std::function<absl::StatusOr<Reply>(const Call&, const Request&)> query) {
    Bind(method, Request::descriptor(), Reply::descriptor(), signal,
         [query = std::move(query)](const Call& call, const google::protobuf::Message& request,
                                    std::string* reply) -> absl::Status {
           absl::StatusOr<Reply> result = query(call, static_cast<const Request&>(request));
           if (!result.ok()) return result.status();
           if (!result->SerializeToString(reply))
             return absl::InternalError("reply does not serialize");
           return absl::OkStatus();
         });
  }

  using Handler =
      std::function<absl::Status(const Call&, const google::protobuf::Message&, std::string*)>;
  struct Method {
    const google::protobuf::MethodDescriptor* descriptor = nullptr;
    Handler handler;
    ChangeSignal* signal = nullptr;  // Only for live methods.
  };
  const std::map<std::string, Method>& methods() const {
    return methods_;
  }                             // By full method path "/svc/Method".
  std::string Unbound() const;  // Names of methods without handler, for the start-up check.

 private:
  void Bind(std::string_view method, const google::protobuf::Descriptor* request,
            const google::protobuf::Descriptor* reply, ChangeSignal* signal, Handler handler);

  const google::protobuf::ServiceDescriptor* descriptor_;
  std::map<std::string, Method> methods_;
};

struct ServerOptions {
  std::string address;  // "unix:/path" or "host:port" (port 0: any, see Server::port).
  int threads = 8;      // Concurrent short calls; about the size of the database pool.
  int queue = 512;      // Calls waiting for a thread before load is shed.
  int long_poll_threads = 16;
  absl::Duration default_deadline = absl::Seconds(15);  // For callers that give none.
  std::string caller_key;                               // Verifies signed callers.
  const Clock* clock = nullptr;
};

class Server {
 public:
  explicit Server(ServerOptions options);
  ~Server();  // Shuts down with no grace.

  void Add(ServiceBinding service);
  // FAILED_PRECONDITION when a method has no handler or no access annotation; UNAVAILABLE when the
  // address is taken.
  absl::Status Start();
  int port() const;
  // The same way in for callers in this process, without a socket between: the same bytes, checks,
  // queue, deadline and refusals. Only the signature is missing, which tells callers that come by a
  // socket from anybody else. For unary methods, after Start. `done` runs once, on a thread of the
  // pool, or at once for a call that is not taken.
  struct LocalCall {
    std::string request;
    Caller caller;
    absl::Time deadline;
    std::string trace_id;
  };
  bool HasUnary(std::string_view method) const;  // "hotline.workorder.v1.WorkOrderService/Get"
  void CallLocal(std::string_view method, LocalCall call,
                 std::function<void(absl::StatusOr<std::string>)> done);
  // Also in grpc.health.v1: SERVING after Start while `ready`, else NOT_SERVING.
  void SetReady(bool ready);
  // Refuses new calls, finishes what runs within `grace`, cancels the rest.
  void Shutdown(absl::Duration grace);

  struct Impl;  // Of platform/rpc/server.cc.

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::rpc
