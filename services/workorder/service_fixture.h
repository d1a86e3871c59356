// What tests of this service start from: a migrated database, keys, people and orders. Only for
// tests.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "platform/crypto/crypto.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/migrator.h"
#include "platform/db/pool.h"
#include "platform/events/command.h"
#include "platform/testing/database.h"
#include "services/workorder/module.h"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {

inline constexpr char kCourt[] = "11111111-1111-1111-1111-111111111111";
inline constexpr char kCourtPath[] = "/gd/gd03/";
inline constexpr char kDepartment[] = "22222222-2222-2222-2222-222222222222";
inline constexpr char kOtherDepartment[] = "33333333-3333-3333-3333-333333333333";

inline crypto::KeyRing TestKeys() {
  crypto::KeyRing keys;
  keys.active = "k1";
  keys.field_keys["k1"] = std::string(32, 'f');
  keys.index_key = std::string(32, 'i');
  keys.caller_key = std::string(32, 'c');
  keys.token_key = std::string(32, 't');
  return keys;
}

struct ServiceFixture {
  testing::TestDatabase database{"workorder_service", [](const std::string& conninfo) {
                                   const absl::Status status = db::Migrate(conninfo, {Schema()});
                                   if (!status.ok())
                                     throw std::runtime_error(std::string(status.message()));
                                 }};
  db::Pool pool{
      {.conninfo = database.ConninfoFor("hotline_workorder"), .search_path = "workorder"}};
  crypto::FieldCipher cipher{TestKeys()};
  events::Commands commands{&pool, &cipher};
  WorkOrderStore store{&cipher};
  absl::Time now = absl::FromUnixSeconds(1'795'392'000);  // 2026-11-23 00:00 UTC

  Caller Person(const std::string& id, const std::set<std::string, std::less<>>& permissions,
                const std::string& department = "") const {
    Caller caller;
    caller.kind = Caller::Kind::kUser;
    caller.id = "44444444-4444-4444-4444-" + std::string(12 - id.size(), '0') + id;
    caller.name = "用户" + id;
    caller.court_id = kCourt;
    caller.court_path = kCourtPath;
    caller.department_id = department;
    caller.permissions = permissions;
    return caller;
  }
  Caller Agent() const {
    return Person("1", {"workorder.register", "workorder.read.court", "workorder.search",
                        "attachment.upload", "attachment.read", "workorder.reveal"});
  }
  Caller Handler() const {
    return Person(
        "2",
        {"workorder.read.department", "workorder.handle", "attachment.upload", "attachment.read"},
        kDepartment);
  }
  rpc::Call CallBy(const Caller& caller, const std::string& method = "Test/Method") const {
    return {.method = method,
            .caller = caller,
            .now = now,
            .deadline = absl::InfiniteFuture(),
            .trace_id = ""};
  }

  // An order as registered by Agent(); change what matters, then Save it.
  WorkOrder Draft() const {
    WorkOrder order;
    order.id = crypto::NewUuid(now);
    order.court_id = kCourt;
    order.court_path = kCourtPath;
    order.type = "CONTACT_JUDGE";
    order.title = "联系执行法官";
    order.content = "执行案件立案八个月，被执行人名下有房产，一直没有进展，请承办法官联系。";
    order.requester.name = "张三丰";
    order.requester.phone = "13800138000";
    order.created_by_id = Agent().id;
    order.created_by_name = Agent().name;
    order.create_time = order.update_time = now;
    order.extraction_code = "ABCD2345";
    order.revision = 1;
    return order;
  }
  WorkOrder Save(WorkOrder order) {
    const absl::Status status = pool.Transact([&](db::Tx& tx) {
      store.Insert(tx, order, absl::FormatTime("%Y%m%d", now, absl::UTCTimeZone()));
      store.Update(tx, order);
      return absl::OkStatus();
    });
    if (!status.ok()) throw std::runtime_error(status.ToString());
    return order;
  }
  int64_t Rows(const std::string& from) {
    return pool
        .Read<int64_t>([&](db::Tx& tx) -> absl::StatusOr<int64_t> {
          return tx.ExecText("SELECT count(*) FROM " + from)[0][0].as<int64_t>();
        })
        .value();
  }
};

// Removed with everything in it.
struct TemporaryDirectory {
  std::string path =
      (std::filesystem::temp_directory_path() / ("hotline-" + crypto::RandomCode(10))).string();
  TemporaryDirectory() { std::filesystem::create_directories(path); }
  ~TemporaryDirectory() { std::filesystem::remove_all(path); }
};

}  // namespace hotline::workorder
