#include "platform/observe/metrics.h"

#include <memory>
#include <mutex>
#include <unordered_map>

#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"

namespace hotline::observe {
namespace {

// Never destroyed, as are the families below: threads may still count while the process ends.
std::shared_ptr<prometheus::Registry>& SharedRegistry() {
  static auto* registry = new std::shared_ptr<prometheus::Registry>(new prometheus::Registry);
  return *registry;
}
prometheus::Registry& Registry() { return *SharedRegistry(); }

// The registry searches its families one by one and takes another help text for another family;
// this finds the first by name.
template <typename Metric, typename Builder>
prometheus::Family<Metric>& FamilyOf(Builder build, const std::string& name,
                                     const std::string& help) {
  static auto* families = new std::unordered_map<std::string, prometheus::Family<Metric>*>;
  static auto* mutex = new std::mutex;
  std::lock_guard lock(*mutex);
  auto& family = (*families)[name];
  if (family == nullptr) family = &build().Name(name).Help(help).Register(Registry());
  return *family;
}

}  // namespace

prometheus::Counter& GetCounter(const std::string& name, const std::string& help,
                                const Labels& labels) {
  return FamilyOf<prometheus::Counter>(prometheus::BuildCounter, name, help).Add(labels);
}

prometheus::Gauge& GetGauge(const std::string& name, const std::string& help,
                            const Labels& labels) {
  return FamilyOf<prometheus::Gauge>(prometheus::BuildGauge, name, help).Add(labels);
}

prometheus::Histogram& GetLatency(const std::string& name, const std::string& help,
                                  const Labels& labels) {
  static const prometheus::Histogram::BucketBoundaries kSeconds = {
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  return FamilyOf<prometheus::Histogram>(prometheus::BuildHistogram, name, help)
      .Add(labels, kSeconds);
}

std::string MetricsText() { return prometheus::TextSerializer().Serialize(Registry().Collect()); }

std::shared_ptr<prometheus::Collectable> MetricsRegistry() { return SharedRegistry(); }

}  // namespace hotline::observe
