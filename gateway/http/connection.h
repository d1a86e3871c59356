// Internal to http/: one client connection, and what all connections of a server share.
#pragma once

#include <atomic>
#include <memory>
#include <unordered_set>

#include "absl/synchronization/mutex.h"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ssl/context.hpp"
#include "gateway/http/server.h"

namespace hotline::gateway::http {

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void Start() = 0;
  virtual void Drain() = 0;  // Any thread: end as soon as nothing is in flight.
  virtual void Abort() = 0;  // Any thread: end now.
};

struct Shared {
  ServerOptions options;
  Handler* handler = nullptr;
  std::atomic<bool> draining = false;

  absl::Mutex loops_mutex;
  bool loops_ended ABSL_GUARDED_BY(loops_mutex) = false;

  absl::Mutex mutex;
  std::unordered_set<Connection*> open ABSL_GUARDED_BY(mutex);  // Each removes itself before it is destroyed.

  void Add(Connection* connection) {
    absl::MutexLock lock(&mutex);
    open.insert(connection);
  }
  void Remove(Connection* connection) {
    absl::MutexLock lock(&mutex);
    open.erase(connection);
  }
};

// One thread with its own event loop; a connection lives on one of them and needs no further lock.
using Loop = boost::asio::io_context;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Loop::executor_type>;

// `tls` null for plain TCP; otherwise it outlives the loop. The connection keeps itself alive by its pending operations.
std::shared_ptr<Connection> MakeConnection(Socket socket, std::shared_ptr<Loop> loop, boost::asio::ssl::context* tls,
                                           std::shared_ptr<Shared> shared);

}  // namespace hotline::gateway::http
