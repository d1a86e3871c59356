// Every command of the work order service; each is one transaction (see change_order.h) and answers
// with the order as it then is for the caller. Refusals are those of domain/rules.h, and for all:
// NOT_FOUND (WORK_ORDER_NOT_FOUND) for an order that does not exist or that the caller may not see,
// ABORTED (ETAG_MISMATCH) for one that has changed.
#pragma once

#include "absl/status/statusor.h"
#include "hotline/workorder/v1/work_order_service.pb.h"
#include "platform/rpc/call.h"
#include "services/workorder/commands/context.h"

namespace hotline::workorder {

using OrderReply = absl::StatusOr<v1::WorkOrder>;

// register.cc. INVALID_INPUT; COURT_UNKNOWN, TYPE_UNKNOWN, DEPARTMENT_UNKNOWN,
// ATTACHMENT_NOT_FOUND; with attach_to_id those of AttachRepeat.
absl::StatusOr<v1::RegisterReply> RegisterOrder(const Context&, const rpc::Call&,
                                                const v1::RegisterRequest&);

// dispatch.cc
OrderReply AnswerOrder(const Context&, const rpc::Call&, const v1::AnswerRequest&);
OrderReply DispatchOrder(const Context&, const rpc::Call&, const v1::DispatchRequest&);
OrderReply CancelOrder(const Context&, const rpc::Call&, const v1::CancelRequest&);
OrderReply MergeOrder(const Context&, const rpc::Call&, const v1::MergeRequest&);

// handle.cc
OrderReply SignInOrder(const Context&, const rpc::Call&, const v1::SignInRequest&);
OrderReply AssignOrder(const Context&, const rpc::Call&, const v1::AssignRequest&);
OrderReply AddCoHandlerTo(const Context&, const rpc::Call&, const v1::AddCoHandlerRequest&);
OrderReply ReportCoHandlingOf(const Context&, const rpc::Call&, const v1::ReportCoHandlingRequest&);
OrderReply SubmitFeedbackOn(const Context&, const rpc::Call&, const v1::SubmitFeedbackRequest&);

// apply.cc
OrderReply RequestReturnOf(const Context&, const rpc::Call&, const v1::RequestReturnRequest&);
OrderReply DecideReturnOf(const Context&, const rpc::Call&, const v1::DecideReturnRequest&);
OrderReply RequestExtensionOf(const Context&, const rpc::Call&, const v1::RequestExtensionRequest&);
OrderReply DecideExtensionOf(const Context&, const rpc::Call&, const v1::DecideExtensionRequest&);
OrderReply RequestSuspensionOf(const Context&, const rpc::Call&,
                               const v1::RequestSuspensionRequest&);
OrderReply DecideSuspensionOf(const Context&, const rpc::Call&, const v1::DecideSuspensionRequest&);
OrderReply ResumeOrder(const Context&, const rpc::Call&, const v1::ResumeRequest&);

// oversee.cc
OrderReply ReviewOrderByDepartment(const Context&, const rpc::Call&, const v1::ReviewRequest&);
OrderReply ReviewOrderByHotline(const Context&, const rpc::Call&, const v1::ReviewRequest&);
OrderReply UrgeOrder(const Context&, const rpc::Call&, const v1::UrgeRequest&);
OrderReply SuperviseOrder(const Context&, const rpc::Call&, const v1::SuperviseRequest&);
OrderReply ReplyToSupervision(const Context&, const rpc::Call&, const v1::ReplySupervisionRequest&);
OrderReply AddNoteTo(const Context&, const rpc::Call&, const v1::AddNoteRequest&);
OrderReply RevealOrder(const Context&, const rpc::Call&, const v1::RevealRequest&);

// urge_publicly.cc. QUERY_NOT_MATCHED, QUERY_LOCKED {minutes}
absl::StatusOr<v1::UrgePublicReply> UrgePublicly(const Context&, const rpc::Call&,
                                                 const v1::UrgePublicRequest&);

// serve_services.cc: for other services.
OrderReply ConcludeCallbackOf(const Context&, const rpc::Call&, const v1::ConcludeCallbackRequest&);
absl::StatusOr<v1::WorkOrderForService> GetOrderForService(const Context&, const rpc::Call&,
                                                           const v1::GetRequest&);
absl::StatusOr<v1::FindRespondentsReply> FindRespondents(const Context&, const rpc::Call&,
                                                         const v1::FindRespondentsRequest&);
absl::StatusOr<v1::RequesterContact> GetRequesterContactOf(const Context&, const rpc::Call&,
                                                           const v1::GetRequesterContactRequest&);

}  // namespace hotline::workorder
