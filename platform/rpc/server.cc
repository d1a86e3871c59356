#include "platform/rpc/server.h"

#include <atomic>
#include <chrono>
#include <optional>

#include "absl/time/clock.h"
#include "google/protobuf/dynamic_message.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "hotline/api/v1/options.pb.h"
#include "nlohmann/json.hpp"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"
#include "platform/rpc/annotations.h"
#include "platform/rpc/bounded_pool.h"
#include "platform/rpc/byte_buffer.h"
#include "platform/rpc/callback_threads.h"
#include "platform/rpc/error.h"
#include "platform/rpc/live_calls.h"
#include "platform/rpc/local_calls.h"
#include "platform/rpc/signed_caller.h"

namespace hotline::rpc {
namespace {

using google::protobuf::Message;

constexpr int kMaxMessageBytes = 32 << 20;

std::string MetadataOf(const grpc::GenericCallbackServerContext& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto it = metadata.find(key);
  return it == metadata.end() ? "" : std::string(it->second.data(), it->second.size());
}

// One bound method with what is looked up once.
struct BoundMethod {
  ServiceBinding::Method method;
  std::string name;  // Without the leading slash.
  const Message* prototype;
  bool long_poll;
  prometheus::Histogram* latency;
};

// What came with a call, before it is known to be good.
struct Arrival {
  std::string signed_caller;
  std::optional<Caller> local_caller;  // Of this process: needs no signature.
  std::string trace_id;
  absl::Time deadline;
};

}  // namespace

struct Server::Impl : public grpc::CallbackGenericService {
  explicit Impl(ServerOptions o)
      : options(std::move(o)),
        pool(options.threads, options.queue),
        long_poll_pool(options.long_poll_threads, options.long_poll_threads),
        live_calls(&pool) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

  Arrival ArrivalOf(const grpc::GenericCallbackServerContext& context) const {
    const auto deadline = context.deadline();
    const bool none = deadline == std::chrono::system_clock::time_point::max();
    const absl::Time latest = absl::Now() + absl::Minutes(10);
    return {.signed_caller = MetadataOf(context, kCallerMetadata),
            .local_caller = {},
            .trace_id = MetadataOf(context, kTraceMetadata),
            .deadline = none ? absl::Now() + options.default_deadline
                             : std::min(latest, absl::FromChrono(deadline))};
  }

  absl::StatusOr<Caller> CallerOf(Arrival& arrival) const {
    if (arrival.local_caller) return *std::move(arrival.local_caller);
    return VerifyCaller(arrival.signed_caller, options.caller_key, absl::Now());
  }

  // Everything between the bytes and the handler.
  absl::Status Prepare(const BoundMethod& bound, Arrival arrival, const std::string& bytes,
                       Call* call, std::unique_ptr<Message>* request) const {
    if (arrival.deadline <= absl::Now())
      return Refuse(absl::StatusCode::kDeadlineExceeded, "TOO_LATE");
    HOTLINE_ASSIGN_OR_RETURN(Caller caller, CallerOf(arrival));
    HOTLINE_RETURN_IF_ERROR(CheckAccess(*bound.method.descriptor, caller));
    request->reset(bound.prototype->New());
    if (!(*request)->ParseFromString(bytes)) return Invalid("MALFORMED_MESSAGE");
    HOTLINE_RETURN_IF_ERROR(CheckRules(**request));
    *call = {.method = bound.name,
             .caller = std::move(caller),
             .now = options.clock->Now(),
             .deadline = arrival.deadline,
             .trace_id = std::move(arrival.trace_id)};
    return absl::OkStatus();
  }

  static absl::Status Handle(const BoundMethod& bound, const Call& call, const Message& request,
                             std::string* reply) {
    observe::TraceScope trace(call.trace_id);
    absl::Status status;
    try {
      status = bound.method.handler(call, request, reply);
    } catch (const std::exception& error) {
      status = absl::InternalError(error.what());
    }
    if (status.code() == absl::StatusCode::kInternal ||
        status.code() == absl::StatusCode::kUnknown ||
        status.code() == absl::StatusCode::kDataLoss) {
      observe::Log(observe::Level::kError, "rpc.failed",
                   {{"method", bound.name},
                    {"error", std::string(status.message())},
                    {"request", LogForm(request)}});
    }
    return status;
  }

  // One request, one reply, on a thread of the pool.
  absl::Status Serve(const BoundMethod& bound, Arrival arrival, const std::string& bytes,
                     std::string* reply) const {
    Call call;
    std::unique_ptr<Message> request;
    HOTLINE_RETURN_IF_ERROR(Prepare(bound, std::move(arrival), bytes, &call, &request));
    return Handle(bound, call, *request, reply);
  }

  const BoundMethod* FindUnary(std::string_view method) const {
    const auto it = methods.find("/" + std::string(method));
    return it == methods.end() || it->second.method.signal != nullptr ? nullptr : &it->second;
  }

  BoundedPool& PoolOf(const BoundMethod& bound) { return bound.long_poll ? long_poll_pool : pool; }

  ServerOptions options;
  std::vector<ServiceBinding> services;
  std::map<std::string, BoundMethod> methods;
  LocalCalls local_calls;  // Before the pools, which answer them.
  BoundedPool pool;
  BoundedPool long_poll_pool;
  LiveCalls live_calls;
  std::unique_ptr<grpc::Server> server;
  int port = 0;
  std::atomic<bool> stopping{false};
};

namespace {

// Refuses a call without reading it.
class RefusingReactor : public grpc::ServerGenericBidiReactor {
 public:
  explicit RefusingReactor(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

}  // namespace

// One request, one reply.
class UnaryReactor : public grpc::ServerGenericBidiReactor {
 public:
  UnaryReactor(Server::Impl* server, const BoundMethod* bound, Arrival arrival)
      : server_(server), bound_(bound), arrival_(std::move(arrival)), started_(absl::Now()) {
    StartRead(&request_bytes_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(ToGrpc(Invalid("MALFORMED_MESSAGE")));
    if (!server_->PoolOf(*bound_).Submit([this] { Run(); })) {
      Finish(ToGrpc(Refuse(absl::StatusCode::kResourceExhausted, "OVERLOADED")));
    }
  }

  void OnDone() override {
    bound_->latency->Observe(absl::ToDoubleSeconds(absl::Now() - started_));
    delete this;
  }

 private:
  void Run() {
    std::string reply;
    absl::Status status =
        server_->Serve(*bound_, std::move(arrival_), StringOf(request_bytes_), &reply);
    if (!status.ok()) return Finish(ToGrpc(status));
    reply_bytes_ = BufferOf(reply);
    StartWriteAndFinish(&reply_bytes_, grpc::WriteOptions(), grpc::Status::OK);
  }

  Server::Impl* server_;
  const BoundMethod* bound_;
  Arrival arrival_;
  const absl::Time started_;
  grpc::ByteBuffer request_bytes_;
  grpc::ByteBuffer reply_bytes_;
};

// One request, then an answer whenever it differs from the last.
class LiveReactor : public grpc::ServerGenericBidiReactor {
 public:
  LiveReactor(Server::Impl* server, const BoundMethod* bound, Arrival arrival)
      : server_(server), bound_(bound), arrival_(std::move(arrival)) {
    StartRead(&request_bytes_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(ToGrpc(Invalid("MALFORMED_MESSAGE")));
    Call call;
    std::unique_ptr<Message> request;
    absl::Status status =
        server_->Prepare(*bound_, std::move(arrival_), StringOf(request_bytes_), &call, &request);
    if (!status.ok()) return Finish(ToGrpc(status));
    const Clock* clock = server_->options.clock;
    auto query = [bound = bound_, clock, call,
                  request =
                      std::shared_ptr<Message>(std::move(request))](std::string* reply) mutable {
      call.now = clock->Now();
      return Server::Impl::Handle(*bound, call, *request, reply);
    };
    auto live = std::make_shared<LiveCall>(
        bound_->method.signal->impl(), std::move(query),
        LiveCall::Sink{[this](std::string answer) {
                         reply_bytes_ = BufferOf(answer);
                         StartWrite(&reply_bytes_);
                       },
                       [this](absl::Status end) { Finish(ToGrpc(end)); }});
    bool canceled = false;
    {
      std::lock_guard lock(mutex_);
      live_ = live;
      canceled = canceled_;
    }
    server_->live_calls.Add(live);
    if (canceled) live->Cancel(absl::CancelledError("client gone"));
  }

  void OnWriteDone(bool ok) override { Live()->Written(ok); }

  void OnCancel() override {
    std::shared_ptr<LiveCall> live;
    {
      std::lock_guard lock(mutex_);
      canceled_ = true;
      live = live_;
    }
    if (live != nullptr) live->Cancel(absl::CancelledError("client gone"));
  }

  void OnDone() override { delete this; }

 private:
  std::shared_ptr<LiveCall> Live() {
    std::lock_guard lock(mutex_);
    return live_;
  }

  Server::Impl* server_;
  const BoundMethod* bound_;
  Arrival arrival_;
  grpc::ByteBuffer request_bytes_;
  grpc::ByteBuffer reply_bytes_;
  std::mutex mutex_;
  std::shared_ptr<LiveCall> live_;
  bool canceled_ = false;
};

grpc::ServerGenericBidiReactor* Server::Impl::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  const auto it = methods.find(context->method());
  if (it == methods.end())
    return new RefusingReactor(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "no such method"));
  if (stopping)
    return new RefusingReactor(ToGrpc(Refuse(absl::StatusCode::kUnavailable, "SHUTTING_DOWN")));
  if (it->second.method.signal != nullptr)
    return new LiveReactor(this, &it->second, ArrivalOf(*context));
  return new UnaryReactor(this, &it->second, ArrivalOf(*context));
}

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

void Server::Add(ServiceBinding service) { impl_->services.push_back(std::move(service)); }

absl::Status Server::Start() {
  for (const ServiceBinding& service : impl_->services) {
    const std::string unbound = service.Unbound();
    if (!unbound.empty()) return absl::FailedPreconditionError(unbound);
    for (const auto& [path, method] : service.methods()) {
      const std::string name = path.substr(1);
      impl_->methods[path] = {
          .method = method,
          .name = name,
          .prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(
              method.descriptor->input_type()),
          .long_poll = method.descriptor->options().GetExtension(api::v1::method).long_poll(),
          .latency =
              &observe::GetLatency("hotline_rpc_seconds", "Calls served", {{"method", name}})};
    }
  }
  static const bool health = [] {
    grpc::EnableDefaultHealthCheckService(true);
    return true;
  }();
  (void)health;
  KeepCallbackThreads();
  grpc::ServerBuilder builder;
  builder.AddListeningPort(impl_->options.address, grpc::InsecureServerCredentials(), &impl_->port);
  builder.RegisterCallbackGenericService(impl_.get());
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  impl_->server = builder.BuildAndStart();
  if (impl_->server == nullptr) {
    return absl::UnavailableError("cannot listen on " + impl_->options.address);
  }
  SetReady(true);
  return absl::OkStatus();
}

bool Server::HasUnary(std::string_view method) const { return impl_->FindUnary(method) != nullptr; }

void Server::CallLocal(std::string_view method, LocalCall call,
                       std::function<void(absl::StatusOr<std::string>)> done) {
  // Errors take the form that they have on the wire.
  auto refuse = [](const absl::Status& status) { return FromGrpc(ToGrpc(status)); };
  const BoundMethod* bound = impl_->FindUnary(method);
  if (bound == nullptr) return done(absl::UnimplementedError("no such method"));
  if (impl_->stopping) return done(refuse(Refuse(absl::StatusCode::kUnavailable, "SHUTTING_DOWN")));
  auto answer = impl_->local_calls.Open(call.deadline, std::move(done));
  auto shared = std::make_shared<LocalCall>(std::move(call));
  const bool taken = impl_->PoolOf(*bound).Submit([impl = impl_.get(), bound, shared, answer,
                                                   refuse, started = absl::Now()] {
    Arrival arrival{{}, std::move(shared->caller), std::move(shared->trace_id), shared->deadline};
    std::string reply;
    absl::Status status = impl->Serve(*bound, std::move(arrival), shared->request, &reply);
    bound->latency->Observe(absl::ToDoubleSeconds(absl::Now() - started));
    answer(status.ok() ? absl::StatusOr<std::string>(std::move(reply)) : refuse(status));
  });
  if (taken) return;
  answer(refuse(impl_->stopping ? Refuse(absl::StatusCode::kUnavailable, "SHUTTING_DOWN")
                                : Refuse(absl::StatusCode::kResourceExhausted, "OVERLOADED")));
}

int Server::port() const { return impl_->port; }

void Server::SetReady(bool ready) {
  if (auto* health = impl_->server->GetHealthCheckService()) health->SetServingStatus(ready);
}

void Server::Shutdown(absl::Duration grace) {
  if (impl_->server == nullptr) return;
  SetReady(false);
  impl_->stopping = true;
  impl_->live_calls.Stop();
  impl_->server->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  impl_->pool.Stop();
  impl_->long_poll_pool.Stop();
  impl_->server.reset();
}

}  // namespace hotline::rpc
