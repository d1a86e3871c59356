#include "services/workorder/queries/text_cache.h"

namespace hotline::workorder {
namespace {

// With the id, the places in list and map, and what an allocation loses.
constexpr size_t kEntryBytes = 300;

size_t BytesOf(const Essence& text) {
  return kEntryBytes + text.characters().size() * sizeof(char32_t);
}

}  // namespace

std::shared_ptr<const Essence> TextCache::Find(std::string_view id) {
  std::lock_guard lock(mutex_);
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void TextCache::Add(const std::string& id, std::shared_ptr<const Essence> text) {
  std::lock_guard lock(mutex_);
  if (by_id_.contains(id)) return;
  bytes_ += BytesOf(*text);
  entries_.emplace_front(id, std::move(text));
  by_id_.emplace(entries_.front().first, entries_.begin());
  while (bytes_ > most_ && entries_.size() > 1) {
    const auto& [last_id, last] = entries_.back();
    bytes_ -= BytesOf(*last);
    by_id_.erase(last_id);
    entries_.pop_back();
  }
}

}  // namespace hotline::workorder
