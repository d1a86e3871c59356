// Calls from within the process, which no transport watches over: each is answered once, by its
// handler or by its deadline.
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hotline::rpc {

class LocalCalls {
 public:
  using Answer = std::function<void(absl::StatusOr<std::string>)>;

  LocalCalls() = default;
  ~LocalCalls();  // Every call has been answered.

  // What the handler answers with. When it takes longer than `deadline`, `done` gets
  // DEADLINE_EXCEEDED, up to 100 ms late, and the handler's answer is dropped.
  Answer Open(absl::Time deadline, Answer done);

 private:
  struct Call {
    absl::Time deadline;
    Answer done;
    bool open = true;
    std::list<std::shared_ptr<Call>>::iterator place;
  };
  void Watch();

  std::mutex mutex_;
  std::condition_variable news_;
  std::list<std::shared_ptr<Call>> calls_;
  bool watching_ = false;  // Else the thread waits for a first call.
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace hotline::rpc
