#include "services/workorder/domain/names.h"

#include <array>

namespace hotline::workorder {
namespace {

// Names in order of the enum's numbers, which begin at 1.
template <size_t n, class E>
std::string_view Pick(const std::array<std::string_view, n>& names, E value) {
  const size_t index = static_cast<size_t>(value) - 1;
  return index < n ? names[index] : std::string_view("?");
}

}  // namespace

std::string_view NameOf(State state) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"PENDING_DISPATCH", "DISPATCHED", "IN_PROGRESS", "SUSPENDED", "DEPARTMENT_REVIEW",
       "HOTLINE_REVIEW", "CALLBACK", "CLOSED", "CANCELED", "MERGED"});
  return Pick(kNames, state);
}

std::string_view ChineseNameOf(State state) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"待派单", "已派单", "办理中", "挂起", "待部门审核",
                                       "待热线办审核", "待回访", "办结", "作废", "并单"});
  return Pick(kNames, state);
}

std::string_view NameOf(Urgency urgency) {
  static constexpr auto kNames = std::to_array<std::string_view>({"NORMAL", "URGENT", "CRITICAL"});
  return Pick(kNames, urgency);
}

std::string_view NameOf(Channel channel) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"PHONE", "WECHAT", "WEIBO", "APP", "WEB", "COUNTER", "TRANSFER"});
  return Pick(kNames, channel);
}

std::string_view NameOf(Decision decision) {
  static constexpr auto kNames = std::to_array<std::string_view>({"APPROVE", "REJECT"});
  return Pick(kNames, decision);
}

std::string_view NameOf(Application::Kind kind) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"RETURN", "EXTENSION", "SUSPENSION"});
  return Pick(kNames, kind);
}

std::string_view NameOf(Feedback::Channel channel) {
  static constexpr auto kNames = std::to_array<std::string_view>({"PHONE", "WEB", "FAX"});
  return Pick(kNames, channel);
}

std::string_view NameOf(Urge::Source source) {
  static constexpr auto kNames = std::to_array<std::string_view>({"AGENT", "CITIZEN", "TIMER"});
  return Pick(kNames, source);
}

std::string_view NameOf(TimerEffect::Clock clock) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"SIGN_IN", "HANDLING", "SUPERVISION_REPLY", "CALLBACK"});
  return Pick(kNames, clock);
}

}  // namespace hotline::workorder
