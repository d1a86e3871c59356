#include "services/identity/commands/courts.h"

#include "platform/crypto/crypto.h"
#include "services/identity/commands/history.h"
#include "services/identity/commands/messages.h"
#include "services/identity/commands/scope.h"
#include "services/identity/commands/texts.h"
#include "services/identity/store/courts.h"

namespace hotline::identity {

absl::StatusOr<v1::Court> CourtCommands::Create(const rpc::Call& call,
                                                const v1::CreateCourtRequest& request) {
  auto reply = context_.commands->Run<v1::Court>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Court> {
        const std::string& parent_id =
            request.parent_id().empty() ? call.caller.court_id : request.parent_id();
        HOTLINE_ASSIGN_OR_RETURN(const Court parent,
                                 InScope(call.caller, FindCourt(tx, parent_id), "COURT_NOT_FOUND"));
        Court court;
        court.id = crypto::NewUuid(call.now);
        court.code = request.code();
        court.name = request.name();
        court.parent_id = parent.id;
        court.path = parent.path + court.code + "/";
        court.create_time = court.update_time = call.now;
        Record(tx, call, court.id, court.head, "court.created",
               {{"code", court.code}, {"parentId", court.parent_id}});
        InsertCourt(tx, court);
        return ToMessage(court);
      });
  if (!reply.ok()) return RenameDuplicate(reply.status(), "COURT_EXISTS");
  return reply;
}

absl::StatusOr<v1::Court> CourtCommands::Update(const rpc::Call& call,
                                                const v1::UpdateCourtRequest& request) {
  return context_.commands->Run<v1::Court>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Court> {
        HOTLINE_ASSIGN_OR_RETURN(
            Court court, InScope(call.caller, LockCourt(tx, request.id()), "COURT_NOT_FOUND"));
        HOTLINE_RETURN_IF_ERROR(CheckEtag(request.etag(), court.head.revision));
        if (!request.has_name() || request.name() == court.name) return ToMessage(court);
        HOTLINE_RETURN_IF_ERROR(CheckNotBlank(request.name(), "name"));
        court.name = request.name();
        court.update_time = call.now;
        Record(tx, call, court.id, court.head, "court.updated", {{"changed", {"name"}}});
        UpdateCourt(tx, court);
        return ToMessage(court);
      });
}

}  // namespace hotline::identity
