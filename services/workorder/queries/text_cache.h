// Essences of orders' texts, which never change after registration: the duplicate check compares
// each new request with the latest hundred, and would else read and prepare the same texts anew.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "services/workorder/domain/similarity.h"

namespace hotline::workorder {

// Thread-safe. Keeps what was used last, as long as it takes no more than `bytes`, nearly.
class TextCache {
 public:
  explicit TextCache(size_t bytes = size_t{4} << 20) : most_(bytes) {}

  // By order id; null when it is not known.
  std::shared_ptr<const Essence> Find(std::string_view id);
  void Add(const std::string& id, std::shared_ptr<const Essence> text);

 private:
  using Entry = std::pair<std::string, std::shared_ptr<const Essence>>;

  const size_t most_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // The last is the next to go.
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_id_;  // Keys are in the list.
  size_t bytes_ = 0;
};

}  // namespace hotline::workorder
