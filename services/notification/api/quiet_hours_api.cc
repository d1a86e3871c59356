#include "services/notification/api/quiet_hours_api.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "platform/base/status.h"
#include "services/notification/api/messages.h"
#include "services/notification/store/quiet_hours_store.h"

namespace hotline::notification {
namespace {

// "22:00", which the field's rule has checked.
absl::Duration TimeOfDay(const std::string& text) {
  int hours = 0, minutes = 0;
  (void)absl::SimpleAtoi(text.substr(0, 2), &hours);
  (void)absl::SimpleAtoi(text.substr(3), &minutes);
  return absl::Hours(hours) + absl::Minutes(minutes);
}

std::string TextOf(absl::Duration time_of_day) {
  const int64_t minutes = absl::ToInt64Minutes(time_of_day);
  return absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
}

v1::QuietHours ToMessage(const CourtQuietHours& quiet) {
  v1::QuietHours message;
  message.set_channel(static_cast<v1::Channel>(quiet.channel));
  message.set_from(TextOf(quiet.hours.from));
  message.set_until(TextOf(quiet.hours.until));
  message.set_court_path(quiet.court_path);
  return message;
}

bool KnowsQuietHours(v1::Channel channel) { return channel == v1::EMAIL || channel == v1::SMS; }

}  // namespace

rpc::ServiceBinding QuietHoursApi::Binding() {
  rpc::ServiceBinding binding("hotline.notification.v1.QuietHoursService");
  BindUnary(binding, "ListQuietHours", this, &QuietHoursApi::List);
  BindUnary(binding, "SetQuietHours", this, &QuietHoursApi::Set);
  BindUnary(binding, "RemoveQuietHours", this, &QuietHoursApi::Remove);
  return binding;
}

absl::StatusOr<v1::ListQuietHoursReply> QuietHoursApi::List(const rpc::Call& call,
                                                            const v1::ListQuietHoursRequest&) {
  return commands_->pool()->Read<v1::ListQuietHoursReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListQuietHoursReply> {
        v1::ListQuietHoursReply reply;
        for (const ChannelKind channel : {ChannelKind::kEmail, ChannelKind::kSms}) {
          if (const auto found = FindQuietHours(tx, call.caller.court_path, channel))
            *reply.add_quiet_hours() = ToMessage(*found);
        }
        return reply;
      });
}

absl::StatusOr<v1::QuietHours> QuietHoursApi::Set(const rpc::Call& call,
                                                  const v1::SetQuietHoursRequest& request) {
  if (!KnowsQuietHours(request.channel())) return Invalid("NO_QUIET_HOURS");
  return commands_->Run<v1::QuietHours>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::QuietHours> {
        const CourtQuietHours set{.court_path = call.caller.court_path,
                                  .channel = static_cast<ChannelKind>(request.channel()),
                                  .hours = {.from = TimeOfDay(request.from()),
                                            .until = TimeOfDay(request.until()),
                                            .utc_offset = absl::Hours(8)}};
        SetQuietHours(tx, set, call.caller, call.now);
        return ToMessage(set);
      });
}

absl::StatusOr<v1::QuietHours> QuietHoursApi::Remove(const rpc::Call& call,
                                                     const v1::RemoveQuietHoursRequest& request) {
  if (!KnowsQuietHours(request.channel())) return Invalid("NO_QUIET_HOURS");
  const auto channel = static_cast<ChannelKind>(request.channel());
  return commands_->Run<v1::QuietHours>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::QuietHours> {
        const std::string& court_path = call.caller.court_path;
        // The row of the system, with the empty path, stays for every court to fall back on.
        if (court_path.empty() || !RemoveQuietHours(tx, court_path, channel, call.caller, call.now))
          return Precondition("QUIET_HOURS_INHERITED");
        const auto inherited = FindQuietHours(tx, court_path, channel);
        return inherited ? ToMessage(*inherited) : v1::QuietHours();
      });
}

}  // namespace hotline::notification
