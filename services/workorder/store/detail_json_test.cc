#include "catch2/catch.hpp"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {
namespace {

TEST_CASE("the sub-records come back as they were stored") {
  const absl::Time when = absl::FromUnixMicros(1795392000123456);
  Detail detail;
  detail.applications.push_back({"a1", Application::Kind::kExtension,
                                 Application::Outcome::kApproved, "等待\n报告", "第八条", 3, "", "",
                                 "u1", "张某", when, "u2", "李某", when, "同意", 2});
  detail.co_handlers.push_back({"d1", "立案庭", "核实", "已核实", true, "u3", "王某", when});
  detail.feedbacks.push_back(
      {2, Feedback::Channel::kFax, "“引号”\"与\\", {"f1", "f2"}, "u1", "张某", when});
  detail.reviews.push_back(
      {1, Review::Level::kCallback, Decision::kReject, "不满意", "u4", "赵某", when});
  detail.supervisions.push_back(
      {"督〔2026〕1号", "三日内", when, "u5", "钱某", when, "", "", "", std::nullopt});
  detail.urges.push_back({Urge::Source::kTimer, "", "escalation", "系统", when});
  detail.notes.push_back({"备注", "u6", "孙某", when});
  detail.attachment_ids = {"f3"};
  detail.merged_ids = {"o2"};
  detail.handled_by_ids = {"u1", "u3"};
  detail.answer = "答复";

  const std::string stored = DetailJson(detail);
  const Detail read = ParseDetail(stored);
  CHECK(DetailJson(read) == stored);
  CHECK(read.applications[0].decide_time == when);
  CHECK(read.applications[0].outcome == Application::Outcome::kApproved);
  CHECK(read.applications[0].reason == "等待\n报告");
  CHECK(read.feedbacks[0].attachment_ids == std::vector<std::string>{"f1", "f2"});
  CHECK(read.feedbacks[0].content == "“引号”\"与\\");
  CHECK(read.reviews[0].level == Review::Level::kCallback);
  CHECK_FALSE(read.supervisions[0].reply_time.has_value());
  CHECK(read.co_handlers[0].reported);
  CHECK(ParseDetail("{}").applications.empty());
}

}  // namespace
}  // namespace hotline::workorder
