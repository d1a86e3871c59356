// Internal to http/: one client connection, and what all connections of a server share.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_set>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ssl/context.hpp"
#include "gateway/http/server.h"

namespace hotline::gateway::http {

using BodyCallback = std::function<void(absl::StatusOr<std::string>)>;

// From any thread. What an exchange asks for comes too late, and does nothing, when the connection
// has closed.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void Start() = 0;
  virtual void Drain() = 0;  // End as soon as nothing is in flight.
  virtual void Abort() = 0;  // End now.

  // For the exchange under way; see Exchange.
  virtual void ReadBody(size_t limit, BodyCallback done) = 0;
  virtual void Answer(Response response) = 0;
  virtual void StartStream(Response head, Exchange::KeepAlive keep_alive,
                           std::function<void()> on_gone) = 0;
  virtual void WriteStream(std::string data) = 0;
  virtual void EndStream() = 0;
};

struct Shared {
  ServerOptions options;
  Handler* handler = nullptr;
  std::atomic<bool> draining = false;

  std::shared_mutex loops_mutex;  // Written once, at the end.
  bool loops_ended = false;

  std::mutex mutex;
  std::condition_variable closed;
  std::unordered_set<Connection*> open;  // Each removes itself before it is destroyed.

  void Add(Connection* connection) {
    std::lock_guard lock(mutex);
    open.insert(connection);
  }
  void Remove(Connection* connection) {
    std::lock_guard lock(mutex);
    open.erase(connection);
    closed.notify_all();
  }
};

// One thread with its own event loop; a connection lives on one of them and needs no further lock.
using Loop = boost::asio::io_context;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Loop::executor_type>;

// `tls` null for plain TCP; otherwise it outlives the loop. The connection keeps itself alive by
// its pending operations.
std::shared_ptr<Connection> MakeConnection(Socket socket, std::shared_ptr<Loop> loop,
                                           boost::asio::ssl::context* tls,
                                           std::shared_ptr<Shared> shared);

}  // namespace hotline::gateway::http
