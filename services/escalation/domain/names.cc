#include <array>

#include "services/escalation/domain/order_clock.h"
#include "services/escalation/domain/policy.h"

namespace hotline::escalation {
namespace {

// In order of the enums, which begin at 1; calendar::Unit begins at 0.
constexpr std::array<std::string_view, 5> kKinds = {"", "SIGN_IN", "HANDLING", "SUPERVISION_REPLY",
                                                    "CALLBACK"};
constexpr std::array<std::string_view, 6> kActions = {
    "", "REMIND", "URGE", "NOTIFY_HEAD", "SUPERVISE", "CRITICIZE"};
constexpr std::array<std::string_view, 3> kUnits = {"WORKING_DAYS", "WORKING_HOURS",
                                                    "CALENDAR_DAYS"};
constexpr std::array<std::string_view, 4> kStates = {"", "RUNNING", "PAUSED", "STOPPED"};
constexpr std::array<std::string_view, 7> kEntries = {"",       "START",     "PAUSE", "RESUME",
                                                      "EXTEND", "REPROJECT", "STOP"};

template <class Enum, size_t kCount>
std::string_view Pick(const std::array<std::string_view, kCount>& names, Enum value) {
  const auto index = static_cast<size_t>(value);
  return index < kCount ? names[index] : "";
}

template <class Enum, size_t kCount>
std::optional<Enum> Find(const std::array<std::string_view, kCount>& names, std::string_view name) {
  for (size_t i = 0; i < kCount; ++i) {
    if (!name.empty() && names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view NameOf(ClockKind kind) { return Pick(kKinds, kind); }
std::string_view NameOf(Action action) { return Pick(kActions, action); }
std::string_view NameOf(calendar::Unit unit) { return Pick(kUnits, unit); }
std::string_view NameOf(ClockState state) { return Pick(kStates, state); }
std::string_view NameOf(LedgerEntry::Kind kind) { return Pick(kEntries, kind); }
std::optional<ClockKind> KindOf(std::string_view name) { return Find<ClockKind>(kKinds, name); }
std::optional<Action> ActionOf(std::string_view name) { return Find<Action>(kActions, name); }
std::optional<calendar::Unit> UnitOf(std::string_view name) {
  return Find<calendar::Unit>(kUnits, name);
}
std::optional<ClockState> StateOf(std::string_view name) { return Find<ClockState>(kStates, name); }
std::optional<LedgerEntry::Kind> EntryOf(std::string_view name) {
  return Find<LedgerEntry::Kind>(kEntries, name);
}

}  // namespace hotline::escalation
