#include "services/escalation/api/calendar_api.h"

#include "platform/base/status.h"
#include "services/escalation/api/calendar_messages.h"
#include "services/escalation/store/calendar_store.h"

namespace hotline::escalation {
namespace {

using Outcome = absl::StatusOr<CalendarEdited>;

}  // namespace

rpc::ServiceBinding CalendarApi::Binding() {
  rpc::ServiceBinding binding("hotline.escalation.v1.CalendarService");
  const auto bind = [&]<class Request, class Reply>(std::string_view name,
                                                    absl::StatusOr<Reply> (CalendarApi::*handler)(
                                                        const rpc::Call&, const Request&)) {
    binding.Unary<Request, Reply>(name,
                                  [this, handler](const rpc::Call& call, const Request& request) {
                                    return (this->*handler)(call, request);
                                  });
  };
  bind("GetCalendar", &CalendarApi::GetCalendar);
  bind("SetDay", &CalendarApi::SetDay);
  bind("ClearDay", &CalendarApi::ClearDay);
  bind("SetHours", &CalendarApi::SetHours);
  bind("PublishYear", &CalendarApi::PublishYear);
  return binding;
}

absl::StatusOr<Court> CalendarApi::CourtInScope(const Caller& caller, const std::string& id) {
  if (id == caller.court_id) return Court{id, caller.court_path};
  HOTLINE_ASSIGN_OR_RETURN(Court court, parts_.courts->Find(id));
  if (!caller.SeesCourt(court.path)) return NotFound("COURT_NOT_FOUND");
  return court;
}

template <class Request>
absl::StatusOr<v1::CalendarEdit> CalendarApi::Run(
    const rpc::Call& call, const Request& request,
    absl::FunctionRef<absl::StatusOr<CalendarEdited>(db::Tx&, const CalendarEditing&)> edit) {
  HOTLINE_ASSIGN_OR_RETURN(const Court court, CourtInScope(call.caller, request.id()));
  auto reply = parts_.commands->Run<v1::CalendarEdit>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::CalendarEdit> {
        HOTLINE_ASSIGN_OR_RETURN(
            const CalendarEdited edited,
            edit(tx,
                 {.caller = call.caller, .now = call.now, .court = court, .etag = request.etag()}));
        v1::CalendarEdit message;
        message.set_court_id(court.id);
        message.set_version(edited.version);
        message.set_etag(std::to_string(edited.revision));
        message.set_touched_clocks(edited.touched_clocks);
        return message;
      });
  if (reply.ok() && parts_.edited) parts_.edited();
  return reply;
}

absl::StatusOr<v1::CourtCalendar> CalendarApi::GetCalendar(const rpc::Call& call,
                                                           const v1::GetCalendarRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const Court court, CourtInScope(call.caller, request.id()));
  return parts_.commands->pool()->Transact<v1::CourtCalendar>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::CourtCalendar> {
        const std::vector<CalendarHead> heads = CalendarHeads(tx, court.path);
        v1::CourtCalendar message;
        message.set_court_id(court.id);
        message.set_etag("0");
        for (const CalendarHead& head : heads) {
          message.set_version(std::max(message.version(), head.version));
          if (head.court_path == court.path) message.set_etag(std::to_string(head.revision));
        }
        const int this_year = static_cast<int>(calendar::DayOf(call.now).year());
        FillCalendar(LoadCalendar(tx, court.path, heads),
                     request.year() == 0 ? this_year : request.year(), message);
        return message;
      });
}

absl::StatusOr<v1::CalendarEdit> CalendarApi::SetDay(const rpc::Call& call,
                                                     const v1::SetDayRequest& request) {
  return Run(call, request, [&](db::Tx& tx, const CalendarEditing& editing) -> Outcome {
    HOTLINE_ASSIGN_OR_RETURN(const calendar::Day day, DayFrom(request.day(), "day"));
    return escalation::SetDay(tx, editing, day, SpecialFrom(request));
  });
}

absl::StatusOr<v1::CalendarEdit> CalendarApi::ClearDay(const rpc::Call& call,
                                                       const v1::ClearDayRequest& request) {
  return Run(call, request, [&](db::Tx& tx, const CalendarEditing& editing) -> Outcome {
    HOTLINE_ASSIGN_OR_RETURN(const calendar::Day day, DayFrom(request.day(), "day"));
    return escalation::ClearDay(tx, editing, day);
  });
}

absl::StatusOr<v1::CalendarEdit> CalendarApi::SetHours(const rpc::Call& call,
                                                       const v1::SetHoursRequest& request) {
  return Run(call, request, [&](db::Tx& tx, const CalendarEditing& editing) -> Outcome {
    HOTLINE_ASSIGN_OR_RETURN(const calendar::Day from, DayFrom(request.from_day(), "fromDay"));
    return escalation::SetHours(tx, editing, from, HoursFrom(request.hours()));
  });
}

absl::StatusOr<v1::CalendarEdit> CalendarApi::PublishYear(const rpc::Call& call,
                                                          const v1::PublishYearRequest& request) {
  return Run(call, request, [&](db::Tx& tx, const CalendarEditing& editing) -> Outcome {
    HOTLINE_ASSIGN_OR_RETURN(const HolidayYear year, YearFrom(request));
    return escalation::PublishYear(tx, editing, year);
  });
}

}  // namespace hotline::escalation
