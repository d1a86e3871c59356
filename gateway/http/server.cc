#include "gateway/http/server.h"

#include <sys/socket.h>

#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/ip/v6_only.hpp"
#include "boost/asio/steady_timer.hpp"
#include "gateway/http/connection.h"
#include "gateway/http/text.h"
#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/observe/log.h"

namespace hotline::gateway::http {
namespace asio = boost::asio;
namespace {

using asio::ip::tcp;
using Error = boost::system::error_code;

absl::StatusOr<tcp::endpoint> ParseEndpoint(const std::string& address) {
  size_t colon = address.rfind(':');
  auto port = ParseNumber<uint16_t>(
      colon == std::string::npos ? "" : std::string_view(address).substr(colon + 1));
  if (!port) {
    return absl::InvalidArgumentError(absl::StrCat("not an address with a port: ", address));
  }
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  if (host.empty() || host == "*") host = "0.0.0.0";
  Error error;
  auto ip = asio::ip::make_address(host, error);
  if (error) return absl::InvalidArgumentError(absl::StrCat("not an IP address: ", host));
  return tcp::endpoint(ip, *port);
}

absl::StatusOr<std::unique_ptr<asio::ssl::context>> LoadTls(const ServerOptions& options) {
  if (options.tls_certificate_file.empty()) return nullptr;
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context->native_handle(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  Error error;
  context->use_certificate_chain_file(options.tls_certificate_file, error);
  if (!error) context->use_private_key_file(options.tls_key_file, asio::ssl::context::pem, error);
  if (error)
    return absl::InvalidArgumentError(absl::StrCat("TLS certificate or key: ", error.message()));
  return context;
}

constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: "
    "close\r\n\r\n";

}  // namespace

struct Server::Impl {
  struct Thread {
    std::shared_ptr<Loop> loop = std::make_shared<Loop>(1);
    asio::executor_work_guard<Loop::executor_type> work{loop->get_executor()};
    std::thread thread;
  };

  std::shared_ptr<Shared> shared = std::make_shared<Shared>();
  std::unique_ptr<asio::ssl::context> tls;
  std::vector<std::unique_ptr<Thread>> threads;
  std::optional<tcp::acceptor> acceptor;
  std::optional<asio::steady_timer> pause;
  size_t next = 0;
  int port = 0;
  bool stopped = false;

  void Accept() {
    Thread& target = *threads[next++ % threads.size()];
    acceptor->async_accept(
        *target.loop, [this, loop = target.loop](Error error, tcp::socket socket) {
          if (!acceptor->is_open() || error == asio::error::operation_aborted) return;
          if (error) {  // No descriptors left, most likely: they come back when connections end.
            observe::Log(observe::Level::kWarn, "http.accept_failed", {{"error", error.message()}});
            pause->expires_after(std::chrono::milliseconds(100));
            return pause->async_wait([this](Error stop) {
              if (!stop) Accept();
            });
          }
          Take(std::move(socket), loop);
          Accept();
        });
  }

  void Take(tcp::socket socket, const std::shared_ptr<Loop>& loop) {
    bool full;
    {
      std::lock_guard lock(shared->mutex);
      full = shared->open.size() >= static_cast<size_t>(shared->options.max_connections);
    }
    if (full) {
      if (!tls) {
        [[maybe_unused]] auto sent =
            ::send(socket.native_handle(), kFull.data(), kFull.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      }
      return;
    }
    Error error;
    auto protocol = socket.local_endpoint(error).protocol();
    if (error) return;
    Socket own(*loop);
    own.assign(protocol, socket.release(error), error);
    if (error) return;
    MakeConnection(std::move(own), loop, tls.get(), shared)->Start();
  }

  bool WaitUntilEmpty(absl::Duration time) {
    std::unique_lock lock(shared->mutex);
    return shared->closed.wait_for(lock, absl::ToChronoMilliseconds(time),
                                   [this] { return shared->open.empty(); });
  }
};

Server::Server(ServerOptions options, Handler* handler) : impl_(std::make_unique<Impl>()) {
  impl_->shared->options = std::move(options);
  impl_->shared->handler = handler;
}

Server::~Server() { Shutdown(absl::ZeroDuration()); }

int Server::port() const { return impl_->port; }

absl::Status Server::Start() {
  const ServerOptions& options = impl_->shared->options;
  HOTLINE_ASSIGN_OR_RETURN(tcp::endpoint endpoint, ParseEndpoint(options.address));
  HOTLINE_ASSIGN_OR_RETURN(impl_->tls, LoadTls(options));
  for (int i = 0; i < std::max(1, options.threads); ++i)
    impl_->threads.push_back(std::make_unique<Impl::Thread>());

  Loop& loop = *impl_->threads[0]->loop;
  impl_->acceptor.emplace(loop);
  impl_->pause.emplace(loop);
  Error error;
  impl_->acceptor->open(endpoint.protocol(), error);
  if (!error) impl_->acceptor->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6())
    impl_->acceptor->set_option(asio::ip::v6_only(false), error);
  if (!error) impl_->acceptor->bind(endpoint, error);
  if (!error) impl_->acceptor->listen(1024, error);
  if (error) {
    impl_->acceptor->close();
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options.address, ": ", error.message()));
  }
  impl_->port = impl_->acceptor->local_endpoint().port();
  impl_->Accept();
  for (auto& thread : impl_->threads) {
    thread->thread = std::thread([loop = thread->loop] { loop->run(); });
  }
  return absl::OkStatus();
}

void Server::Shutdown(absl::Duration grace) {
  if (impl_->stopped) return;
  impl_->stopped = true;
  impl_->shared->draining = true;
  if (!impl_->threads.empty() && impl_->threads[0]->thread.joinable()) {
    asio::post(*impl_->threads[0]->loop, [impl = impl_.get()] {
      Error ignored;
      impl->acceptor->close(ignored);
      impl->pause->cancel();
    });
    auto each = [this](auto action) {
      std::lock_guard lock(impl_->shared->mutex);
      for (Connection* connection : impl_->shared->open) action(connection);
    };
    each([](Connection* connection) { connection->Drain(); });
    if (!impl_->WaitUntilEmpty(grace)) {
      each([](Connection* connection) { connection->Abort(); });
      impl_->WaitUntilEmpty(
          absl::Milliseconds(200));  // Connections held by exchanges stay; they are closed.
    }
  }
  {
    std::lock_guard lock(impl_->shared->loops_mutex);
    impl_->shared->loops_ended = true;
  }
  for (auto& thread : impl_->threads) {
    thread->work.reset();
    thread->loop->stop();
    if (thread->thread.joinable()) thread->thread.join();
    // What is left in the loop holds connections, and they the loop.
    thread->loop->restart();
    thread->loop->poll();
  }
  impl_->acceptor.reset();
  impl_->pause.reset();
}

}  // namespace hotline::gateway::http
