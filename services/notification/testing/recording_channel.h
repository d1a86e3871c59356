// A channel that keeps what it carries, and answers as the test says.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "services/notification/domain/channel.h"

namespace hotline::notification::testing {

struct Carried {
  Letter letter;
  std::string address;
  absl::Time time;
};

class RecordingChannel : public Channel {
 public:
  // Set before anything is sent. By default everybody has an address of their own, and all arrives.
  std::function<absl::StatusOr<std::string>(const Letter&)> locate = [](const Letter& letter) {
    return "to " + letter.target;
  };
  std::function<Outcome(const Letter&)> answer = [](const Letter&) {
    return Outcome{.kind = Outcome::Kind::kDelivered, .status = 250};
  };

  absl::StatusOr<std::string> Locate(const Letter& letter) override { return locate(letter); }
  Outcome Send(const Letter& letter, const std::string& address, absl::Time now) override {
    {
      std::lock_guard lock(mutex_);
      carried_.push_back({letter, address, now});
    }
    return answer(letter);
  }
  std::vector<Carried> carried() {
    std::lock_guard lock(mutex_);
    return carried_;
  }

 private:
  std::mutex mutex_;
  std::vector<Carried> carried_;
};

}  // namespace hotline::notification::testing
