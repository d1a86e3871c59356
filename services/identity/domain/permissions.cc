#include "services/identity/domain/permissions.h"

#include <algorithm>

#include "platform/base/status.h"

namespace hotline::identity {
namespace {

using enum Duty;

constexpr Permission kPermissions[] = {
    {"apikey.manage", "管理接口密钥", kAdministration, false},
    {"attachment.read", "查看附件", kReading, true},
    {"attachment.upload", "上传附件", kBusiness, true},
    {"audit.read", "查看审计记录", kAudit, false},
    {"callback.read", "查看回访", kReading, true},
    {"callback.work", "回访", kBusiness, false},
    {"escalation.configure", "设置办理期限规则和工作日历", kBusiness, false},
    {"identity.manage", "管理用户和机构", kAdministration, false},
    {"identity.read", "查看用户和机构", kDirectory, false},
    {"notification.configure", "配置通知规则", kAdministration, false},
    {"notification.delivery", "查看和重发对外通知", kAdministration, false},
    {"notification.webhook", "管理网络回调", kAdministration, false},
    {"setaside.decide", "不满意甄别决定", kBusiness, false},
    {"setaside.request", "申请不满意甄别", kBusiness, false},
    {"workorder.answer", "即时答复", kBusiness, true},
    {"workorder.cancel", "作废工单", kBusiness, false},
    {"workorder.decide", "审批退单、延期和挂起", kBusiness, false},
    {"workorder.dispatch", "派单", kBusiness, true},
    {"workorder.handle", "办理", kBusiness, false},
    {"workorder.note", "备注", kBusiness, true},
    {"workorder.read.court", "查看本院工单", kReading, true},
    {"workorder.read.department", "查看本部门工单", kReading, false},
    {"workorder.register", "登记工单", kBusiness, true},
    {"workorder.reveal", "查看完整个人信息", kBusiness, false},
    {"workorder.review.department", "部门审核", kBusiness, false},
    {"workorder.review.hotline", "热线办审核", kBusiness, false},
    {"workorder.search", "按电话或证件号查找", kReading, true},
    {"workorder.supervise", "督办", kBusiness, false},
    {"workorder.urge", "催办", kBusiness, true},
};

}  // namespace

std::span<const Permission> KnownPermissions() { return kPermissions; }

const Permission* FindPermission(std::string_view code) {
  const auto* found = std::ranges::lower_bound(kPermissions, code, {}, &Permission::code);
  return found != std::end(kPermissions) && found->code == code ? found : nullptr;
}

absl::Status CheckKnown(const std::vector<std::string>& codes) {
  for (const std::string& code : codes) {
    if (FindPermission(code) == nullptr)
      return Invalid("UNKNOWN_PERMISSION", {{"permission", code}});
  }
  return absl::OkStatus();
}

absl::Status CheckScopes(const std::vector<std::string>& codes) {
  HOTLINE_RETURN_IF_ERROR(CheckKnown(codes));
  for (const std::string& code : codes) {
    if (!FindPermission(code)->for_api_keys)
      return Invalid("SCOPE_NOT_ALLOWED", {{"permission", code}});
  }
  return absl::OkStatus();
}

absl::Status CheckDuties(const std::set<std::string>& permissions) {
  bool held[5] = {};
  for (const std::string& code : permissions) {
    // A permission this version does not know may be anything: count it as business.
    const Permission* known = FindPermission(code);
    held[static_cast<int>(known == nullptr ? kBusiness : known->duty)] = true;
  }
  const auto has = [&](Duty duty) { return held[static_cast<int>(duty)]; };
  const bool conflict =
      (has(kAdministration) && (has(kReading) || has(kBusiness) || has(kAudit))) ||
      (has(kAudit) && has(kBusiness));
  return conflict ? Precondition("ROLES_CONFLICT") : absl::OkStatus();
}

}  // namespace hotline::identity
