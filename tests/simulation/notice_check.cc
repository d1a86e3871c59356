#include "tests/simulation/notice_check.h"

#include <algorithm>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "tests/simulation/people_told.h"

namespace hotline::simulation {
namespace {

constexpr absl::Duration kStale = absl::Hours(7 * 24);

std::map<Told, int> AllTold(World& world) {
  std::map<Told, int> told;
  for (const auto& row :
       world.Sql("SELECT 'INBOX', rule_id::text, recipient_id, stream_id, revision, work_order_id "
                 "FROM notification.notice UNION ALL SELECT channel, rule_id, target, stream_id, "
                 "revision, work_order_id FROM notification.delivery")) {
    ++told[{row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(),
            row[3].as<std::string>(), row[4].as<int64_t>(), row[5].as<std::string>()}];
  }
  return told;
}

}  // namespace

void NoticeCheck::Watch() {
  const absl::Time now = world_.clock().Now();
  for (const auto& row : world_.Sql("SELECT name, position FROM notification.consumer")) {
    std::vector<Applied>& applied = applied_[row[0].as<std::string>()];
    const auto through = row[1].as<int64_t>();
    if (!applied.empty() && applied.back().through == through) continue;
    applied.push_back(
        {through, std::min(watched_.value_or(now), now), std::max(watched_.value_or(now), now)});
  }
  watched_ = now;
}

NoticeCheck::Applied NoticeCheck::WhenApplied(const std::string& feed, int64_t position) const {
  const auto found = applied_.find(feed);
  if (found != applied_.end()) {
    for (const Applied& applied : found->second) {
      if (applied.through >= position) return applied;
    }
  }
  throw std::runtime_error(absl::StrCat("event ", position, " of ", feed, " tells nobody yet"));
}

void NoticeCheck::operator()() {
  Watch();
  const PeopleTold people(world_);
  std::map<Told, int> left = AllTold(world_);
  for (const char* feed : {"workorder", "callback"}) {
    for (const FeedEvent& event : EventsOf(world_, feed)) {
      for (const Told& demanded : people.By(event)) {
        const Applied applied = WhenApplied(feed, event.position);
        const auto found = left.find(demanded);
        const int times = found == left.end() ? 0 : found->second;
        // One that grew too old in the very stretch in which it was applied may be told or not.
        const bool told = event.time > applied.latest - kStale;
        const bool silent = event.time <= applied.earliest - kStale;
        if (times > 1 || (told && times == 0) || (silent && times > 0)) {
          throw std::runtime_error(
              absl::StrCat(event.type, " was told ", times, " times: ", TextOf(demanded), ", of ",
                           absl::FormatTime(event.time, absl::UTCTimeZone()), ", applied by ",
                           absl::FormatTime(applied.latest, absl::UTCTimeZone())));
        }
        if (times > 0) left.erase(found);
      }
    }
  }
  if (!left.empty())
    throw std::runtime_error("told what no rule demands: " + TextOf(left.begin()->first));
}

}  // namespace hotline::simulation
