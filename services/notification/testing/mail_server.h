// The mail server of mail_server.py as a process of the test's own.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "nlohmann/json.hpp"

namespace hotline::notification::testing {

class MailServer {
 public:
  explicit MailServer(const std::vector<std::string>& options = {}) {
    std::array<int, 2> input, output;
    REQUIRE(pipe2(input.data(), O_CLOEXEC) == 0);
    REQUIRE(pipe2(output.data(), O_CLOEXEC) == 0);
    std::vector<const char*> arguments = {HOTLINE_SOURCE_DIR
                                          "/services/notification/testing/mail_server.py"};
    for (const std::string& option : options) arguments.push_back(option.c_str());
    arguments.push_back(nullptr);
    process_ = fork();
    if (process_ == 0) {
      dup2(input[0], STDIN_FILENO);
      dup2(output[1], STDOUT_FILENO);
      execv(arguments[0], const_cast<char* const*>(arguments.data()));
      _exit(127);
    }
    close(input[0]);
    close(output[1]);
    until_ = input[1];
    said_ = fdopen(output[0], "r");
    port_ = Said().get<int>();
  }
  ~MailServer() {
    close(until_);
    fclose(said_);
    waitpid(process_, nullptr, 0);
  }
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  std::string Url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

  // The next message that it took: from, to, tls, headers (lower case), body, longestLine.
  nlohmann::json Message() { return Said(); }

 private:
  nlohmann::json Said() {
    char* line = nullptr;
    size_t size = 0;
    const ssize_t length = getline(&line, &size, said_);
    const std::string text(line == nullptr ? "" : line,
                           length < 0 ? 0 : static_cast<size_t>(length));
    free(line);
    INFO("python3-aiosmtpd is needed (./dev deps)");
    REQUIRE(length > 0);
    return nlohmann::json::parse(text);
  }

  pid_t process_ = -1;
  int until_ = -1;
  FILE* said_ = nullptr;
  int port_ = 0;
};

}  // namespace hotline::notification::testing
