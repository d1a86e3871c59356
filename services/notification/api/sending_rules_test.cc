#include "services/notification/testing/post_room.h"

namespace hotline::notification {
namespace {

using namespace hotline::notification::testing;  // NOLINT: the room's vocabulary.
using Said = std::vector<std::string>;

Caller Admin() { return User("admin"); }
Caller Root() { return User("root", "", "/粤/"); }

Said HoursOf(PostRoom& room, const Caller& caller) {
  Said said;
  auto reply = room.quiet_hours.List(room.As(caller), {});
  REQUIRE(reply.ok());
  for (const v1::QuietHours& one : reply->quiet_hours())
    said.push_back(v1::Channel_Name(one.channel()) + " " + one.from() + "-" + one.until() + " " +
                   one.court_path());
  return said;
}

absl::Status SetHours(PostRoom& room, const Caller& caller, const std::string& from,
                      const std::string& until) {
  v1::SetQuietHoursRequest set;
  set.set_channel(v1::SMS);
  set.set_from(from);
  set.set_until(until);
  return room.quiet_hours.Set(room.As(caller), set).status();
}

absl::StatusOr<v1::QuietHours> RemoveHours(PostRoom& room, const Caller& caller,
                                           v1::Channel channel = v1::SMS) {
  v1::RemoveQuietHoursRequest request;
  request.set_channel(channel);
  return room.quiet_hours.Remove(room.As(caller), request);
}

Said LimitsOf(const v1::ListSendLimitsReply& reply) {
  Said said;
  for (const v1::SendLimit& one : reply.send_limits())
    said.push_back(v1::Channel_Name(one.channel()) + " " + std::to_string(one.seconds()) + " " +
                   std::to_string(one.most()));
  return said;
}

std::string Set(PostRoom& room, const Caller& caller, v1::Channel channel, int seconds, int most) {
  v1::SetSendLimitRequest set;
  set.set_channel(channel);
  set.set_seconds(seconds);
  set.set_most(most);
  return ReasonOf(room.send_limits.Set(room.As(caller), set).status());
}

absl::StatusOr<v1::ListSendLimitsReply> Remove(PostRoom& room, const Caller& caller,
                                               v1::Channel channel, int seconds) {
  v1::RemoveSendLimitRequest request;
  request.set_channel(channel);
  request.set_seconds(seconds);
  return room.send_limits.Remove(room.As(caller), request);
}

int EventsOf(PostRoom& room) {
  auto history = events::VerifyHistory(room.database.pool());
  REQUIRE(history.ok());
  CHECK(history->broken.empty());
  return static_cast<int>(history->events);
}

TEST_CASE_METHOD(PostRoom, "a court gives its quiet hours up for those of the court above") {
  REQUIRE(SetHours(*this, Root(), "20:00", "09:00").ok());
  REQUIRE(SetHours(*this, Admin(), "18:00", "09:30").ok());
  CHECK(HoursOf(*this, Admin()) == Said{"EMAIL 22:00-08:00 ", "SMS 18:00-09:30 /粤/粤03/"});

  auto inherited = RemoveHours(*this, Admin());
  REQUIRE(inherited.ok());
  CHECK(inherited->court_path() == "/粤/");
  CHECK(HoursOf(*this, Admin()) == Said{"EMAIL 22:00-08:00 ", "SMS 20:00-09:00 /粤/"});
  CHECK(ReasonOf(RemoveHours(*this, Admin()).status()) == "QUIET_HOURS_INHERITED");
  CHECK(ReasonOf(RemoveHours(*this, Admin(), v1::EMAIL).status()) == "QUIET_HOURS_INHERITED");
  CHECK(ReasonOf(RemoveHours(*this, Admin(), v1::WEBHOOK).status()) == "NO_QUIET_HOURS");

  // What the system came with stays for all.
  REQUIRE(RemoveHours(*this, Root()).ok());
  CHECK(HoursOf(*this, Root()) == Said{"EMAIL 22:00-08:00 ", "SMS 22:00-08:00 "});
  CHECK(ReasonOf(RemoveHours(*this, Root()).status()) == "QUIET_HOURS_INHERITED");

  REQUIRE(SetHours(*this, Admin(), "19:00", "07:00").ok());  // The stream of events goes on.
  CHECK(HoursOf(*this, Admin()) == Said{"EMAIL 22:00-08:00 ", "SMS 19:00-07:00 /粤/粤03/"});
  CHECK(EventsOf(*this) == 5);
}

TEST_CASE_METHOD(PostRoom,
                 "send limits are changed from the root court, and each change is an event") {
  auto listed = send_limits.List(As(Admin()), {});
  REQUIRE(listed.ok());
  CHECK(LimitsOf(*listed) == Said{"EMAIL 3600 60", "SMS 60 1", "SMS 86400 10"});
  CHECK(Set(*this, Admin(), v1::SMS, 60, 2) == "RULE_OF_ALL_COURTS");
  CHECK(ReasonOf(Remove(*this, Admin(), v1::SMS, 60).status()) == "RULE_OF_ALL_COURTS");
  CHECK(Set(*this, Root(), v1::WEBHOOK, 60, 2) == "NO_SEND_LIMITS");
  CHECK(EventsOf(*this) == 0);

  CHECK(Set(*this, Root(), v1::SMS, 60, 2).empty());
  CHECK(Set(*this, Root(), v1::EMAIL, 86400, 200).empty());
  auto left = Remove(*this, Root(), v1::SMS, 86400);
  REQUIRE(left.ok());
  CHECK(LimitsOf(*left) == Said{"EMAIL 3600 60", "EMAIL 86400 200", "SMS 60 2"});
  CHECK(ReasonOf(Remove(*this, Root(), v1::SMS, 86400).status()) == "SEND_LIMIT_NOT_FOUND");
  CHECK(Set(*this, Root(), v1::SMS, 86400, 5).empty());  // The stream of events goes on.
  CHECK(EventsOf(*this) == 4);
}

TEST_CASE_METHOD(PostRoom, "a channel has at most ten limits") {
  for (int second = 1; second <= 9; ++second)
    CHECK(Set(*this, Root(), v1::EMAIL, second, 1).empty());
  CHECK(Set(*this, Root(), v1::EMAIL, 10, 1) == "TOO_MANY_LIMITS");
  CHECK(Set(*this, Root(), v1::EMAIL, 9, 2).empty());
  REQUIRE(Remove(*this, Root(), v1::EMAIL, 9).ok());
  CHECK(Set(*this, Root(), v1::EMAIL, 10, 1).empty());
}

TEST_CASE_METHOD(PostRoom, "letters keep the limits as they are now") {
  sms.locate = [](const Letter&) { return std::string("13800000000"); };
  CHECK(Set(*this, Root(), v1::SMS, 60, 3).empty());
  for (int number = 1; number <= 5; ++number) Happen(number, "work_order.registered");
  Follow();
  Deliver();
  CHECK(sms.carried().size() == 3);
  REQUIRE(Remove(*this, Root(), v1::SMS, 60).ok());
  clock.Advance(absl::Minutes(1));
  Deliver();
  CHECK(sms.carried().size() == 5);
}

}  // namespace
}  // namespace hotline::notification
