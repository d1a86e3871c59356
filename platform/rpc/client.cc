#include "platform/rpc/client.h"

#include <future>
#include <mutex>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "platform/base/status.h"
#include "platform/observe/log.h"
#include "platform/rpc/byte_buffer.h"
#include "platform/rpc/callback_threads.h"
#include "platform/rpc/error.h"
#include "platform/rpc/server.h"
#include "platform/rpc/signed_caller.h"

namespace hotline::rpc {
namespace {

constexpr int kMaxMessageBytes = 32 << 20;

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  KeepCallbackThreads();
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // A role that restarts is back within a second.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // In spite of its name, what an attempt has until the server has shaken hands: on a busy machine
  // that takes a while. A refused connection is tried again after the time above.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // Channels to the same address do not share a connection pool unless they are the same channel.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

struct Channel::Impl {
  Impl(const std::string& address, std::string key, Server* local)
      : channel(Connect(address)), stub(channel), caller_key(std::move(key)), in_process(local) {}

  static std::string TraceOf(const CallOptions& options) {
    return options.trace_id.empty() ? observe::CurrentTraceId() : options.trace_id;
  }

  void Fill(grpc::ClientContext& context, const CallOptions& options) const {
    context.set_deadline(absl::ToChronoTime(options.deadline));
    context.AddMetadata(kCallerMetadata, SignCaller(options.caller, caller_key, absl::Now()));
    context.AddMetadata(kTraceMetadata, TraceOf(options));
  }

  std::shared_ptr<grpc::Channel> channel;
  grpc::GenericStub stub;
  std::string caller_key;
  Server* in_process;
};

Channel::Channel(std::string address, std::string caller_key, Server* in_process)
    : impl_(std::make_unique<Impl>(address, std::move(caller_key), in_process)) {}
Channel::~Channel() = default;

void Channel::CallRaw(std::string_view method, std::string request, const CallOptions& options,
                      std::function<void(absl::StatusOr<std::string>)> done) {
  if (impl_->in_process != nullptr && impl_->in_process->HasUnary(method)) {
    return impl_->in_process->CallLocal(method,
                                        {.request = std::move(request),
                                         .caller = options.caller,
                                         .deadline = options.deadline,
                                         .trace_id = Impl::TraceOf(options)},
                                        std::move(done));
  }
  struct State {
    grpc::ClientContext context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer reply;
  };
  auto state = std::make_shared<State>();
  impl_->Fill(state->context, options);
  state->request = BufferOf(request);
  impl_->stub.UnaryCall(&state->context, "/" + std::string(method), grpc::StubOptions(),
                        &state->request, &state->reply,
                        [state, done = std::move(done)](grpc::Status status) {
                          // Nobody cancels here: the server is going away.
                          if (status.error_code() == grpc::StatusCode::CANCELLED) {
                            return done(Refuse(absl::StatusCode::kUnavailable, "SHUTTING_DOWN"));
                          }
                          if (!status.ok()) return done(FromGrpc(status));
                          done(StringOf(state->reply));
                        });
}

absl::Status Channel::CallInto(std::string_view method, const google::protobuf::Message& request,
                               const CallOptions& options, google::protobuf::Message* reply) {
  std::promise<absl::StatusOr<std::string>> answered;
  CallRaw(
      method, request.SerializeAsString(), options,
      [&answered](absl::StatusOr<std::string> answer) { answered.set_value(std::move(answer)); });
  absl::StatusOr<std::string> answer = answered.get_future().get();
  if (!answer.ok()) return answer.status();
  if (!reply->ParseFromString(*answer)) return absl::InternalError("reply does not parse");
  return absl::OkStatus();
}

absl::Status Channel::CheckHealth(absl::Time deadline) {
  static constexpr std::string_view kServing("\x08\x01",
                                             2);  // HealthCheckResponse{status: SERVING}
  std::promise<absl::StatusOr<std::string>> answered;
  CallRaw(
      "grpc.health.v1.Health/Check", "", {.deadline = deadline},
      [&answered](absl::StatusOr<std::string> answer) { answered.set_value(std::move(answer)); });
  HOTLINE_ASSIGN_OR_RETURN(std::string answer, answered.get_future().get());
  return answer == kServing ? absl::OkStatus()
                            : Refuse(absl::StatusCode::kUnavailable, "NOT_SERVING");
}

namespace {

class StreamCall : public Channel::Stream,
                   public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                   public std::enable_shared_from_this<StreamCall> {
 public:
  StreamCall(std::string request, std::function<void(std::string)> on_message,
             std::function<void(absl::Status)> on_done)
      : request_(BufferOf(request)),
        on_message_(std::move(on_message)),
        on_done_(std::move(on_done)) {}

  grpc::ClientContext& context() { return context_; }

  void Begin() {
    self_ = shared_from_this();  // Until OnDone.
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&reply_);
    StartCall();
  }

  void Cancel() override { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    on_message_(StringOf(reply_));
    StartRead(&reply_);
  }

  void OnDone(const grpc::Status& status) override {
    std::shared_ptr<StreamCall> self = std::move(self_);
    on_done_(FromGrpc(status));
  }

 private:
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
  std::function<void(std::string)> on_message_;
  std::function<void(absl::Status)> on_done_;
  std::shared_ptr<StreamCall> self_;
};

// What the caller holds: its end cancels the stream, while the call itself lives until gRPC is done
// with it.
class StreamHandle : public Channel::Stream {
 public:
  explicit StreamHandle(std::shared_ptr<StreamCall> call) : call_(std::move(call)) {}
  ~StreamHandle() override { call_->Cancel(); }
  void Cancel() override { call_->Cancel(); }

 private:
  std::shared_ptr<StreamCall> call_;
};

}  // namespace

std::shared_ptr<Channel::Stream> Channel::StreamRaw(std::string_view method, std::string request,
                                                    const CallOptions& options,
                                                    std::function<void(std::string)> on_message,
                                                    std::function<void(absl::Status)> on_done) {
  auto call =
      std::make_shared<StreamCall>(std::move(request), std::move(on_message), std::move(on_done));
  impl_->Fill(call->context(), options);
  impl_->stub.PrepareBidiStreamingCall(&call->context(), "/" + std::string(method),
                                       grpc::StubOptions(), call.get());
  call->Begin();
  return std::make_shared<StreamHandle>(call);
}

Caller ServiceCaller(std::string_view service) {
  return {.kind = Caller::Kind::kService,
          .id = "service:" + std::string(service),
          .account = std::string(service),
          .name = std::string(service),
          .court_id = {},
          .court_path = {},
          .department_id = {},
          .session_id = {},
          .permissions = {}};
}

}  // namespace hotline::rpc
