#include "gateway/http/connection.h"

#include <array>
#include <chrono>
#include <deque>
#include <optional>

#include "absl/strings/str_cat.h"
#include "boost/asio/ssl/stream.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/write.hpp"
#include "boost/beast/core/basic_stream.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/http/parser.hpp"
#include "boost/beast/http/read.hpp"
#include "boost/beast/http/string_body.hpp"
#include "boost/beast/ssl/ssl_stream.hpp"
#include "gateway/http/exchange.h"
#include "gateway/http/head.h"
#include "gateway/http/response_head.h"
#include "gateway/http/text.h"
#include "platform/base/status.h"

namespace hotline::gateway::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Error = beast::error_code;
using TcpStream = beast::basic_stream<asio::ip::tcp, Loop::executor_type>;
using TlsStream = beast::ssl_stream<TcpStream>;

constexpr size_t kMaxQueuedBytes = 1 << 20;    // Of a stream whose client does not read.
constexpr size_t kMaxDrainedBytes = 32 << 20;  // Of a body nobody wants.
constexpr auto kDrainTime = std::chrono::seconds(5);

// What is public may be called from any thread; the rest runs on the thread of the loop.
template <class Stream>
class StreamConnection : public Connection,
                         public std::enable_shared_from_this<StreamConnection<Stream>> {
 public:
  StreamConnection(Stream stream, std::shared_ptr<Loop> loop, std::shared_ptr<Shared> shared,
                   std::string peer_ip)
      : loop_(std::move(loop)),
        shared_(std::move(shared)),
        options_(shared_->options),
        stream_(std::move(stream)),
        timer_(*loop_),
        peer_ip_(std::move(peer_ip)),
        buffer_(64 * 1024 + options_.max_header_bytes) {
    shared_->Add(this);
  }
  ~StreamConnection() override { shared_->Remove(this); }

  void Start() override {
    Post([](StreamConnection& c) {
      if constexpr (std::is_same_v<Stream, TlsStream>) {
        c.ExpireAfter(c.options_.header_timeout);
        c.stream_.async_handshake(asio::ssl::stream_base::server,
                                  [self = c.shared_from_this()](Error error) {
                                    if (!error) self->AwaitRequest();
                                  });
      } else {
        c.AwaitRequest();
      }
    });
  }
  void Drain() override {
    Post([](StreamConnection& c) {
      // Ends a read that waits, but not one that has just been done.
      if (c.phase_ == Phase::kIdle && !c.HasUnread()) beast::get_lowest_layer(c.stream_).cancel();
      if (c.phase_ == Phase::kStreaming) {
        c.Gone();
        c.FinishStream();
      }
    });
  }
  void Abort() override {
    Post([](StreamConnection& c) { c.Close(); });
  }

  void ReadBody(size_t limit, BodyCallback done) override {
    Post([limit, done = std::move(done)](auto& c) mutable { c.BeginBody(limit, std::move(done)); });
  }
  void Answer(Response response) override {
    Post([response = std::move(response)](auto& c) mutable { c.WriteAnswer(std::move(response)); });
  }
  void StartStream(Response head, Exchange::KeepAlive keep_alive,
                   std::function<void()> on_gone) override {
    Post([head = std::move(head), keep_alive = std::move(keep_alive),
          on_gone = std::move(on_gone)](auto& c) mutable {
      c.BeginStream(std::move(head), std::move(keep_alive), std::move(on_gone));
    });
  }
  void WriteStream(std::string data) override {
    Post([data = std::move(data)](auto& c) mutable { c.WritePiece(std::move(data)); });
  }
  void EndStream() override {
    Post([](auto& c) { c.FinishStream(); });
  }

 private:
  enum class Phase { kIdle, kReadingHead, kHandling, kAnswering, kStreaming, kClosed };

  // Runs `action` on the loop's thread; drops it when the loops have ended, since it would stay in
  // the loop for ever.
  template <class Action>
  void Post(Action action) {
    std::shared_lock lock(shared_->loops_mutex);
    std::shared_ptr<StreamConnection> self = this->weak_from_this().lock();
    if (shared_->loops_ended || self == nullptr) return;
    asio::post(*loop_,
               [self = std::move(self), action = std::move(action)]() mutable { action(*self); });
  }

  void BeginBody(size_t limit, BodyCallback done) {
    if (phase_ != Phase::kHandling) return;
    auto length = parser_->content_length();
    if (length && *length > limit) {
      return done(Refuse(absl::StatusCode::kInvalidArgument, "BODY_TOO_LARGE",
                         {{"limit", std::to_string(limit)}}));
    }
    body_limit_ = limit;
    parser_->body_limit(limit);
    body_done_ = std::move(done);
    double expected = static_cast<double>(length.value_or(limit));
    body_deadline_ =
        std::chrono::steady_clock::now() + absl::ToChronoSeconds(options_.body_idle_timeout) +
        std::chrono::seconds(1 +
                             static_cast<int>(expected / options_.slowest_body_bytes_per_second));
    if (!parser_->is_done() && expects_continue_ && buffer_.size() == 0) {
      head_out_ = "HTTP/1.1 100 Continue\r\n\r\n";
      ExpireAfter(options_.write_timeout);
      return asio::async_write(stream_, asio::buffer(head_out_),
                               [self = this->shared_from_this()](Error error, size_t) {
                                 if (error) return self->Close();
                                 self->ReadBodyPiece();
                               });
    }
    ReadBodyPiece();
  }

  void WriteAnswer(Response response) {
    if (phase_ != Phase::kHandling) return;
    phase_ = Phase::kAnswering;
    bool unread = !parser_ || !parser_->is_done();
    keep_alive_ = keep_alive_ && !unread && !shared_->draining;
    head_out_ = HeadText(response);
    if (response.status != 204)
      absl::StrAppend(&head_out_, "Content-Length: ", response.body.size(), "\r\n");
    head_out_ += "\r\n";
    body_out_ = is_head_ || response.status == 204 || response.status == 304
                    ? ""
                    : std::move(response.body);
    WriteOut([unread](StreamConnection& c) {
      if (c.keep_alive_) return c.AwaitRequest();
      if (unread) return c.Linger();
      c.Finish();
    });
  }

  void BeginStream(Response head, Exchange::KeepAlive keep_alive, std::function<void()> on_gone) {
    if (phase_ != Phase::kHandling) return on_gone();
    on_gone_ = std::move(on_gone);
    if (shared_->draining) Gone();
    phase_ = Phase::kStreaming;
    keep_alive_ = false;
    tick_ = std::move(keep_alive);
    std::string text = HeadText(head);
    if (chunked_) text += "Transfer-Encoding: chunked\r\n";
    text += "\r\n";
    queue_.push_back(std::move(text));
    WatchForEnd();
    if (!head.body.empty()) return WritePiece(std::move(head.body));
    WriteNext();
    ArmTick();
  }

  void WritePiece(std::string data) {
    if (phase_ != Phase::kStreaming || ending_ || is_head_) return;
    queued_ += data.size();
    if (queued_ > kMaxQueuedBytes) {
      Gone();
      return Close();
    }
    if (chunked_) data = absl::StrCat(absl::Hex(data.size()), "\r\n", data, "\r\n");
    queue_.push_back(std::move(data));
    ArmTick();
    WriteNext();
  }

  void FinishStream() {
    if (phase_ != Phase::kStreaming || ending_) return;
    on_gone_ = nullptr;
    ending_ = true;
    timer_.cancel();
    if (chunked_ && !is_head_) queue_.push_back("0\r\n\r\n");
    WriteNext();
  }

  void ExpireAfter(absl::Duration time) {
    beast::get_lowest_layer(stream_).expires_after(absl::ToChronoNanoseconds(time));
  }

  // Whether the client has sent what is still to be read: a request, which is answered also while
  // the server stops.
  bool HasUnread() {
    Error error;
    return beast::get_lowest_layer(stream_).socket().available(error) > 0 && !error;
  }

  void AwaitRequest() {
    if (phase_ == Phase::kClosed) return;
    phase_ = Phase::kIdle;
    if (buffer_.size() > 0) return ReadHead();
    if (shared_->draining && !HasUnread()) return Finish();
    ExpireAfter(options_.keep_alive_timeout);
    stream_.async_read_some(buffer_.prepare(8192),
                            [self = this->shared_from_this()](Error error, size_t size) {
                              if (error) return self->Close();
                              self->buffer_.commit(size);
                              self->ReadHead();
                            });
  }

  void ReadHead() {
    phase_ = Phase::kReadingHead;
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(options_.max_header_bytes));
    parser_->body_limit(boost::none);  // Set when the handler wants the body.
    if (buffer_.size() > 0) {  // Mostly it is there whole, and there is nothing to wait for.
      parser_->eager(false);
      Error error;
      buffer_.consume(parser_->put(buffer_.data(), error));
      if (error != beast::http::error::need_more && (error || parser_->is_header_done()))
        return OnHead(error);
    }
    ExpireAfter(options_.header_timeout);
    beast::http::async_read_header(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](Error error, size_t) { self->OnHead(error); });
  }

  void OnHead(Error error) {
    if (phase_ == Phase::kClosed) return;
    phase_ = Phase::kHandling;
    keep_alive_ = false;
    is_head_ = false;
    chunked_ = true;
    if (error) return AnswerUnreadable(error);
    auto& message = parser_->get();
    RawHead raw{.method = std::string(message.method_string()),
                .target = std::string(message.target()),
                .version = static_cast<int>(message.version()),
                .headers = {},
                .peer_ip = peer_ip_};
    if (raw.version != 10 && raw.version != 11) return Reject(Invalid("MALFORMED_REQUEST"));
    for (const auto& field : message)
      raw.headers.Add(std::string_view(field.name_string()), std::string_view(field.value()));
    chunked_ = raw.version >= 11;
    is_head_ = raw.method == "HEAD";
    keep_alive_ = message.keep_alive();
    expects_continue_ = chunked_ && EqualsIgnoreCase(raw.headers.Get("Expect"), "100-continue");
    auto head = CheckHead(std::move(raw), {.max_target_bytes = options_.max_target_bytes,
                                           .trusted_proxies = &options_.trusted_proxies});
    if (!head.ok()) {
      keep_alive_ = false;
      return Reject(head.status());
    }
    head->secure = std::is_same_v<Stream, TlsStream>;
    shared_->handler->OnRequest(MakeExchange(this->shared_from_this(), *std::move(head)));
  }

  void AnswerUnreadable(Error error) {
    using Http = beast::http::error;
    if (error == Http::header_limit) {
      auto data = buffer_.data();
      std::string_view text(static_cast<const char*>(data.data()), data.size());
      bool in_request_line =
          parser_->get().target().empty() && text.find('\n') == std::string_view::npos;
      return Reject(Invalid(in_request_line ? "URI_TOO_LONG" : "HEADERS_TOO_LARGE"));
    }
    if (error == beast::error::timeout) return Reject(Invalid("REQUEST_TIMEOUT"));
    if (error.category() == Error(Http::bad_method).category() && error != Http::end_of_stream &&
        error != Http::partial_message) {
      return Reject(Invalid("MALFORMED_REQUEST"));
    }
    Close();
  }

  void Reject(const absl::Status& why) { WriteAnswer(shared_->handler->OnMalformed(why)); }

  void ReadBodyPiece() {
    if (parser_->is_done()) {
      auto done = std::move(body_done_);
      body_done_ = nullptr;
      return done(std::move(parser_->get().body()));
    }
    auto left = body_deadline_ - std::chrono::steady_clock::now();
    beast::get_lowest_layer(stream_).expires_after(std::min<std::chrono::nanoseconds>(
        left, absl::ToChronoNanoseconds(options_.body_idle_timeout)));
    beast::http::async_read_some(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](Error error, size_t) { self->OnBodyPiece(error); });
  }

  void OnBodyPiece(Error error) {
    if (!error) return ReadBodyPiece();
    auto done = std::move(body_done_);
    body_done_ = nullptr;
    if (!done) return;
    if (error == beast::http::error::body_limit) {
      return done(Refuse(absl::StatusCode::kInvalidArgument, "BODY_TOO_LARGE",
                         {{"limit", std::to_string(body_limit_)}}));
    }
    done(Invalid(error == beast::error::timeout ? "REQUEST_TIMEOUT" : "BODY_INCOMPLETE"));
  }

  std::string HeadText(const Response& response) const {
    return ResponseHead(response, keep_alive_, /*http10=*/!chunked_);
  }

  // Sends what the socket takes at once, which mostly is all; the rest waits in head_out_ and
  // body_out_.
  bool WroteAtOnce() {
    if constexpr (std::is_same_v<Stream, TcpStream>) {
      Error error;
      auto& socket = stream_.socket();
      if (!socket.non_blocking()) socket.non_blocking(true, error);
      std::array<asio::const_buffer, 2> pieces = {asio::buffer(head_out_), asio::buffer(body_out_)};
      size_t sent = error ? 0 : socket.write_some(pieces, error);
      if (error) return false;  // If it is more than a full buffer, the next attempt will tell.
      const size_t of_head = std::min(sent, head_out_.size());
      head_out_.erase(0, of_head);
      body_out_.erase(0, sent - of_head);
      return head_out_.empty() && body_out_.empty();
    }
    return false;
  }

  template <class Next>
  void WriteOut(Next next) {
    if (WroteAtOnce()) return next(*this);
    ExpireAfter(options_.write_timeout);
    std::array<asio::const_buffer, 2> pieces = {asio::buffer(head_out_), asio::buffer(body_out_)};
    asio::async_write(stream_, pieces,
                      [self = this->shared_from_this(), next](Error error, size_t) {
                        if (error) return self->Close();
                        next(*self);
                      });
  }

  void WriteNext() {
    if (writing_) return;
    if (queue_.empty()) {
      if (ending_) Finish();
      return;
    }
    writing_ = true;
    ExpireAfter(options_.write_timeout);
    asio::async_write(stream_, asio::buffer(queue_.front()),
                      [self = this->shared_from_this()](Error error, size_t) {
                        self->writing_ = false;
                        if (self->phase_ != Phase::kStreaming) return;
                        if (error) {
                          self->Gone();
                          return self->Close();
                        }
                        self->queued_ -= std::min(self->queued_, self->queue_.front().size());
                        self->queue_.pop_front();
                        self->WriteNext();
                      });
  }

  // A client that listens has nothing more to say; reading tells when it has gone.
  void WatchForEnd() {
    beast::get_lowest_layer(stream_).expires_never();
    stream_.async_read_some(asio::buffer(scratch_),
                            [self = this->shared_from_this()](Error error, size_t) {
                              if (self->phase_ != Phase::kStreaming) return;
                              if (!error) return self->WatchForEnd();
                              self->Gone();
                              self->Close();
                            });
  }

  void ArmTick() {
    timer_.expires_after(absl::ToChronoNanoseconds(tick_.every));
    timer_.async_wait([weak = this->weak_from_this()](Error error) {
      auto self = weak.lock();
      if (error || !self || self->phase_ != Phase::kStreaming) return;
      if (self->queue_.empty())
        self->WritePiece(self->tick_.data);
      else
        self->ArmTick();
    });
  }

  void Gone() {
    if (auto gone = std::exchange(on_gone_, nullptr)) gone();
  }

  // Reads what is left of an unwanted body, so that the answer is not lost by a reset (RFC 9112
  // section 9.6).
  void Linger() {
    Error ignored;
    beast::get_lowest_layer(stream_).socket().shutdown(asio::ip::tcp::socket::shutdown_send,
                                                       ignored);
    beast::get_lowest_layer(stream_).expires_after(kDrainTime);
    LingerPiece(0);
  }

  void LingerPiece(size_t total) {
    beast::get_lowest_layer(stream_).async_read_some(
        asio::buffer(scratch_), [self = this->shared_from_this(), total](Error error, size_t size) {
          if (error || total + size > kMaxDrainedBytes) return self->Close();
          self->LingerPiece(total + size);
        });
  }

  void Finish() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      if (phase_ == Phase::kClosed) return;
      ExpireAfter(absl::Seconds(2));
      stream_.async_shutdown([self = this->shared_from_this()](Error) { self->Close(); });
    } else {
      Error ignored;
      beast::get_lowest_layer(stream_).socket().shutdown(asio::ip::tcp::socket::shutdown_both,
                                                         ignored);
      Close();
    }
  }

  void Close() {
    if (phase_ == Phase::kClosed) return;
    phase_ = Phase::kClosed;
    Gone();
    timer_.cancel();
    beast::get_lowest_layer(stream_).close();
    if (auto done = std::exchange(body_done_, nullptr)) done(Invalid("BODY_INCOMPLETE"));
  }

  std::shared_ptr<Loop>
      loop_;  // Outlives the stream, which an exchange may keep after the server's end.
  std::shared_ptr<Shared> shared_;
  const ServerOptions& options_;
  Stream stream_;
  asio::basic_waitable_timer<std::chrono::steady_clock,
                             asio::wait_traits<std::chrono::steady_clock>, Loop::executor_type>
      timer_;
  std::string peer_ip_;
  beast::flat_buffer buffer_;
  std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
  Phase phase_ = Phase::kIdle;
  bool keep_alive_ = false;
  bool is_head_ = false;
  bool chunked_ = true;
  bool expects_continue_ = false;

  size_t body_limit_ = 0;
  BodyCallback body_done_;
  std::chrono::steady_clock::time_point body_deadline_;

  std::string head_out_;
  std::string body_out_;

  std::deque<std::string> queue_;  // Pieces of a stream; the front is being written.
  size_t queued_ = 0;
  bool writing_ = false;
  bool ending_ = false;
  Exchange::KeepAlive tick_;
  std::function<void()> on_gone_;
  std::array<char, 4096> scratch_;
};

}  // namespace

std::shared_ptr<Connection> MakeConnection(Socket socket, std::shared_ptr<Loop> loop,
                                           asio::ssl::context* tls,
                                           std::shared_ptr<Shared> shared) {
  Error error;
  auto peer = socket.remote_endpoint(error);
  asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  std::string ip = error ? "" : address.to_string();
  socket.set_option(asio::ip::tcp::no_delay(true), error);
  if (tls == nullptr) {
    return std::make_shared<StreamConnection<TcpStream>>(
        TcpStream(std::move(socket)), std::move(loop), std::move(shared), std::move(ip));
  }
  return std::make_shared<StreamConnection<TlsStream>>(
      TlsStream(std::move(socket), *tls), std::move(loop), std::move(shared), std::move(ip));
}

}  // namespace hotline::gateway::http
