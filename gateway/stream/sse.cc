#include "gateway/stream/sse.h"

#include <mutex>

#include "gateway/transcode/json_writer.h"

namespace hotline::gateway {
namespace {

http::Response StreamHead() {
  http::Response head;
  head.headers.Add("Content-Type", "text/event-stream; charset=utf-8");
  head.headers.Add("Cache-Control", "no-store");
  head.headers.Add("X-Accel-Buffering", "no");
  head.headers.Add("X-Content-Type-Options", "nosniff");
  head.body = "retry: 2000\n\n";
  return head;
}

class SseCall : public std::enable_shared_from_this<SseCall> {
 public:
  SseCall(std::unique_ptr<ExchangeScope> scope, const Route* route)
      : scope_(std::move(scope)), route_(route) {}

  void Start(rpc::Channel* channel, std::string request) {
    rpc::CallOptions options;
    options.caller = *scope_->caller();
    options.deadline = absl::Now() + scope_->core().options.longest_stream;
    options.trace_id = scope_->trace_id();
    auto self = shared_from_this();
    std::shared_ptr<rpc::Channel::Stream> stream = channel->StreamRaw(
        route_->rpc, std::move(request), options,
        [self](const std::string& message) { self->OnMessage(message); },
        [self](const absl::Status& status) { self->OnDone(status); });
    std::lock_guard lock(mutex_);
    if (over_) return;  // The handle goes with this scope.
    if (gone_) stream->Cancel();
    stream_ = std::move(stream);
  }

 private:
  void OnMessage(const std::string& serialized) {
    std::unique_ptr<google::protobuf::Message> message(route_->reply_prototype->New());
    if (!message->ParseFromString(serialized)) return OnGone();
    std::string event = "id: " + std::to_string(++count_) + "\ndata: ";
    AppendJson(*message, &event);
    event += "\n\n";
    if (!std::exchange(begun_, true)) {
      scope_->BeginStream(StreamHead(), {.data = ": keep-alive\n\n", .every = absl::Seconds(15)},
                          [weak = weak_from_this()] {
                            if (auto self = weak.lock()) self->OnGone();
                          });
    }
    scope_->WriteStream(std::move(event));
  }

  void OnDone(const absl::Status& status) {
    std::shared_ptr<rpc::Channel::Stream> finished;
    bool gone;
    {
      std::lock_guard lock(mutex_);
      over_ = true;
      gone = gone_;
      finished = std::move(stream_);
    }
    if (!begun_) {
      if (status.ok()) {
        scope_->BeginStream(StreamHead(), {.data = ":\n\n", .every = absl::Seconds(15)}, [] {});
        return scope_->EndStream();
      }
      return scope_->Refuse(status);
    }
    // The end of the longest time is an end like any other; the client comes again.
    bool expected = status.ok() || gone || absl::IsDeadlineExceeded(status);
    if (!expected)
      scope_->WriteStream("event: error\ndata: " + scope_->ProblemFor(status).body + "\n\n");
    scope_->EndStream();
  }

  void OnGone() {
    std::lock_guard lock(mutex_);
    gone_ = true;
    if (stream_ != nullptr) stream_->Cancel();
  }

  std::unique_ptr<ExchangeScope> scope_;
  const Route* route_;
  bool begun_ = false;  // This and the count belong to the stream's callbacks, which never overlap.
  int64_t count_ = 0;
  std::mutex mutex_;
  std::shared_ptr<rpc::Channel::Stream> stream_;
  bool gone_ = false;
  bool over_ = false;
};

}  // namespace

void StartSse(std::unique_ptr<ExchangeScope> scope, const Route* route, rpc::Channel* channel,
              std::string request) {
  if (scope->head().method == "HEAD") {
    http::Response head = StreamHead();
    head.body.clear();
    return scope->Answer(std::move(head));
  }
  std::make_shared<SseCall>(std::move(scope), route)->Start(channel, std::move(request));
}

}  // namespace hotline::gateway
