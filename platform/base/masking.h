// How personal data are shown to those who did not ask for them by name: enough to recognise, not
// enough to identify.
//
// Names follow 法释〔2016〕19号 articles 8 to 10 (the surname stays, 某 for the rest; the first
// character of names of ethnic minorities and of translated names; the first letter of foreign
// ones). For numbers no statute gives a form; these are the usual ones. All functions are
// idempotent, never give back a whole value, and make half-width digits of full-width ones.
#pragma once

#include <string>
#include <string_view>

namespace hotline {

// 张三丰 → 张某某 · 欧阳锋 → 欧阳某 · 买买提·吾守尔 → 买某某 · John Smith → J*** · 王女士 → 王女士
std::string MaskName(std::string_view name);

// 13800138000 → 138****8000 · 075583210000 → 0755****0000 · 12368 → ***68
std::string MaskPhone(std::string_view phone);

// 18 or 15 characters: the first six and the last four stay. 110105********1234
std::string MaskIdNumber(std::string_view number);

// li.ming@court.gov.cn → l***@court.gov.cn
std::string MaskEmail(std::string_view address);

}  // namespace hotline
