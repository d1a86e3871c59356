// Prometheus metrics, in one process-wide registry. Names start with "hotline_"; labels have few
// values. Get a metric once and keep the reference, which stays valid for ever: look-ups take a
// lock, increments do not. The same name and labels give the same metric; a name used for two kinds
// of metric throws std::invalid_argument.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "prometheus/collectable.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"

namespace hotline::observe {

using Labels = std::map<std::string, std::string>;

prometheus::Counter& GetCounter(const std::string& name, const std::string& help,
                                const Labels& labels = {});
prometheus::Gauge& GetGauge(const std::string& name, const std::string& help,
                            const Labels& labels = {});
// Latency in seconds, buckets 0.5 ms to 10 s.
prometheus::Histogram& GetLatency(const std::string& name, const std::string& help,
                                  const Labels& labels = {});

// The whole registry in the text exposition format.
std::string MetricsText();

// The registry itself, for an exposer.
std::shared_ptr<prometheus::Collectable> MetricsRegistry();

}  // namespace hotline::observe
