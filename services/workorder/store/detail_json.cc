// Detail ⇄ the JSON column. Times are microseconds since 1970, enums their numbers; empty values
// are left out.
#include "nlohmann/json.hpp"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {
namespace {

using nlohmann::json;

// Writes into, or reads from, one JSON object, so that each record names its fields once.
class Writer {
 public:
  explicit Writer(json& out) : out_(out) {}
  void operator()(const char* key, const std::string& value) {
    if (!value.empty()) out_[key] = value;
  }
  void operator()(const char* key, const std::vector<std::string>& value) {
    if (!value.empty()) out_[key] = value;
  }
  void operator()(const char* key, int value) {
    if (value != 0) out_[key] = value;
  }
  void operator()(const char* key, bool value) {
    if (value) out_[key] = true;
  }
  void operator()(const char* key, absl::Time value) { out_[key] = absl::ToUnixMicros(value); }
  void operator()(const char* key, const std::optional<absl::Time>& value) {
    if (value) (*this)(key, *value);
  }
  template <class E>
  requires std::is_enum_v<E>
  void operator()(const char* key, E value) { out_[key] = static_cast<int>(value); }

 private:
  json& out_;
};

class Reader {
 public:
  explicit Reader(const json& in) : in_(in) {}
  template <class T>
  void operator()(const char* key, T& value) {
    if (auto it = in_.find(key); it != in_.end()) Read(*it, value);
  }

 private:
  template <class T>
  static void Read(const json& in, T& value) {
    if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(in.get<int>());
    } else {
      in.get_to(value);
    }
  }
  static void Read(const json& in, absl::Time& value) {
    value = absl::FromUnixMicros(in.get<int64_t>());
  }
  static void Read(const json& in, std::optional<absl::Time>& value) {
    value = absl::FromUnixMicros(in.get<int64_t>());
  }
  const json& in_;
};

void Fields(auto&& f, auto& a) requires
    std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(a)>>, Application> {
  f("id", a.id), f("kind", a.kind), f("outcome", a.outcome), f("reason", a.reason),
      f("legalBasis", a.legal_basis);
  f("workingDays", a.working_days), f("reasonCode", a.reason_code);
  f("suggestedDepartmentId", a.suggested_department_id), f("requestedById", a.requested_by_id);
  f("requestedByName", a.requested_by_name), f("requestTime", a.request_time),
      f("decidedById", a.decided_by_id);
  f("decidedByName", a.decided_by_name), f("decideTime", a.decide_time), f("comment", a.comment);
  f("grantedWorkingDays", a.granted_working_days);
}

void Fields(auto&& f, auto& c) requires
    std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(c)>>, CoHandler> {
  f("departmentId", c.department_id), f("departmentName", c.department_name), f("task", c.task);
  f("report", c.report), f("reported", c.reported), f("reportedById", c.reported_by_id);
  f("reportedByName", c.reported_by_name), f("reportTime", c.report_time);
}

void Fields(auto&& f, auto& b) requires
    std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(b)>>, Feedback> {
  f("round", b.round), f("channel", b.channel), f("content", b.content),
      f("attachmentIds", b.attachment_ids);
  f("submittedById", b.submitted_by_id), f("submittedByName", b.submitted_by_name),
      f("submitTime", b.submit_time);
}

void Fields(auto&& f, auto& r) requires
    std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(r)>>, Review> {
  f("round", r.round), f("level", r.level), f("decision", r.decision), f("comment", r.comment);
  f("reviewedById", r.reviewed_by_id), f("reviewedByName", r.reviewed_by_name),
      f("reviewTime", r.review_time);
}

void Fields(auto&& f, auto& s) requires
    std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(s)>>, Supervision> {
  f("number", s.number), f("requirement", s.requirement), f("deadline", s.deadline);
  f("issuedById", s.issued_by_id), f("issuedByName", s.issued_by_name),
      f("issueTime", s.issue_time);
  f("reply", s.reply), f("repliedById", s.replied_by_id), f("repliedByName", s.replied_by_name);
  f("replyTime", s.reply_time);
}

void Fields(auto&& f, auto& u) requires
    std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(u)>>, Urge> {
  f("source", u.source), f("comment", u.comment), f("urgedById", u.urged_by_id);
  f("urgedByName", u.urged_by_name), f("urgeTime", u.urge_time);
}

void Fields(auto&& f, auto& n) requires
    std::is_same_v<std::remove_const_t<std::remove_reference_t<decltype(n)>>, Note> {
  f("content", n.content), f("notedById", n.noted_by_id), f("notedByName", n.noted_by_name);
  f("noteTime", n.note_time);
}

template <class T>
void WriteList(json& out, const char* key, const std::vector<T>& values) {
  if (values.empty()) return;
  json& list = out[key] = json::array();
  for (const T& value : values) {
    json& element = list.emplace_back(json::object());
    Fields(Writer(element), value);
  }
}

template <class T>
void ReadList(const json& in, const char* key, std::vector<T>& values) {
  auto list = in.find(key);
  if (list == in.end()) return;
  for (const json& element : *list) Fields(Reader(element), values.emplace_back());
}

}  // namespace

std::string DetailJson(const Detail& detail) {
  json out = json::object();
  WriteList(out, "applications", detail.applications);
  WriteList(out, "coHandlers", detail.co_handlers);
  WriteList(out, "feedbacks", detail.feedbacks);
  WriteList(out, "reviews", detail.reviews);
  WriteList(out, "supervisions", detail.supervisions);
  WriteList(out, "urges", detail.urges);
  WriteList(out, "notes", detail.notes);
  Writer write(out);
  write("attachmentIds", detail.attachment_ids);
  write("mergedIds", detail.merged_ids);
  write("handledByIds", detail.handled_by_ids);
  write("answer", detail.answer);
  return out.dump();
}

Detail ParseDetail(std::string_view text) {
  const json in = json::parse(text);
  Detail detail;
  ReadList(in, "applications", detail.applications);
  ReadList(in, "coHandlers", detail.co_handlers);
  ReadList(in, "feedbacks", detail.feedbacks);
  ReadList(in, "reviews", detail.reviews);
  ReadList(in, "supervisions", detail.supervisions);
  ReadList(in, "urges", detail.urges);
  ReadList(in, "notes", detail.notes);
  Reader read(in);
  read("attachmentIds", detail.attachment_ids);
  read("mergedIds", detail.merged_ids);
  read("handledByIds", detail.handled_by_ids);
  read("answer", detail.answer);
  return detail;
}

}  // namespace hotline::workorder
