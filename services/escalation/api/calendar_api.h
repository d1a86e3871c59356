// The RPCs of hotline.escalation.v1.CalendarService: messages ⇄ commands. Decides nothing.
#pragma once

#include <functional>

#include "hotline/escalation/v1/calendar_service.pb.h"
#include "platform/events/command.h"
#include "platform/rpc/server.h"
#include "services/escalation/commands/courts.h"
#include "services/escalation/commands/edit_calendar.h"

namespace hotline::escalation {

// Thread-safe. All pointers outlive it.
class CalendarApi {
 public:
  struct Parts {
    events::Commands* commands;
    Courts* courts;
    std::function<void()> edited;  // Wakes who projects clocks anew; may be empty.
  };
  explicit CalendarApi(Parts parts) : parts_(std::move(parts)) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::CourtCalendar> GetCalendar(const rpc::Call& call,
                                                const v1::GetCalendarRequest& request);
  absl::StatusOr<v1::CalendarEdit> SetDay(const rpc::Call& call, const v1::SetDayRequest& request);
  absl::StatusOr<v1::CalendarEdit> ClearDay(const rpc::Call& call,
                                            const v1::ClearDayRequest& request);
  absl::StatusOr<v1::CalendarEdit> SetHours(const rpc::Call& call,
                                            const v1::SetHoursRequest& request);
  absl::StatusOr<v1::CalendarEdit> PublishYear(const rpc::Call& call,
                                               const v1::PublishYearRequest& request);

 private:
  // A court in the caller's scope; others do not exist for them.
  absl::StatusOr<Court> CourtInScope(const Caller& caller, const std::string& id);
  template <class Request>
  absl::StatusOr<v1::CalendarEdit> Run(
      const rpc::Call& call, const Request& request,
      absl::FunctionRef<absl::StatusOr<CalendarEdited>(db::Tx&, const CalendarEditing&)> edit);
  Parts parts_;
};

}  // namespace hotline::escalation
