#include "services/escalation/domain/explanation.h"

#include <algorithm>

#include "catch2/catch.hpp"
#include "services/escalation/domain/national_calendar.h"
#include "services/escalation/testing/golden_rows.h"

namespace hotline::escalation {
namespace {

using calendar::Calendar;
using calendar::Day;
using Kind = ExplanationStep::Kind;

const Calendar& National() {
  static const Calendar calendar = *Calendar::Make(NationalCalendar());
  return calendar;
}

struct Story {
  OrderClock clock;
  std::vector<LedgerEntry> ledger;

  Explanation explanation(const Calendar& calendar = National()) const {
    return Explain(clock, ledger, calendar);
  }
};

// A golden row as it happens to an order.
Story StoryOf(const testing::GoldenRow& row) {
  using Step = testing::GoldenStep::Kind;
  Story story;
  Policy policy;
  policy.budget = row.budget;
  const Rules rules{.calendar = National(), .calendar_version = 7, .policy = policy};
  story.ledger.push_back(Start(story.clock, rules, row.start, "dispatched"));
  for (const testing::GoldenStep& step : row.steps) {
    if (step.kind == Step::kPause)
      story.ledger.push_back(Pause(story.clock, rules, step.at, "suspension_decided"));
    if (step.kind == Step::kResume)
      story.ledger.push_back(Resume(story.clock, rules, {}, step.at, "resumed"));
    if (step.kind == Step::kExtend) {
      story.ledger.push_back(Extend(story.clock, rules, {}, static_cast<int>(step.amount), step.at,
                                    "extension_decided"));
    }
    if (step.kind != Step::kPolicy) continue;
    policy.budget.amount = step.amount;
    story.ledger.push_back(*Reproject(story.clock, rules, {}, step.at, "POLICY_CHANGED"));
  }
  return story;
}

Story StoryOf(std::string_view line) {
  const auto rows = testing::GoldenRows(line);
  REQUIRE(rows.size() == 1);
  return StoryOf(rows.front());
}

int DaysIn(const Explanation& explanation, Kind kind) {
  int days = 0;
  for (const ExplanationStep& step : explanation.steps) {
    if (step.kind == kind) days += static_cast<int>(*step.to - *step.from) + 1;
  }
  return days;
}

bool Has(const Explanation& explanation, Kind kind) {
  return std::ranges::count(explanation.steps, kind, &ExplanationStep::kind) > 0;
}

TEST_CASE("the explanation of each golden deadline adds up") {
  int counted = 0;
  for (const testing::GoldenRow& row : testing::GoldenRows()) {
    CAPTURE(row.text);
    const Story story = StoryOf(row);
    const Explanation explanation = story.explanation();
    CAPTURE(explanation.text);
    CHECK(explanation.steps.front().kind == Kind::kStart);
    CHECK(Has(explanation, Kind::kProvisional) == row.provisional);
    CHECK(explanation.text.find("{") == std::string::npos);
    CHECK(explanation.text.ends_with("前办结。"));
    if (!row.steps.empty()) continue;
    const Day first = calendar::DayOf(row.start);
    const Day last = calendar::DayOf(*story.clock.due_time - absl::Microseconds(1));
    // From the day after the start, what is not skipped is the budget.
    if (row.budget.unit == calendar::Unit::kWorkingDays)
      CHECK(last - first - DaysIn(explanation, Kind::kSkipped) == row.budget.amount);
    if (row.budget.unit == calendar::Unit::kCalendarDays) {
      CHECK(Has(explanation, Kind::kRoll) == (last - first != row.budget.amount));
      CHECK_FALSE(Has(explanation, Kind::kSkipped));
    }
    ++counted;
  }
  CHECK(counted > 60);
}

TEST_CASE("explanations as people read them") {
  const auto text = [](std::string_view line) { return StoryOf(line).explanation().text; };
  CHECK(text("2026-09-30 10:12 | 3 wd | | 2026-10-10 17:30 | ") ==
        "2026年9月30日10:12派单，当日不计；办理期限3个工作日；10月1日至7日国庆节放假不计；"
        "10月10日（周六）调休上班计入；应于2026年10月10日17:30前办结。");
  CHECK(text("2026-11-02 10:00 | 10 wd | | 2026-11-16 17:30 | ") ==
        "2026年11月2日10:00派单，当日不计；办理期限10个工作日；"
        "11月7日至8日、11月14日至15日周末不计；应于2026年11月16日17:30前办结。");
  CHECK(text("2025-12-31 10:00 | 3 wd | | 2026-01-06 17:30 | ") ==
        "2025年12月31日10:00派单，当日不计；办理期限3个工作日；2026年1月1日至3日元旦放假不计；"
        "1月4日（周日）调休上班计入；应于2026年1月6日17:30前办结。");
  CHECK(text("2023-01-20 14:30 | 3 wd | | 2023-01-30 17:30 | ") ==
        "2023年1月20日14:30派单，当日不计；办理期限3个工作日；1月21日至27日春节放假不计；"
        "1月28日至29日（周六、周日）调休上班计入；应于2023年1月30日17:30前办结。");
  CHECK(text("2026-11-03 11:30 | 1 wh | | 2026-11-03 14:30 | ") ==
        "2026年11月3日11:30派单；办理期限1个工作小时；应于2026年11月3日14:30前办结。");
  CHECK(text("2026-09-16 10:00 | 15 cd | | 2026-10-08 24:00 | ") ==
        "2026年9月16日10:00派单，当日不计；办理期限15日；最后一日10月1日（周四）为休假日，"
        "顺延至10月8日；应于2026年10月8日24:00前办结。");
  CHECK(
      text("2026-11-02 10:00 | 3 wd | pause 2026-11-04 08:30, resume 2026-11-05 08:30 | "
           "2026-11-06 17:30 | ") ==
      "2026年11月2日10:00派单，当日不计；办理期限3个工作日；11月4日08:30批准挂起，"
      "至11月5日08:30暂停计算，期限由11月5日17:30改为11月6日17:30；应于2026年11月6日17:30前办结。");
  CHECK(text("2026-11-05 10:00 | 3 wd | pause 2026-11-06 17:30, resume 2026-11-09 08:30 | "
             "2026-11-10 17:30 | ") ==
        "2026年11月5日10:00派单，当日不计；办理期限3个工作日；11月6日17:30批准挂起，"
        "至11月9日08:30暂停计算，期限不变；应于2026年11月10日17:30前办结。");
  CHECK(text("2026-11-02 10:00 | 3 wd | extend 2 2026-11-04 15:00 | 2026-11-09 17:30 | ") ==
        "2026年11月2日10:00派单，当日不计；办理期限3个工作日；11月4日15:00批准延期2个工作日，"
        "期限由11月5日17:30改为11月9日17:30；11月7日至8日周末不计；应于2026年11月9日17:30前办结。");
  CHECK(
      text("2026-11-02 10:00 | 5 wd | policy 2 2026-11-03 12:00 | 2026-11-04 17:30 | ") ==
      "2026年11月2日10:00派单，当日不计；办理期限5个工作日；11月3日12:00时限规则调整，"
      "办理期限改为2个工作日，期限由11月9日17:30改为11月4日17:30；应于2026年11月4日17:30前办结。");
  CHECK(text("2026-12-30 10:00 | 3 wd | | ~2027-01-05 17:30 | ") ==
        "2026年12月30日10:00派单，当日不计；办理期限3个工作日；2027年1月1日元旦放假不计；"
        "1月2日至3日周末不计；2027年放假安排尚未公布，期限为暂定；应于2027年1月5日17:30前办结。");
}

TEST_CASE("a clock that stands, and one that was sent back") {
  Story story = StoryOf("2026-11-02 10:00 | 3 wd | | 2026-11-05 17:30 | ");
  Policy policy;
  policy.budget = {calendar::Unit::kWorkingDays, 3};
  const Rules rules{.calendar = National(), .calendar_version = 7, .policy = policy};
  const auto at = [](int day, int hour) { return calendar::At(Day(2026, 11, day), hour * 60); };
  Story stands = story;
  stands.ledger.push_back(Pause(stands.clock, rules, at(4, 10), "suspension_decided"));
  CHECK(stands.explanation().text ==
        "2026年11月2日10:00派单，当日不计；办理期限3个工作日；11月4日10:00批准挂起，暂停计算，"
        "恢复后另定期限。");
  story.ledger.push_back(Stop(story.clock, rules, at(4, 10), "feedback_submitted"));
  CHECK(story.explanation().text ==
        "2026年11月2日10:00派单，当日不计；办理期限3个工作日；11月4日10:00提交反馈，停止计算；"
        "应于2026年11月5日17:30前办结。");
  story.ledger.push_back(Resume(story.clock, rules, {}, at(5, 10), "department_reviewed"));
  CHECK(story.explanation().text.find("11月4日10:00提交反馈，至11月5日10:00暂停计算，"
                                      "期限由11月5日17:30改为11月6日") != std::string::npos);
}

TEST_CASE("each step says what it rests on") {
  const Explanation explanation =
      StoryOf("2026-09-30 10:12 | 3 wd | | 2026-10-10 17:30 | ").explanation();
  REQUIRE(explanation.steps.size() == 4);
  CHECK(explanation.steps[1].kind == Kind::kDayOfStart);
  CHECK(explanation.steps[1].basis == "民事诉讼法第八十五条第二款");
  CHECK(explanation.steps[2].kind == Kind::kSkipped);
  CHECK(explanation.steps[2].name == "国庆节");
  CHECK(explanation.steps[2].basis == "国务院办公厅关于2026年部分节假日安排的通知");
  CHECK(explanation.steps[3].kind == Kind::kWorked);
}

TEST_CASE("a court's own day is named") {
  calendar::Definition definition = NationalCalendar();
  definition.days[Day(2026, 11, 3)] = {calendar::DayKind::kHoliday, "院庆", {}};
  definition.days[Day(2026, 11, 4)] = {calendar::DayKind::kSpecial, "半天", {{510, 720}}};
  const Calendar calendar = *Calendar::Make(definition);
  Policy policy;
  policy.budget = {calendar::Unit::kWorkingDays, 1};
  OrderClock clock;
  const LedgerEntry start =
      Start(clock, {.calendar = calendar, .calendar_version = 8, .policy = policy},
            calendar::At(Day(2026, 11, 2), 600), "dispatched");
  CHECK(Explain(clock, {start}, calendar).text ==
        "2026年11月2日10:00派单，当日不计；办理期限1个工作日；11月3日院庆放假不计；"
        "11月4日（半天）按当日作息计入；应于2026年11月4日12:00前办结。");
}

}  // namespace
}  // namespace hotline::escalation
