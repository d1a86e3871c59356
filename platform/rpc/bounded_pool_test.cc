#include "platform/rpc/bounded_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>

#include "catch2/catch.hpp"

namespace hotline::rpc {
namespace {

TEST_CASE("a pool runs what it took, each job once, from many threads") {
  std::vector<std::atomic<int>> runs(8000);
  std::atomic<int> taken = 0;
  {
    BoundedPool pool(4, 8000);
    std::vector<std::thread> callers;
    for (size_t first = 0; first < 8; ++first) {
      callers.emplace_back([&, first] {
        for (size_t i = first; i < runs.size(); i += 8) taken += pool.Submit([&, i] { ++runs[i]; });
      });
    }
    for (std::thread& caller : callers) caller.join();
  }  // Stops: what waits is run.
  CHECK(taken == 8000);
  CHECK(std::all_of(runs.begin(), runs.end(), [](const auto& count) { return count == 1; }));
}

TEST_CASE("a pool refuses what does not fit, and everything once it has stopped") {
  BoundedPool pool(2, 3);
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> done = 0;
  auto job = [&] {
    released.wait();
    ++done;
  };
  for (int i = 0; i < 2 + 3; ++i) CHECK(pool.Submit(job));
  CHECK_FALSE(pool.Submit(job));
  release.set_value();
  pool.Stop();
  CHECK(done == 5);
  CHECK_FALSE(pool.Submit(job));
  pool.Stop();
}

TEST_CASE("an idle thread holds nothing of the job that it ran") {
  BoundedPool pool(1, 1);
  std::promise<void> released;
  std::shared_ptr<void> held(nullptr, [&](void*) { released.set_value(); });
  REQUIRE(pool.Submit([held = std::move(held)] {}));
  CHECK(released.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready);
}

TEST_CASE("a pool that is stopped while jobs come runs each that it took") {
  for (int round = 0; round < 200; ++round) {
    BoundedPool pool(2, 2);
    std::atomic<int> taken = 0, run = 0;
    std::atomic<bool> stopped = false;
    std::promise<void> begun;
    std::thread caller([&] {
      taken += pool.Submit([&] { ++run; });
      begun.set_value();
      while (!stopped) taken += pool.Submit([&] { ++run; });
    });
    begun.get_future().wait();
    pool.Stop();
    stopped = true;
    caller.join();
    CHECK(run == taken);
  }
}

}  // namespace
}  // namespace hotline::rpc
