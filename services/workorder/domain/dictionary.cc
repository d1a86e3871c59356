#include "services/workorder/domain/dictionary.h"

#include <algorithm>

namespace hotline::workorder {
namespace {

constexpr Term kTypes[] = {
    {"CASE_QUERY", "案件查询"},      {"LITIGATION_CONSULTATION", "诉讼咨询"},
    {"CONTACT_JUDGE", "联系法官"},   {"APPOINTMENT", "预约服务"},
    {"FILING_SUPERVISION", "立案监督"}, {"COMPLAINT", "投诉举报"},
    {"PETITION", "信访"},            {"APPEAL", "申诉/申请再审"},
    {"SUGGESTION", "意见建议"},      {"SITUATION_REPORT", "情况反映"},
    {"PRAISE", "表扬"},              {"OTHER", "其他"},
};

constexpr Term kSuspensionReasons[] = {
    {"AWAITING_MATERIAL", "等待当事人补充材料"}, {"AWAITING_OTHER_BODY", "等待其他机关答复"},
    {"UNDER_APPRAISAL", "鉴定、评估、公告期间"}, {"CASE_SUSPENDED", "案件中止审理或执行"},
    {"CITIZEN_UNREACHABLE", "当事人暂时无法联系"}, {"FORCE_MAJEURE", "不可抗力"},
};

const Term* Find(std::span<const Term> terms, std::string_view code) {
  auto found = std::ranges::find(terms, code, &Term::code);
  return found == terms.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Term> Types() { return kTypes; }
std::span<const Term> SuspensionReasons() { return kSuspensionReasons; }

std::optional<std::string_view> TypeCodeOf(std::string_view code_or_name) {
  for (const Term& term : kTypes) {
    if (term.code == code_or_name || term.name == code_or_name) return term.code;
  }
  return std::nullopt;
}

std::string_view TypeName(std::string_view code) {
  const Term* term = Find(kTypes, code);
  return term == nullptr ? code : term->name;
}

bool IsSuspensionReason(std::string_view code) { return Find(kSuspensionReasons, code) != nullptr; }

}  // namespace hotline::workorder
