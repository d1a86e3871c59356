#include "platform/db/combined_read.h"

#include <string_view>
#include <utility>

#include "absl/cleanup/cleanup.h"

namespace hotline::db {

absl::StatusOr<std::optional<pqxx::row>> CombinedRead::Row(const std::string& id) {
  std::shared_ptr<Batch> batch;
  bool leads;
  {
    std::unique_lock lock(mutex_);
    leads = gathering_ == nullptr;
    batch = leads ? std::make_shared<Batch>() : gathering_;
    batch->ids.push_back(id);
    if (leads) {
      gathering_ = batch;
      turn_.wait(lock, [this] { return !reading_; });
      reading_ = true;
      // Who comes from now on may have been told of news that this read misses.
      gathering_ = nullptr;
    }
  }
  if (leads) {
    Read(*batch);
  } else {
    batch->read.wait(false);
  }
  if (!batch->rows.ok()) return batch->rows.status();
  for (const pqxx::row& row : *batch->rows) {
    if (std::string_view(row["id"].c_str(), row["id"].size()) == id) return row;
  }
  return std::nullopt;
}

void CombinedRead::Read(Batch& batch) {
  // Whatever happens, those who wait go on.
  const absl::Cleanup end = [&] {
    {
      std::lock_guard lock(mutex_);
      reading_ = false;
    }
    turn_.notify_one();
    batch.read = true;
    batch.read.notify_all();
  };
  batch.rows = pool_->Read<pqxx::result>([&](Tx& tx) -> absl::StatusOr<pqxx::result> {
    return batch.ids.size() == 1 ? tx.Exec(one_, batch.ids[0]) : tx.Exec(many_, ArrayOf(batch.ids));
  });
}

}  // namespace hotline::db
