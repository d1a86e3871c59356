#include "services/workorder/queries/text_cache.h"

namespace hotline::workorder {

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
  characters_ += text->characters().size();
  entries_.emplace_front(id, std::move(text));
  by_id_.emplace(entries_.front().first, entries_.begin());
  while (characters_ > most_ && entries_.size() > 1) {
    const auto& [last_id, last] = entries_.back();
    characters_ -= last->characters().size();
    by_id_.erase(last_id);
    entries_.pop_back();
  }
}

}  // namespace hotline::workorder
