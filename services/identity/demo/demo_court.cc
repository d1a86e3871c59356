#include "services/identity/demo/demo_court.h"

namespace hotline::identity::demo {
namespace {

constexpr DemoCourt kCourts[] = {
    {"粤", "广东省高级人民法院", ""},
    {"粤01", "广州市中级人民法院", "粤"},
    {"粤03", "深圳市中级人民法院", "粤"},
    {"粤0305", "深圳市南山区人民法院", "粤03"},
};

constexpr DemoDepartment kDepartments[] = {
    {"粤03", "hotline-office", "热线办", "HOTLINE_OFFICE", "supervisor"},
    {"粤03", "supervision-office", "监察室", "SUPERVISION_OFFICE", "inspector_reviewer"},
    {"粤03", "political-department", "政治部", "POLITICAL_DEPARTMENT", ""},
    {"粤03", "enforcement-bureau", "执行局", "ENFORCEMENT_BUREAU", "reviewer"},
    {"粤03", "enforcement-ruling", "执行裁决处", "ENFORCEMENT_RULING", ""},
    {"粤03", "enforcement-supervision", "执行监督处", "ENFORCEMENT_SUPERVISION", ""},
    {"粤03", "enforcement-implementation", "执行实施处", "ENFORCEMENT_IMPLEMENTATION", ""},
    {"粤03", "public-relations", "公共关系处", "PUBLIC_RELATIONS", ""},
    {"粤03", "trial-management", "审管办", "TRIAL_MANAGEMENT", ""},
    {"粤03", "case-filing", "立案庭", "CASE_FILING", ""},
    {"粤03", "trial-supervision", "审监庭", "TRIAL_SUPERVISION", ""},
    {"粤03", "civil-division", "民事庭", "CIVIL_DIVISION", "reviewer2"},
    {"粤03", "commercial-division", "商事庭", "COMMERCIAL_DIVISION", ""},
    {"粤0305", "hotline-office", "热线办", "HOTLINE_OFFICE", ""},
    {"粤0305", "enforcement-bureau", "执行局", "ENFORCEMENT_BUREAU", ""},
    {"粤0305", "supervision-office", "监察室", "SUPERVISION_OFFICE", ""},
    {"粤01", "hotline-office", "热线办", "HOTLINE_OFFICE", ""},
    {"粤01", "enforcement-bureau", "执行局", "ENFORCEMENT_BUREAU", ""},
    {"粤01", "supervision-office", "监察室", "SUPERVISION_OFFICE", ""},
};

constexpr DemoUser kUsers[] = {
    {"admin", "周明", "13800000001", "粤03", "", "administrator"},
    {"agent", "李婷", "13800000002", "粤03", "hotline-office", "agent"},
    {"dispatcher", "王芳", "13800000003", "粤03", "hotline-office", "dispatcher"},
    {"handler", "张伟", "13800000004", "粤03", "enforcement-bureau", "handler"},
    {"reviewer", "刘强", "13800000005", "粤03", "enforcement-bureau", "department_reviewer"},
    {"callback", "陈静", "13800000006", "粤03", "hotline-office", "callback_agent"},
    {"supervisor", "黄海", "13800000007", "粤03", "hotline-office", "supervisor"},
    {"auditor", "吴磊", "13800000008", "粤03", "", "auditor"},
    {"callback2", "赵敏", "13800000009", "粤03", "hotline-office", "callback_agent"},
    {"handler2", "郑浩", "13800000010", "粤03", "civil-division", "handler"},
    {"reviewer2", "孙丽", "13800000011", "粤03", "civil-division", "department_reviewer"},
    {"inspector", "徐正", "13800000012", "粤03", "supervision-office", "handler"},
    {"inspector_reviewer", "马超", "13800000013", "粤03", "supervision-office",
     "department_reviewer"},
    {"nanshan_handler", "何军", "13800000014", "粤0305", "enforcement-bureau", "handler"},
    {"guangzhou_handler", "罗斌", "13800000015", "粤01", "enforcement-bureau", "handler"},
    {"gd_admin", "高原", "13800000016", "粤", "", "administrator"},
};

}  // namespace

std::span<const DemoCourt> Courts() { return kCourts; }
std::span<const DemoDepartment> Departments() { return kDepartments; }
std::span<const DemoUser> Users() { return kUsers; }

}  // namespace hotline::identity::demo
