// Personal data as shown to those who did not ask for it with a purpose.
#pragma once

#include <string>
#include <string_view>

namespace hotline::workorder {

std::string MaskName(std::string_view name);           // 张三 → 张*, 欧阳锋 → 欧**; one character stays.
std::string MaskPhone(std::string_view phone);         // 13800138000 → 138****8000
std::string MaskIdNumber(std::string_view id_number);  // 110105194912310021 → 110105********0021

}  // namespace hotline::workorder
