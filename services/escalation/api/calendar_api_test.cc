#include "services/escalation/api/calendar_api.h"

#include <map>
#include <thread>

#include "catch2/catch.hpp"
#include "platform/clock/clock.h"
#include "platform/events/event.h"
#include "platform/testing/schema.h"
#include "services/escalation/module.h"
#include "services/escalation/store/calendar_store.h"
#include "services/escalation/store/court_calendars.h"
#include "services/escalation/store/reprojections.h"
#include "services/escalation/workers/install_holidays.h"

namespace hotline::escalation {
namespace {

using calendar::Day;
using calendar::DayKind;

constexpr char kRoot[] = "0c000000-0000-4000-8000-000000000001";
constexpr char kCourt[] = "0c000000-0000-4000-8000-000000000003";
constexpr char kBelow[] = "0c000000-0000-4000-8000-000000000305";
constexpr char kOther[] = "0c000000-0000-4000-8000-000000000004";

class FourCourts : public Courts {
 public:
  absl::StatusOr<Court> Find(const std::string& id) override {
    const auto found = paths.find(id);
    if (found == paths.end()) return NotFound("COURT_NOT_FOUND");
    return Court{id, found->second};
  }
  const std::map<std::string, std::string> paths = {
      {kRoot, "/粤/"}, {kCourt, "/粤/粤03/"}, {kBelow, "/粤/粤03/粤0305/"}, {kOther, "/粤/粤04/"}};
};

crypto::KeyRing Keys() {
  crypto::KeyRing keys;
  keys.active = "k1";
  keys.field_keys["k1"] = std::string(32, 'f');
  keys.index_key = std::string(32, 'i');
  return keys;
}

struct Office {
  Office()
      : clock(absl::FromCivil(absl::CivilMinute(2026, 11, 23, 9, 0), calendar::CourtTimeZone())),
        database(Schema()),
        cipher(Keys()),
        commands(&database.pool(), &cipher),
        api({.commands = &commands, .courts = &courts, .edited = [this] { ++wakes; }}) {}

  rpc::Call As(const std::string& court_id = kCourt) {
    Caller caller;
    caller.kind = Caller::Kind::kUser;
    caller.id = caller.name = "supervisor of " + court_id;
    caller.court_id = court_id;
    caller.court_path = courts.paths.at(court_id);
    return {.method = "test",
            .caller = caller,
            .now = clock.Now(),
            .deadline = absl::Now() + absl::Seconds(10),
            .trace_id = "t"};
  }
  static v1::SetDayRequest Holiday(const std::string& day, const std::string& name = "院庆",
                                   const std::string& court = kCourt) {
    v1::SetDayRequest request;
    request.set_id(court);
    request.set_day(day);
    request.set_kind(v1::CalendarDay::HOLIDAY);
    request.set_name(name);
    return request;
  }
  v1::CourtCalendar Get(const std::string& court, int year = 2026) {
    v1::GetCalendarRequest request;
    request.set_id(court);
    request.set_year(year);
    auto reply = api.GetCalendar(As(court), request);
    REQUIRE(reply.ok());
    return *reply;
  }
  CalendarRef Of(const std::string& court) {
    auto ref = database.pool().Transact<CalendarRef>([&](db::Tx& tx) {
      HoldConfiguration(tx);
      return calendars.Of(tx, courts.paths.at(court));
    });
    REQUIRE(ref.ok());
    return *ref;
  }
  std::vector<events::Event> History(const std::string& court) {
    std::vector<events::Event> history;
    REQUIRE(database.pool()
                .Transact([&](db::Tx& tx) {
                  const auto heads = CalendarHeads(tx, courts.paths.at(court));
                  history = events::History(tx, heads.back().id, 0, 100);
                  return absl::OkStatus();
                })
                .ok());
    return history;
  }

  ManualClock clock;
  FourCourts courts;
  hotline::testing::ServiceDatabase database;
  crypto::FieldCipher cipher;
  events::Commands commands;
  CourtCalendars calendars;
  int wakes = 0;
  CalendarApi api;
};

const v1::CalendarDay* Find(const v1::CourtCalendar& calendar, const std::string& day) {
  for (const v1::CalendarDay& entry : calendar.days()) {
    if (entry.day() == day) return &entry;
  }
  return nullptr;
}

TEST_CASE("a year as the country has it") {
  Office office;
  const v1::CourtCalendar year = office.Get(kCourt);
  CHECK(year.days_size() == 33 + 6);
  CHECK_FALSE(year.provisional());
  CHECK(year.source() == "国务院办公厅关于2026年部分节假日安排的通知");
  CHECK(year.etag() == "0");
  REQUIRE(Find(year, "2026-10-10") != nullptr);
  CHECK(Find(year, "2026-10-10")->kind() == v1::CalendarDay::MAKEUP);
  CHECK(Find(year, "2026-10-10")->hours_size() == 2);
  CHECK(Find(year, "2026-10-10")->court_id().empty());
  REQUIRE(year.hours_size() == 1);
  CHECK(year.hours(0).hours(1).from() == "14:00");
  CHECK(office.Get(kCourt, 2027).provisional());
  CHECK(office.Get(kCourt, 2030).days_size() == 0);
  CHECK(office.Get(kCourt, 0).year() == 2026);  // This year.
}

TEST_CASE("a court's day holds for it and those below, not for others") {
  Office office;
  const CalendarRef before = office.Of(kBelow);
  auto edited = office.api.SetDay(office.As(), Office::Holiday("2026-12-04"));
  REQUIRE(edited.ok());
  CHECK(edited->etag() == "1");
  CHECK(edited->version() == 1);
  CHECK(office.wakes == 1);
  CHECK(Find(office.Get(kCourt), "2026-12-04")->court_id() == kCourt);
  CHECK(Find(office.Get(kBelow), "2026-12-04")->court_id() == kCourt);
  CHECK(Find(office.Get(kOther), "2026-12-04") == nullptr);
  CHECK(Find(office.Get(kRoot), "2026-12-04") == nullptr);
  CHECK(office.Of(kOther).version == before.version);
  const CalendarRef after = office.Of(kBelow);
  CHECK(after.version == 1);
  CHECK_FALSE(after.calendar->IsWorkingDay(Day(2026, 12, 4)));
  CHECK(before.calendar->IsWorkingDay(Day(2026, 12, 4)));  // Whoever holds it keeps it.
  CHECK(office.Of(kCourt).calendar == after.calendar);     // Kept once for all of them.

  v1::SetDayRequest nearer = Office::Holiday("2026-12-04", "半天", kBelow);
  nearer.set_kind(v1::CalendarDay::SPECIAL);
  nearer.add_hours()->set_from("08:30");
  nearer.mutable_hours(0)->set_to("12:00");
  REQUIRE(office.api.SetDay(office.As(), nearer).ok());  // By the court above it.
  CHECK(office.Of(kBelow).version == 2);
  CHECK(office.Of(kBelow).calendar->InfoOf(Day(2026, 12, 4)).hours->size() == 1);
  CHECK(office.Of(kCourt).version == 1);

  v1::ClearDayRequest clear;
  clear.set_id(kCourt);
  clear.set_day("2026-12-04");
  clear.set_etag("1");
  REQUIRE(office.api.ClearDay(office.As(), clear).ok());
  CHECK(office.Of(kCourt).calendar->IsWorkingDay(Day(2026, 12, 4)));
  CHECK(office.Of(kBelow).version == 3);  // Also touched by the edit above it.
  const auto history = office.History(kCourt);
  REQUIRE(history.size() == 2);
  CHECK(history[0].type == "calendar.day_set");
  CHECK(history[1].type == "calendar.day_cleared");
  CHECK(nlohmann::json::parse(history[0].payload).at("name") == "院庆");
}

TEST_CASE("hours change from a day on") {
  Office office;
  v1::SetHoursRequest request;
  request.set_id(kCourt);
  request.set_from_day("2026-12-01");
  request.add_hours()->set_from("09:00");
  request.mutable_hours(0)->set_to("17:00");
  REQUIRE(office.api.SetHours(office.As(), request).ok());
  const v1::CourtCalendar year = office.Get(kBelow);
  REQUIRE(year.hours_size() == 2);
  CHECK(year.hours(1).from_day() == "2026-12-01");
  CHECK(year.hours(1).court_id() == kCourt);
  CHECK(office.Of(kBelow).calendar->InfoOf(Day(2026, 12, 1)).hours->front().to == 17 * 60);
  CHECK(ReasonOf(office.api.SetHours(office.As(), request).status()) == "HOURS_UNCHANGED");
  CHECK(office.History(kCourt).back().type == "calendar.hours_set");
}

TEST_CASE("the root court enters the notice for the next year") {
  Office office;
  v1::PublishYearRequest request;
  request.set_id(kRoot);
  request.set_year(2027);
  request.set_source("国务院办公厅关于2027年部分节假日安排的通知");
  v1::Holiday& holiday = *request.add_holidays();
  holiday.set_name("元旦");
  holiday.set_from("2027-01-01");
  holiday.set_to("2027-01-03");
  REQUIRE(office.Of(kBelow).calendar->InfoOf(Day(2027, 1, 4)).provisional);
  REQUIRE(office.api.PublishYear(office.As(kRoot), request).ok());
  const CalendarRef ref = office.Of(kBelow);
  CHECK_FALSE(ref.calendar->InfoOf(Day(2027, 1, 4)).provisional);
  CHECK(ref.calendar->IsWorkingDay(Day(2027, 2, 8)));  // The notice alone counts.
  CHECK_FALSE(office.Get(kOther, 2027).provisional());
  CHECK(ReasonOf(office.api.PublishYear(office.As(kRoot), request).status()) == "YEAR_UNCHANGED");
  request.set_id(kCourt);
  CHECK(ReasonOf(office.api.PublishYear(office.As(), request).status()) == "ROOT_CALENDAR_ONLY");
  request.set_id(kRoot);
  request.mutable_holidays(0)->set_to("2027-01-32");
  const auto refused = office.api.PublishYear(office.As(kRoot), request).status();
  REQUIRE(ViolationsOf(refused).size() == 1);
  CHECK(ViolationsOf(refused)[0].field == "holidays[0].to");
}

TEST_CASE("edits are repeatable, conditional, and stay in scope") {
  Office office;
  v1::SetDayRequest request = Office::Holiday("2026-12-04");
  request.set_request_id("r1");
  request.set_etag("0");
  REQUIRE(office.api.SetDay(office.As(), request).ok());
  CHECK(office.api.SetDay(office.As(), request)->version() == 1);  // The first answer again.
  CHECK(office.History(kCourt).size() == 1);
  v1::SetDayRequest stale = Office::Holiday("2026-12-07");
  stale.set_etag("0");
  CHECK(ReasonOf(office.api.SetDay(office.As(), stale).status()) == "ETAG_MISMATCH");
  CHECK(ReasonOf(office.api.SetDay(office.As(), Office::Holiday("2026-12-04")).status()) ==
        "DAY_UNCHANGED");
  for (const char* foreign : {kOther, kRoot, "0c000000-0000-4000-8000-000000009999"}) {
    CHECK(ReasonOf(office.api.SetDay(office.As(), Office::Holiday("2026-12-08", "x", foreign))
                       .status()) == "COURT_NOT_FOUND");
  }
  v1::GetCalendarRequest get;
  get.set_id(kOther);
  CHECK(ReasonOf(office.api.GetCalendar(office.As(), get).status()) == "COURT_NOT_FOUND");
  CHECK(ViolationsOf(office.api.SetDay(office.As(), Office::Holiday("2026-12-32")).status())
            .front()
            .reason == "DAY_INVALID");
}

TEST_CASE("the program's holidays are put into force once") {
  Office office;
  int woken = 0;
  for (int start = 0; start < 2; ++start) {
    InstallHolidaysWorker worker(&office.database.pool(), [&] { ++woken; });
    CHECK(*worker.Tick(office.clock.Now()) == absl::InfiniteFuture());
    CHECK(*worker.Tick(office.clock.Now()) == absl::InfiniteFuture());
  }
  CHECK(woken == 2);
  CHECK(office.Of(kBelow).version == 1);
  CHECK(office.History(kBelow).size() == 1);  // Of the country.
  REQUIRE(office.api.SetDay(office.As(), Office::Holiday("2026-12-04")).ok());
  CHECK(office.Of(kBelow).version == 2);
  CHECK(office.Of(kOther).version == 1);
}

TEST_CASE("many readers see each version whole while it is edited") {
  Office office;
  REQUIRE(office.api.SetDay(office.As(), Office::Holiday("2026-12-04", "1")).ok());
  constexpr int kEdits = 20;
  std::atomic<int> wrong = 0;
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const absl::Status read = office.database.pool().Transact([&](db::Tx& tx) {
          HoldConfiguration(tx);
          const CalendarRef ref = office.calendars.Of(tx, "/粤/粤03/粤0305/").value();
          if (ref.calendar->InfoOf(Day(2026, 12, 4)).name != std::to_string(ref.version)) ++wrong;
          return absl::OkStatus();
        });
        if (!read.ok()) ++wrong;
      }
    });
  }
  for (int edit = 2; edit <= kEdits; ++edit)
    REQUIRE(
        office.api.SetDay(office.As(), Office::Holiday("2026-12-04", std::to_string(edit))).ok());
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(office.Of(kBelow).version == kEdits);
}

}  // namespace
}  // namespace hotline::escalation
