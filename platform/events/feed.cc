#include "platform/events/feed.h"

#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"
#include "platform/base/status.h"
#include "platform/events/sql.h"
#include "platform/observe/metrics.h"

namespace hotline::events {

struct Feed::Impl {
  db::Pool* pool;
  std::string schema;
  std::function<void()> on_news;
  std::mutex mutex;
  std::condition_variable news;
  int64_t last_position = -1;  // Highest seen by this process.

  void Seen(int64_t position) {
    {
      std::lock_guard lock(mutex);
      if (position <= last_position) return;
      last_position = position;
    }
    news.notify_all();
    if (on_news) on_news();
  }
};

Feed::Feed(db::Pool* pool, std::string schema) : impl_(std::make_unique<Impl>()) {
  impl_->pool = pool;
  impl_->schema = std::move(schema);
}
Feed::~Feed() = default;

std::string Feed::name() const { return "feed." + impl_->schema; }

void Feed::OnNews(std::function<void()> callback) { impl_->on_news = std::move(callback); }

absl::StatusOr<absl::Time> Feed::Tick(absl::Time now) {
  constexpr int kBatch = 1000;
  struct Round {
    int64_t numbered = 0;
    int64_t last = 0;
  };
  auto round = impl_->pool->Transact<Round>([&](db::Tx& tx) -> absl::StatusOr<Round> {
    Round result;
    if (tx.Exec(sql::kTrySequencerLock)[0][0].as<bool>()) {
      result.numbered = static_cast<int64_t>(tx.Exec(sql::kNumberEvents, kBatch).affected_rows());
    }
    result.last = tx.Exec(sql::kLastPosition)[0][0].as<int64_t>();
    return result;
  });
  if (!round.ok()) return round.status();
  impl_->Seen(round->last);
  // Without a wake-up (another process committed) news is seen within 100 ms.
  return round->numbered == kBatch ? now : now + absl::Milliseconds(100);
}

absl::StatusOr<v1::PullEventsResponse> Feed::Pull(const rpc::Call& call,
                                                  const v1::PullEventsRequest& request) {
  const int limit = request.limit() == 0 ? 200 : request.limit();
  if (limit < 1 || limit > 1000 || request.wait_ms() < 0 || request.wait_ms() > 20000)
    return Invalid("INVALID_PULL");
  const absl::Time until = std::min(absl::Now() + absl::Milliseconds(request.wait_ms()),
                                    call.deadline - absl::Milliseconds(200));
  {
    std::unique_lock lock(impl_->mutex);
    impl_->news.wait_until(lock, absl::ToChronoTime(until),
                           [&] { return impl_->last_position > request.after(); });
  }
  return impl_->pool->Read<v1::PullEventsResponse>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::PullEventsResponse> {
        v1::PullEventsResponse response;
        const std::vector<std::string> except(request.except_types().begin(),
                                              request.except_types().end());
        const pqxx::result rows =
            tx.Exec(sql::kPullEvents, request.after(), limit, db::ArrayOf(except));
        for (const auto& row : rows) {
          if (row["stream_id"].is_null()) {
            response.set_through(row["position"].as<int64_t>());
            response.set_more(row["revision"].as<int>() > 0);
            break;
          }
          v1::Event& event = *response.add_events();
          event.set_position(row["position"].as<int64_t>());
          event.set_stream_id(row["stream_id"].as<std::string>());
          event.set_revision(row["revision"].as<int64_t>());
          event.set_type(row["type"].as<std::string>());
          event.set_actor_id(row["actor_id"].as<std::string>());
          event.set_actor_name(row["actor_name"].as<std::string>());
          const int64_t micros = absl::ToUnixMicros(db::TimeOf(row["occurred_at"]));
          event.mutable_occurred_at()->set_seconds(micros / 1000000);
          event.mutable_occurred_at()->set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
          event.set_payload(row["payload"].as<std::string>());
        }
        return response;
      });
}

Consumer::Consumer(db::Pool* pool, std::string name, Pull pull, Apply apply, absl::Duration wait)
    : Consumer(
          pool, std::move(name), std::move(pull),
          [apply = std::move(apply)](db::Tx& tx, const std::vector<const v1::Event*>& events,
                                     absl::Time) -> absl::Status {
            for (const v1::Event* event : events) HOTLINE_RETURN_IF_ERROR(apply(tx, *event));
            return absl::OkStatus();
          },
          wait) {}

Consumer::Consumer(db::Pool* pool, std::string name, Pull pull, ApplyAll apply, absl::Duration wait)
    : pool_(pool),
      name_(std::move(name)),
      pull_(std::move(pull)),
      apply_(std::move(apply)),
      wait_(wait) {}

std::string Consumer::name() const { return "consumer." + name_; }

namespace {

// The most that a feed gives at once: a burst is applied in few transactions.
constexpr int kPullLimit = 1000;

// A feed of the release before says only what it sends.
int64_t ThroughOf(const v1::PullEventsResponse& news) {
  return news.events().empty() ? news.through()
                               : std::max(news.through(), news.events().rbegin()->position());
}

}  // namespace

absl::StatusOr<absl::Time> Consumer::Tick(absl::Time now) {
  auto position = pool_->Transact<int64_t>([&](db::Tx& tx) -> absl::StatusOr<int64_t> {
    pqxx::result found = tx.Exec(sql::kConsumerPosition, name_);
    if (!found.empty()) return found[0][0].as<int64_t>();
    tx.Exec(sql::kOpenConsumer, name_);
    return 0;
  });
  if (!position.ok()) return position.status();
  if (*position != applied_) applied_ = looked_at_ = *position;

  v1::PullEventsRequest request;
  request.set_after(looked_at_);
  request.set_limit(kPullLimit);
  request.set_wait_ms(static_cast<int32_t>(absl::ToInt64Milliseconds(wait_)));
  HOTLINE_ASSIGN_OR_RETURN(v1::PullEventsResponse news, pull_(request));
  const int64_t through = std::max(looked_at_, ThroughOf(news));
  // To look at a little again after a restart costs less than a commit for events that mean
  // nothing here.
  if (!news.events().empty() || through - applied_ >= kPullLimit) {
    HOTLINE_RETURN_IF_ERROR(
        pool_->Transact([&](db::Tx& tx) { return ApplyNews(tx, news, through, now); }));
  }
  looked_at_ = through;
  const bool idle = news.events().empty() && !news.more() && wait_ == absl::ZeroDuration();
  return idle ? now + absl::Milliseconds(100) : now;
}

absl::Status Consumer::ApplyNews(db::Tx& tx, const v1::PullEventsResponse& news, int64_t through,
                                 absl::Time now) {
  // Another process may have applied some of these meanwhile: they are skipped.
  const int64_t applied = tx.Exec(sql::kLockConsumer, name_)[0][0].as<int64_t>();
  if (through <= applied) return absl::OkStatus();
  std::vector<const v1::Event*> fresh;
  for (const v1::Event& event : news.events()) {
    if (event.position() > applied) fresh.push_back(&event);
  }
  if (!fresh.empty()) HOTLINE_RETURN_IF_ERROR(apply_(tx, fresh, now));
  tx.Exec(sql::kMoveConsumer, name_, through);
  return absl::OkStatus();
}

}  // namespace hotline::events
