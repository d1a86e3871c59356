#include "platform/redis/connection.h"

#include <poll.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <mutex>

#include "platform/base/status.h"

namespace hotline::redis {

absl::Status Unavailable(std::string_view why) {
  return Refuse(absl::StatusCode::kUnavailable, "REDIS_UNAVAILABLE", {{"why", std::string(why)}});
}

absl::StatusOr<Connection> Connect(const std::string& address, absl::Duration timeout) {
  constexpr std::string_view kUnix = "unix:";
  // Zero would mean no limit.
  const timeval limit = absl::ToTimeval(std::max(timeout, absl::Milliseconds(1)));
  Connection connection;
  if (address.starts_with(kUnix)) {
    connection.reset(redisConnectUnixWithTimeout(address.c_str() + kUnix.size(), limit));
  } else {
    const size_t colon = address.rfind(':');
    int port = 0;
    if (colon != std::string::npos) {
      std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
    }
    if (port <= 0 || port > 65535) return Unavailable("the address is not unix:/path or host:port");
    connection.reset(redisConnectWithTimeout(address.substr(0, colon).c_str(), port, limit));
  }
  if (connection == nullptr) return Unavailable("out of memory");
  if (connection->err != 0) return Unavailable(connection->errstr);
  return connection;
}

bool IsAlive(const redisContext& connection) {
  // Nothing is due from the server between commands: readable means closed.
  pollfd idle{connection.fd, POLLIN, 0};
  return poll(&idle, 1, 0) == 0;
}

Reply Command(redisContext& connection, const std::vector<std::string_view>& words,
              absl::Duration timeout) {
  if (redisSetTimeout(&connection, absl::ToTimeval(std::max(timeout, absl::Milliseconds(1)))) !=
      REDIS_OK)
    return {};
  std::vector<const char*> data;
  std::vector<size_t> lengths;
  for (std::string_view word : words) {
    data.push_back(word.data());
    lengths.push_back(word.size());
  }
  return Reply(static_cast<redisReply*>(
      redisCommandArgv(&connection, static_cast<int>(words.size()), data.data(), lengths.data())));
}

void IgnoreSigpipe() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction current {};
    sigaction(SIGPIPE, nullptr, &current);
    if (current.sa_handler == SIG_DFL) std::signal(SIGPIPE, SIG_IGN);
  });
}

}  // namespace hotline::redis
