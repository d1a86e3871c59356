#include <vector>

#include "absl/time/time.h"
#include "platform/base/case_number.h"
#include "platform/base/chinese_id.h"
#include "platform/base/phone.h"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/workorder/commands/change_order.h"
#include "services/workorder/commands/commands.h"
#include "services/workorder/domain/court_time.h"
#include "services/workorder/domain/dictionary.h"
#include "services/workorder/store/attachment_store.h"

namespace hotline::workorder {
namespace {

constexpr size_t kExtractionCodeLength = 8;

// What the citizen said, normalised. INVALID_INPUT with every violation.
absl::StatusOr<WorkOrder> DraftOf(const v1::RegisterRequest& request) {
  std::vector<Violation> violations;
  WorkOrder draft;
  const auto type = TypeCodeOf(request.type());
  if (!type) return Invalid("TYPE_UNKNOWN", {{"type", request.type()}});
  draft.type = *type;
  draft.channel = static_cast<Channel>(request.channel());
  if (request.urgency() != v1::URGENCY_UNSPECIFIED)
    draft.urgency = static_cast<Urgency>(request.urgency());
  draft.title = request.title();
  draft.content = request.content();
  draft.region = request.region();
  if (!request.case_number().empty()) {
    draft.case_number = NormaliseCaseNumber(request.case_number()).value_or(request.case_number());
  }
  const v1::Requester& from = request.requester();
  Requester& requester = draft.requester;
  requester.anonymous = from.anonymous();
  requester.confidential = from.confidential();
  if (!from.anonymous()) {
    requester.name = from.name();
    requester.id_number = NormaliseChineseId(from.id_number()).value_or(from.id_number());
    if (from.phone().empty()) violations.push_back({"requester.phone", "REQUIRED", ""});
  }
  requester.phone = NormaliseChinesePhone(from.phone()).value_or(from.phone());
  draft.respondent.department_id = request.respondent().department_id();
  draft.respondent.person_name = request.respondent().person_name();
  draft.respondent.person_named = !draft.respondent.person_name.empty();
  draft.detail.attachment_ids.assign(request.attachment_ids().begin(),
                                     request.attachment_ids().end());
  if (!violations.empty()) return RefuseInput(violations);
  return draft;
}

// The own court without asking anybody; another one only below it.
absl::StatusOr<Court> CourtFor(const Context& context, const Caller& caller,
                               const std::string& court_id) {
  if (court_id.empty() || court_id == caller.court_id) {
    if (caller.court_id.empty()) return Invalid("COURT_UNKNOWN");
    return Court{caller.court_id, caller.court_path, ""};
  }
  HOTLINE_ASSIGN_OR_RETURN(Court court, context.directory->FindCourt(court_id));
  if (!caller.SeesCourt(court.path)) return Invalid("COURT_UNKNOWN");
  return court;
}

absl::Status CheckRespondent(const Context& context, const WorkOrder& draft, const Court& court) {
  if (draft.respondent.department_id.empty()) return absl::OkStatus();
  HOTLINE_ASSIGN_OR_RETURN(const Department unit,
                           context.directory->FindDepartment(draft.respondent.department_id));
  return unit.court_id == court.id ? absl::OkStatus() : Invalid("DEPARTMENT_UNKNOWN");
}

absl::StatusOr<v1::RegisterReply> Attach(const Context& context, const rpc::Call& call,
                                         const v1::RegisterRequest& request,
                                         const WorkOrder& draft) {
  const Act act{call.caller, call.now};
  return context.commands->Run<v1::RegisterReply>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::RegisterReply> {
        HOTLINE_ASSIGN_OR_RETURN(WorkOrder order,
                                 LockVisible(context, tx, request.attach_to_id(), call.caller, ""));
        HOTLINE_ASSIGN_OR_RETURN(const Event event, AttachRepeat(order, draft.content, act));
        SaveChanged(context, tx, order, event, act);
        v1::RegisterReply reply;
        reply.set_id(order.id);
        reply.set_number(order.number);
        reply.set_attached(true);
        *reply.mutable_work_order() = ToProto(order, call.caller);
        return reply;
      });
}

}  // namespace

absl::StatusOr<v1::RegisterReply> RegisterOrder(const Context& context, const rpc::Call& call,
                                                const v1::RegisterRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(WorkOrder draft, DraftOf(request));
  if (!request.attach_to_id().empty()) return Attach(context, call, request, draft);
  HOTLINE_ASSIGN_OR_RETURN(const Court court, CourtFor(context, call.caller, request.court_id()));
  HOTLINE_RETURN_IF_ERROR(CheckRespondent(context, draft, court));
  draft.id = crypto::NewUuid(call.now);
  std::vector<v1::Duplicate> duplicates;
  if (context.find_duplicates) {
    HOTLINE_ASSIGN_OR_RETURN(duplicates, context.find_duplicates(call, draft));
  }

  const Act act{call.caller, call.now};
  return context.commands->Run<v1::RegisterReply>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::RegisterReply> {
        WorkOrder order = draft;
        order.extraction_code = crypto::RandomCode(kExtractionCodeLength);
        const Event event = Register(order, court, act);
        AppendTo(tx, order, event, act);
        context.store->Insert(tx, order, CourtDay(call.now));
        if (!order.detail.attachment_ids.empty()) {
          HOTLINE_RETURN_IF_ERROR(AttachToWorkOrder(tx, order.detail.attachment_ids, order.id,
                                                    call.caller.id, call.now));
        }
        v1::RegisterReply reply;
        reply.set_id(order.id);
        reply.set_number(order.number);
        reply.set_extraction_code(order.extraction_code);
        *reply.mutable_work_order() = ToProto(order, call.caller);
        reply.mutable_duplicates()->Add(duplicates.begin(), duplicates.end());
        return reply;
      });
}

}  // namespace hotline::workorder
