// Enum values by the names they have in the protos and in event payloads.
#pragma once

#include <string_view>

#include "services/workorder/domain/timing.h"
#include "services/workorder/domain/work_order.h"

namespace hotline::workorder {

std::string_view NameOf(State state);         // "IN_PROGRESS"
std::string_view ChineseNameOf(State state);  // "办理中"
std::string_view NameOf(Urgency urgency);
std::string_view NameOf(Channel channel);
std::string_view NameOf(Decision decision);
std::string_view NameOf(Application::Kind kind);
std::string_view NameOf(Feedback::Channel channel);
std::string_view NameOf(Urge::Source source);
std::string_view NameOf(TimerEffect::Clock clock);

}  // namespace hotline::workorder
