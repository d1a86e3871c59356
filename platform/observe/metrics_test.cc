#include "platform/observe/metrics.h"

#include <stdexcept>
#include <thread>
#include <vector>

#include "catch2/catch.hpp"

namespace hotline::observe {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("The same name and labels give the same metric") {
  auto& ok = GetCounter("hotline_test_calls_total", "Calls.", {{"code", "OK"}});
  ok.Increment();
  GetCounter("hotline_test_calls_total", "Another help text.", {{"code", "OK"}}).Increment();
  GetCounter("hotline_test_calls_total", "Calls.", {{"code", "ABORTED"}}).Increment(5);
  CHECK(&GetCounter("hotline_test_calls_total", "Calls.", {{"code", "OK"}}) == &ok);
  CHECK(ok.Value() == 2);
  const std::string text = MetricsText();
  CHECK(Contains(text, "# HELP hotline_test_calls_total Calls.\n"));
  CHECK_FALSE(Contains(text, "Another help text."));
  CHECK(Contains(text, "hotline_test_calls_total{code=\"OK\"} 2\n"));
  CHECK(Contains(text, "hotline_test_calls_total{code=\"ABORTED\"} 5\n"));
}

TEST_CASE("Gauges and latencies appear in the text") {
  GetGauge("hotline_test_depth", "Depth.").Set(7);
  GetLatency("hotline_test_seconds", "Duration.").Observe(0.003);
  GetLatency("hotline_test_seconds", "Duration.").Observe(60);
  const std::string text = MetricsText();
  CHECK(Contains(text, "hotline_test_depth 7\n"));
  CHECK(Contains(text, "hotline_test_seconds_bucket{le=\"0.0005\"} 0\n"));
  CHECK(Contains(text, "hotline_test_seconds_bucket{le=\"0.005\"} 1\n"));
  CHECK(Contains(text, "hotline_test_seconds_bucket{le=\"10\"} 1\n"));
  CHECK(Contains(text, "hotline_test_seconds_bucket{le=\"+Inf\"} 2\n"));
}

TEST_CASE("One name cannot be two kinds of metric") {
  GetCounter("hotline_test_kind_total", "Kind.");
  CHECK_THROWS_AS(GetGauge("hotline_test_kind_total", "Kind."), std::invalid_argument);
  CHECK_THROWS_AS(GetGauge("hotline_test_kind_total", "Kind."), std::invalid_argument);
}

TEST_CASE("Threads that ask for a metric at once share it") {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([] {
      for (int n = 0; n < 100; ++n) GetCounter("hotline_test_shared_total", "Shared.").Increment();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(GetCounter("hotline_test_shared_total", "Shared.").Value() == 800);
}

}  // namespace
}  // namespace hotline::observe
