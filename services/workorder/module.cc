#include "services/workorder/module.h"

#include "platform/events/command.h"
#include "platform/events/feed.h"
#include "platform/events/sql.h"
#include "services/workorder/api/attachment_service.h"
#include "services/workorder/api/bind_commands.h"
#include "services/workorder/api/bind_queries.h"
#include "services/workorder/api/identity_directory.h"
#include "services/workorder/queries/queries.h"
#include "services/workorder/sql.h"
#include "services/workorder/store/attachment_files.h"
#include "services/workorder/store/work_order_store.h"
#include "services/workorder/workers/attachment_sweeper.h"
#include "services/workorder/workers/query_attempt_sweeper.h"

namespace hotline::workorder {
namespace {

class WorkOrderModule : public rpc::Module {
 public:
  explicit WorkOrderModule(const rpc::ModuleContext& context)
      : directory_(context.channel("identity")),
        store_(context.cipher),
        files_(context.data_directory + "/attachments", context.cipher),
        feed_(std::make_shared<events::Feed>(context.pool, "workorder")),
        commands_(context.pool, context.cipher,
                  [wake = context.wake, name = feed_->name()] {
                    if (wake) wake(name);
                  }),
        tokens_(context.keys->token_key),
        orders_(context.pool, sql::kLoadWorkOrder, sql::kReadWorkOrders),
        queries_{.pool = context.pool,
                 .orders = &orders_,
                 .texts = &texts_,
                 .cipher = context.cipher,
                 .store = &store_,
                 .tokens = &tokens_},
        context_{.commands = &commands_,
                 .store = &store_,
                 .directory = &directory_,
                 .policy = {},
                 .find_duplicates =
                     [this](const rpc::Call& call, const WorkOrder& draft) {
                       return FindDuplicates(queries_, call, draft);
                     }},
        sweeper_(std::make_shared<AttachmentSweeper>(context.pool, &files_)),
        attempt_sweeper_(std::make_shared<QueryAttemptSweeper>(context.pool)) {
    feed_->OnNews([this] { changes_.Changed(); });
  }

  std::vector<rpc::ServiceBinding> Bindings() override {
    std::vector<rpc::ServiceBinding> bindings;
    bindings.emplace_back("hotline.workorder.v1.WorkOrderService");
    BindCommands(bindings.back(), &context_, feed_.get());
    BindQueries(bindings.back(), &queries_, &changes_);
    bindings.push_back(BindTimerService(&context_));
    bindings.push_back(BindAuditService(&queries_));
    bindings.push_back(
        BindAttachmentService({.commands = &commands_, .files = &files_, .orders = &store_}));
    return bindings;
  }

  std::vector<std::shared_ptr<Worker>> Workers() override {
    return {feed_, sweeper_, attempt_sweeper_};
  }

 private:
  rpc::ChangeSignal changes_;  // Drives the live counts.
  IdentityDirectory directory_;
  WorkOrderStore store_;
  AttachmentFiles files_;
  std::shared_ptr<events::Feed> feed_;
  events::Commands commands_;
  rpc::PageTokens tokens_;
  db::CombinedRead orders_;
  TextCache texts_;
  QueryContext queries_;
  Context context_;
  std::shared_ptr<AttachmentSweeper> sweeper_;
  std::shared_ptr<QueryAttemptSweeper> attempt_sweeper_;
};

}  // namespace

db::Schema Schema() {
  return {"workorder", {{"events", events::sql::Migrations()}, {"workorder", sql::Migrations()}}};
}

std::unique_ptr<rpc::Module> MakeModule(const rpc::ModuleContext& context) {
  return std::make_unique<WorkOrderModule>(context);
}

}  // namespace hotline::workorder
