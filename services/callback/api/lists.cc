// The paged lists of CallbackApi.
#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/callback/api/callback_api.h"
#include "services/callback/api/messages.h"

namespace hotline::callback {
namespace {

constexpr int kDefaultPageSize = 50;

int PageSizeOf(int asked) { return asked == 0 ? kDefaultPageSize : asked; }

std::string Micros(absl::Time time) { return absl::StrCat(absl::ToUnixMicros(time)); }

absl::Time FromMicros(const std::string& text) {
  int64_t micros = 0;
  return absl::SimpleAtoi(text, &micros) ? absl::FromUnixMicros(micros) : absl::UnixEpoch();
}

// Binds a page token to the caller, whose courts and own orders shape the list, and to the filter.
std::string QueryText(const rpc::Call& call, const std::string& filter) {
  return absl::StrCat(call.method, "|", call.caller.id, "|", call.caller.court_path, "|", filter);
}

}  // namespace

absl::StatusOr<v1::ListTasksReply> CallbackApi::ListTasks(const rpc::Call& call,
                                                          const v1::ListTasksRequest& request) {
  TaskFilter filter{.now = call.now,
                    .states = {},
                    .mine = request.mine(),
                    .after = {},
                    .limit = PageSizeOf(request.page_size()) + 1};
  for (int state : request.state()) filter.states.push_back(static_cast<TaskState>(state));
  if (filter.states.empty())
    filter.states = {TaskState::kOpen, TaskState::kClaimed, TaskState::kConcluding};
  std::sort(filter.states.begin(), filter.states.end());
  std::string text = request.mine() ? "mine" : "";
  for (TaskState state : filter.states) text.append(",").append(NameOf(state));
  const std::string query = QueryText(call, text);

  if (!request.page_token().empty()) {
    HOTLINE_ASSIGN_OR_RETURN(std::vector<std::string> key,
                             parts_.page_tokens->Read(request.page_token(), query));
    int rank = 0;
    if (key.size() != 3 || !absl::SimpleAtoi(key[0], &rank)) return Invalid("INVALID_PAGE_TOKEN");
    filter.after = {.rank = rank, .create_time = FromMicros(key[1]), .id = key[2]};
  }
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Task> tasks,
                           parts_.commands->pool()->Read<std::vector<Task>>(
                               [&](db::Tx& tx) -> absl::StatusOr<std::vector<Task>> {
                                 return parts_.stores->tasks.List(tx, call.caller, filter);
                               }));
  v1::ListTasksReply reply;
  const bool more = tasks.size() == static_cast<size_t>(filter.limit);
  if (more) tasks.pop_back();
  for (const Task& task : tasks)
    *reply.add_callback_tasks() = ToMessage(task, call.caller, call.now);
  if (more) {
    const Task& last = tasks.back();
    reply.set_next_page_token(parts_.page_tokens->Make(
        {absl::StrCat(3 - last.urgency), Micros(last.create_time), last.id}, query));
  }
  return reply;
}

absl::StatusOr<v1::ListSetAsidesReply> CallbackApi::ListSetAsides(
    const rpc::Call& call, const v1::ListSetAsidesRequest& request) {
  const SetAsideState state = request.state() == v1::SetAside::STATE_UNSPECIFIED
                                  ? SetAsideState::kRequested
                                  : static_cast<SetAsideState>(request.state());
  const std::string query = QueryText(call, std::string(NameOf(state)));
  QueueKey after;
  if (!request.page_token().empty()) {
    HOTLINE_ASSIGN_OR_RETURN(std::vector<std::string> key,
                             parts_.page_tokens->Read(request.page_token(), query));
    if (key.size() != 2) return Invalid("INVALID_PAGE_TOKEN");
    after.create_time = FromMicros(key[0]);
    after.id = key[1];
  }
  const int limit = PageSizeOf(request.page_size()) + 1;
  HOTLINE_ASSIGN_OR_RETURN(std::vector<Rating> ratings,
                           parts_.commands->pool()->Read<std::vector<Rating>>(
                               [&](db::Tx& tx) -> absl::StatusOr<std::vector<Rating>> {
                                 return parts_.stores->ratings.ListSetAsides(
                                     tx, call.caller, state, after.create_time, after.id, limit);
                               }));
  v1::ListSetAsidesReply reply;
  const bool more = ratings.size() == static_cast<size_t>(limit);
  if (more) ratings.pop_back();
  for (const Rating& rating : ratings) *reply.add_ratings() = ToMessage(rating);
  if (more) {
    const Rating& last = ratings.back();
    reply.set_next_page_token(
        parts_.page_tokens->Make({Micros(last.set_aside.request_time), last.task_id}, query));
  }
  return reply;
}

}  // namespace hotline::callback
