#include <array>

#include "services/callback/domain/task.h"

namespace hotline::callback {
namespace {

template <class Enum, size_t kCount>
std::string_view Pick(const std::array<std::string_view, kCount>& names, Enum value) {
  const auto index = static_cast<size_t>(value);
  return index < kCount ? names[index] : "";
}

}  // namespace

std::string_view NameOf(TaskState value) {
  static constexpr std::array<std::string_view, 6> kNames = {"",           "OPEN", "CLAIMED",
                                                             "CONCLUDING", "DONE", "CANCELED"};
  return Pick(kNames, value);
}

std::string_view NameOf(Outcome value) {
  static constexpr std::array<std::string_view, 6> kNames = {"",     "REACHED",      "NO_ANSWER",
                                                             "BUSY", "WRONG_NUMBER", "REFUSED"};
  return Pick(kNames, value);
}

std::string_view NameOf(Decision value) {
  static constexpr std::array<std::string_view, 3> kNames = {"", "PASS", "REJECT"};
  return Pick(kNames, value);
}

std::string_view NameOf(Resolution value) {
  static constexpr std::array<std::string_view, 4> kNames = {"", "RESOLVED", "PARTLY_RESOLVED",
                                                             "UNRESOLVED"};
  return Pick(kNames, value);
}

std::string_view NameOf(Satisfaction value) {
  static constexpr std::array<std::string_view, 6> kNames = {"",
                                                             "VERY_SATISFIED",
                                                             "SATISFIED",
                                                             "BASICALLY_SATISFIED",
                                                             "DISSATISFIED",
                                                             "VERY_DISSATISFIED"};
  return Pick(kNames, value);
}

std::string_view NameOf(Basis value) {
  static constexpr std::array<std::string_view, 4> kNames = {"", "ASKED", "UNREACHABLE",
                                                             "UNCALLED"};
  return Pick(kNames, value);
}

std::string_view NameOf(SetAsideState value) {
  static constexpr std::array<std::string_view, 4> kNames = {"", "REQUESTED", "APPROVED",
                                                             "REJECTED"};
  return Pick(kNames, value);
}

}  // namespace hotline::callback
