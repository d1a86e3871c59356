#include "gateway/grpc/proxy.h"

#include <deque>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include "gateway/errors/problem.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "hotline/api/v1/options.pb.h"
#include "platform/base/status.h"
#include "platform/observe/log.h"
#include "platform/rpc/byte_buffer.h"
#include "platform/rpc/callback_threads.h"
#include "platform/rpc/error.h"

namespace hotline::gateway {
namespace {

constexpr int kMaxMessageBytes = 32 << 20;
constexpr size_t kMaxQueuedBytes = 1 << 20;  // Of a stream whose client does not read.

struct Target {
  const google::protobuf::MethodDescriptor* method = nullptr;
  const api::v1::Method* options = nullptr;
  std::string rpc;
  std::string service;
  size_t max_bytes = 1 << 20;
};

std::string MetadataOf(const grpc::GenericCallbackServerContext& context, const char* key,
                       bool* twice) {
  auto [begin, end] = context.client_metadata().equal_range(key);
  if (begin == end) return "";
  if (std::next(begin) != end) *twice = true;
  return std::string(begin->second.data(), begin->second.size());
}

// "ipv4:203.0.113.7:4711", "ipv6:%5B2001:db8::1%5D:4711"
std::string PeerIp(std::string peer) {
  for (std::string_view mark : {"%5B", "%5D", "[", "]"}) {
    for (size_t at; (at = peer.find(mark)) != std::string::npos;) peer.erase(at, mark.size());
  }
  size_t begin = peer.find(':'), end = peer.rfind(':');
  return begin == std::string::npos || end <= begin ? peer
                                                    : peer.substr(begin + 1, end - begin - 1);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class RefusingReactor : public grpc::ServerGenericBidiReactor {
 public:
  explicit RefusingReactor(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

// One call, unary or server streaming. It owns itself until gRPC's OnDone, and whoever still has to
// call it back owns it, too.
class ProxyReactor : public grpc::ServerGenericBidiReactor,
                     public std::enable_shared_from_this<ProxyReactor> {
 public:
  ProxyReactor(std::shared_ptr<Core> core, const Target* target,
               grpc::GenericCallbackServerContext* context)
      : core_(std::move(core)),
        target_(target),
        context_(context),
        trace_id_(observe::NewTraceId()),
        started_(absl::Now()) {
    context_->AddInitialMetadata("x-trace-id", trace_id_);
  }

  void Begin() {
    self_ = shared_from_this();
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return End(Invalid("MALFORMED_MESSAGE"));
    bytes_in_ = request_.Length();
    if (bytes_in_ > target_->max_bytes)
      return End(Invalid("BODY_TOO_LARGE", {{"limit", std::to_string(target_->max_bytes)}}));
    bool twice = false;
    std::string token = MetadataOf(*context_, "authorization", &twice),
                key = MetadataOf(*context_, "x-api-key", &twice);
    absl::StatusOr<Credentials> credentials = ReadCredentials(token, key);
    if (twice) credentials = Refuse(absl::StatusCode::kUnauthenticated, "MALFORMED_CREDENTIALS");
    core_->admission->Admit(
        *target_->method, credentials, PeerIp(context_->peer()),
        [self = shared_from_this()](const Admitted& admitted) { self->OnAdmitted(admitted); });
  }

  void OnWriteDone(bool ok) override {
    {
      std::lock_guard lock(mutex_);
      writing_ = false;
      if (!ok) Abandon();
    }
    WriteNext();
  }

  // Nothing is finished here: unary calls finish when the service has answered, streams when their
  // cancellation has come back.
  void OnCancel() override {
    std::lock_guard lock(mutex_);
    Abandon();
  }

  void OnDone() override {
    std::shared_ptr<ProxyReactor> self = std::move(self_);
    std::lock_guard lock(mutex_);
    stream_.reset();  // It holds callbacks that hold this.
  }

 private:
  void OnAdmitted(const Admitted& admitted) {
    caller_ = admitted.caller;
    if (!admitted.status.ok()) return End(admitted.status);
    rpc::Channel* channel = core_->options.channel(target_->service);
    if (channel == nullptr) return End(Refuse(absl::StatusCode::kUnavailable, "NO_BACKEND"));
    bool streaming = target_->method->server_streaming();
    absl::Duration longest =
        streaming ? core_->options.longest_stream : core_->options.call_timeout;
    rpc::CallOptions options;
    options.caller = *admitted.caller;
    options.deadline = std::min(absl::FromChrono(context_->deadline()), absl::Now() + longest);
    options.trace_id = trace_id_;
    std::string request = rpc::StringOf(request_);
    request_.Clear();
    if (!streaming) {
      return channel->CallRaw(target_->rpc, std::move(request), options,
                              [self = shared_from_this()](absl::StatusOr<std::string> reply) {
                                self->OnReply(std::move(reply));
                              });
    }
    std::shared_ptr<rpc::Channel::Stream> stream = channel->StreamRaw(
        target_->rpc, std::move(request), options,
        [self = shared_from_this()](std::string message) { self->OnMessage(std::move(message)); },
        [self = shared_from_this()](const absl::Status& status) { self->OnStreamDone(status); });
    {
      std::lock_guard lock(mutex_);
      stream_ = std::move(stream);
      if (gone_) stream_->Cancel();
      stream_started_ = true;
    }
    WriteNext();
  }

  void OnReply(absl::StatusOr<std::string> reply) {
    if (target_->options->changes_access()) core_->AccessChanged();
    if (!reply.ok()) return End(reply.status());
    Write(absl::OkStatus(), reply->size());
    outgoing_ = rpc::BufferOf(*reply);
    StartWriteAndFinish(&outgoing_, grpc::WriteOptions(), grpc::Status::OK);
  }

  void OnMessage(std::string message) {
    {
      std::lock_guard lock(mutex_);
      if (gone_) return;
      queued_ += message.size();
      bytes_out_ += message.size();
      queue_.push_back(std::move(message));
      if (queued_ > kMaxQueuedBytes) return Abandon();
    }
    WriteNext();
  }

  void OnStreamDone(const absl::Status& status) {
    {
      std::lock_guard lock(mutex_);
      ended_ = true;
      end_ = status;
    }
    WriteNext();
  }

  void WriteNext() {
    std::unique_lock lock(mutex_);
    if (writing_ || finished_) return;
    if (!queue_.empty() && !gone_) {
      writing_ = true;
      queued_ -= queue_.front().size();
      outgoing_ = rpc::BufferOf(queue_.front());
      queue_.pop_front();
      lock.unlock();
      return StartWrite(&outgoing_);
    }
    // StreamRaw must have returned, too.
    if (!ended_ || !stream_started_) return;
    finished_ = true;
    lock.unlock();
    Write(end_, bytes_out_);
    Finish(rpc::ToGrpc(end_));
  }

  void Abandon() {
    gone_ = true;
    if (stream_ != nullptr) stream_->Cancel();
  }

  void End(const absl::Status& status) {
    absl::Status shown = ReasonOf(status) == "CALLER_UNSIGNED"
                             ? absl::InternalError("service refuses the gateway")
                             : status;
    Write(shown, 0);
    Finish(rpc::ToGrpc(shown));
  }

  void Write(const absl::Status& status, size_t bytes_out) {
    core_->recorder.Done({.protocol = "grpc",
                          .method = "POST",
                          .route = target_->rpc,
                          .status = HttpStatusOf(status),
                          .reason = ReasonOf(status),
                          .took = absl::Now() - started_,
                          .bytes_in = bytes_in_,
                          .bytes_out = bytes_out,
                          .caller = caller_.get(),
                          .trace_id = trace_id_,
                          .outer_trace_id = {}});
  }

  std::shared_ptr<ProxyReactor> self_;
  std::shared_ptr<Core> core_;
  const Target* target_;
  grpc::GenericCallbackServerContext* context_;
  const std::string trace_id_;
  const absl::Time started_;
  std::shared_ptr<const Caller> caller_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer outgoing_;
  size_t bytes_in_ = 0;

  std::mutex
      mutex_;  // Guards all below, which only streams use; unary calls have one step at a time.
  std::shared_ptr<rpc::Channel::Stream> stream_;
  std::deque<std::string> queue_;
  size_t queued_ = 0;
  size_t bytes_out_ = 0;
  bool writing_ = false;
  bool stream_started_ = false;
  bool ended_ = false;
  bool gone_ = false;
  bool finished_ = false;
  absl::Status end_;
};

}  // namespace

struct GrpcProxy::Impl : public grpc::CallbackGenericService {
  explicit Impl(std::shared_ptr<Core> c) : core(std::move(c)) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    auto target = targets.find(context->method());
    if (target == targets.end())
      return new RefusingReactor(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "no such method"));
    if (stopping)
      return new RefusingReactor(
          rpc::ToGrpc(Refuse(absl::StatusCode::kUnavailable, "SHUTTING_DOWN")));
    auto reactor = std::make_shared<ProxyReactor>(core, &target->second, context);
    reactor->Begin();
    return reactor.get();
  }

  std::shared_ptr<Core> core;
  std::map<std::string, Target> targets;  // "/hotline.workorder.v1.WorkOrderService/Get"
  std::atomic<bool> stopping = false;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

GrpcProxy::GrpcProxy(std::shared_ptr<Core> core) : impl_(std::make_unique<Impl>(std::move(core))) {}
GrpcProxy::~GrpcProxy() { Shutdown(absl::ZeroDuration()); }

int GrpcProxy::port() const { return impl_->port; }

absl::Status GrpcProxy::Start() {
  const GatewayOptions& options = impl_->core->options;
  for (const google::protobuf::MethodDescriptor* method : options.methods) {
    const api::v1::Method& annotation = method->options().GetExtension(api::v1::method);
    if (annotation.access().services() || method->client_streaming()) continue;
    Target target{.method = method,
                  .options = &annotation,
                  .rpc = method->service()->full_name() + "/" + method->name(),
                  .service = method->service()->full_name()};
    if (annotation.max_body_bytes() > 0)
      target.max_bytes = annotation.max_body_bytes() + 4096;  // Bytes and their envelope.
    impl_->targets.emplace("/" + target.rpc, target);
  }
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
  if (!options.http.tls_certificate_file.empty()) {
    grpc::SslServerCredentialsOptions tls;
    tls.pem_key_cert_pairs.push_back(
        {ReadFile(options.http.tls_key_file), ReadFile(options.http.tls_certificate_file)});
    credentials = grpc::SslServerCredentials(tls);
  }
  rpc::KeepCallbackThreads();
  grpc::ServerBuilder builder;
  builder.AddListeningPort(options.grpc_address, credentials, &impl_->port);
  builder.RegisterCallbackGenericService(impl_.get());
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 100);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 * 1024);
  impl_->server = builder.BuildAndStart();
  if (impl_->server == nullptr || impl_->port == 0)
    return absl::UnavailableError("cannot listen on " + options.grpc_address);
  return absl::OkStatus();
}

void GrpcProxy::Shutdown(absl::Duration grace) {
  if (impl_->server == nullptr) return;
  impl_->stopping = true;
  impl_->server->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  impl_->server.reset();
}

}  // namespace hotline::gateway
