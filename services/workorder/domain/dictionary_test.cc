#include "services/workorder/domain/dictionary.h"

#include <set>

#include "catch2/catch.hpp"

namespace hotline::workorder {
namespace {

TEST_CASE("types are found by code and by Chinese name") {
  CHECK(TypeCodeOf("联系法官") == "CONTACT_JUDGE");
  CHECK(TypeCodeOf("CONTACT_JUDGE") == "CONTACT_JUDGE");
  CHECK_FALSE(TypeCodeOf(""));
  CHECK_FALSE(TypeCodeOf("contact_judge"));
  CHECK(TypeName("COMPLAINT") == "投诉举报");
  CHECK(TypeName("OF_LAST_YEAR") == "OF_LAST_YEAR");
  CHECK(Types().size() == 12);
}

TEST_CASE("no term is there twice") {
  for (const auto terms : {Types(), SuspensionReasons()}) {
    std::set<std::string_view> seen;
    for (const Term& term : terms) {
      CHECK(seen.insert(term.code).second);
      CHECK(seen.insert(term.name).second);
    }
  }
  CHECK(IsSuspensionReason("UNDER_APPRAISAL"));
  CHECK_FALSE(IsSuspensionReason("等待"));
}

TEST_CASE("events have a name in the timeline") {
  CHECK(EventName("work_order.dispatched") == "派单");
  CHECK(EventName("work_order.unheard_of") == "work_order.unheard_of");
}

}  // namespace
}  // namespace hotline::workorder
