// platform/calendar with the holidays of this service against deadlines worked out by hand.
#include <optional>
#include <vector>

#include "catch2/catch.hpp"
#include "platform/calendar/deadline.h"
#include "services/escalation/domain/national_calendar.h"
#include "services/escalation/testing/golden_rows.h"

namespace hotline::escalation {
namespace {

TEST_CASE("deadlines worked out by hand") {
  const calendar::Calendar calendar = *calendar::Calendar::Make(NationalCalendar());
  const std::vector<testing::GoldenRow> rows = testing::GoldenRows();
  CHECK(rows.size() >= 60);
  for (const testing::GoldenRow& row : rows) {
    CAPTURE(row.text);
    const std::optional<absl::Time> due = DueTime(calendar, testing::Replay(calendar, row));
    REQUIRE(due.has_value());
    CHECK(absl::FormatTime(*due, calendar::CourtTimeZone()) ==
          absl::FormatTime(row.due, calendar::CourtTimeZone()));
    CHECK(IsProvisional(calendar, row.start, *due) == row.provisional);
  }
}

}  // namespace
}  // namespace hotline::escalation
