// For tests of platform/redis: a server on a Unix socket that behaves badly on purpose.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "platform/crypto/crypto.h"

namespace hotline::redis {

inline void Answer(int fd, std::string_view text) {
  // A peer that is gone already is part of the game.
  [[maybe_unused]] const ssize_t sent = send(fd, text.data(), text.size(), MSG_NOSIGNAL);
}

// Serves one connection after the other on a thread of its own. For each chunk that arrives
// `on_data` is called; when it returns false, the connection is closed.
class FakeServer {
 public:
  explicit FakeServer(std::function<bool(int fd)> on_data)
      : path_(std::filesystem::temp_directory_path() / ("hotline-" + crypto::RandomCode(10))),
        on_data_(std::move(on_data)),
        listener_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    path_.string().copy(name.sun_path, sizeof name.sun_path - 1);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&name), sizeof name) != 0 ||
        listen(listener_, 16) != 0) {
      throw std::runtime_error("cannot listen on " + path_.string());
    }
    thread_ = std::thread([this] { Serve(); });
  }

  ~FakeServer() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
      if (current_ >= 0) shutdown(current_, SHUT_RDWR);
    }
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
    std::filesystem::remove(path_);
  }

  std::string address() const { return "unix:" + path_.string(); }

  int connections() {
    std::lock_guard lock(mutex_);
    return accepted_;
  }
  // Blocks until so many connections were closed by this side.
  void WaitUntilClosed(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ >= count; });
  }

 private:
  void Serve() {
    while (true) {
      const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      {
        std::lock_guard lock(mutex_);
        current_ = fd;
        ++accepted_;
        if (stopping_) shutdown(fd, SHUT_RDWR);
      }
      char buffer[4096];
      while (recv(fd, buffer, sizeof buffer, 0) > 0 && on_data_(fd)) {
      }
      {
        std::lock_guard lock(mutex_);
        close(fd);
        current_ = -1;
        ++closed_;
      }
      changed_.notify_all();
    }
  }

  const std::filesystem::path path_;
  const std::function<bool(int)> on_data_;
  const int listener_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  int current_ = -1;
  int accepted_ = 0;
  int closed_ = 0;
  std::thread thread_;
};

}  // namespace hotline::redis
