#include "services/callback/domain/retry_rule.h"

#include <algorithm>
#include <set>

namespace hotline::callback {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kStep = absl::Minutes(30);  // Of proposals.

struct Local {
  int64_t day;
  absl::Duration time_of_day;
};

Local LocalOf(absl::Time time, const Policy& policy) {
  const absl::Duration since = time + policy.utc_offset - absl::UnixEpoch();
  const auto day = static_cast<int64_t>(absl::ToInt64Hours(absl::Floor(since, kDay)) / 24);
  return {day, since - absl::Floor(since, kDay)};
}

// On the clock's face: 23:50 and 00:10 are 20 minutes apart.
absl::Duration Apart(absl::Duration a, absl::Duration b) {
  const absl::Duration apart = absl::AbsDuration(a - b);
  return std::min(apart, kDay - apart);
}

std::vector<absl::Time> TimesOf(const std::vector<Attempt>& attempts) {
  std::vector<absl::Time> times;
  for (const Attempt& attempt : attempts) times.push_back(attempt.time);
  return times;
}

// With the attempts that are still to come anyway, can the rest be made good?
bool OnTheWay(const Lacking& lacking) {
  return lacking.days <= lacking.attempts && (!lacking.spread || lacking.attempts > 0);
}

}  // namespace

Lacking WhatIsLacking(const std::vector<absl::Time>& attempts, const Policy& policy) {
  std::set<int64_t> days;
  bool spread = policy.give_up_spread <= absl::ZeroDuration();
  for (size_t i = 0; i < attempts.size(); ++i) {
    const Local local = LocalOf(attempts[i], policy);
    days.insert(local.day);
    for (size_t j = 0; j < i && !spread; ++j) {
      spread = Apart(local.time_of_day, LocalOf(attempts[j], policy).time_of_day) >=
               policy.give_up_spread;
    }
  }
  return {.attempts = std::max(0, policy.give_up_attempts - static_cast<int>(attempts.size())),
          .days = std::max(0, policy.give_up_days - static_cast<int>(days.size())),
          .spread = !spread};
}

bool Reached(const std::vector<Attempt>& attempts) {
  return std::any_of(attempts.begin(), attempts.end(),
                     [](const Attempt& a) { return a.outcome == Outcome::kReached; });
}

bool MayGiveUp(const std::vector<Attempt>& attempts, const Policy& policy) {
  return !Reached(attempts) && WhatIsLacking(TimesOf(attempts), policy).nothing();
}

std::optional<absl::Time> NextAttemptTime(const std::vector<Attempt>& attempts,
                                          const Policy& policy) {
  if (attempts.empty() || Reached(attempts)) return std::nullopt;
  std::vector<absl::Time> times = TimesOf(attempts);
  const Lacking before = WhatIsLacking(times, policy);
  if (before.nothing()) return std::nullopt;

  const Attempt& last = attempts.back();
  const absl::Duration wait =
      last.outcome == Outcome::kBusy ? policy.busy_retry_after : policy.retry_after;
  const absl::Time earliest = last.time + wait;
  absl::Time next = earliest;
  // A few days of half hours hold a fitting time for every rule that allows one; otherwise the
  // plain wait must do.
  for (int step = 0; step < 48 * (policy.give_up_days + 2); ++step, next += kStep) {
    const absl::Duration time_of_day = LocalOf(next, policy).time_of_day;
    if (time_of_day < policy.call_from) next += policy.call_from - time_of_day;
    if (time_of_day >= policy.call_until) next += kDay - time_of_day + policy.call_from;
    times.push_back(next);
    const Lacking after = WhatIsLacking(times, policy);
    times.pop_back();
    // Attempts that suffice in number but not in days or spread go on until they do.
    const bool nearer = after.days < before.days || (before.spread && !after.spread);
    if (OnTheWay(after) || (before.attempts == 0 && nearer)) return next;
  }
  return earliest;
}

}  // namespace hotline::callback
