// Not run by ctest: how long desks take with few and with many orders in the table, and by which
// plan.
//   workorder_test "[bench]"     HOTLINE_BENCH_ORDERS=10000,1000000  HOTLINE_BENCH_OPEN_PERCENT=20
//   HOTLINE_BENCH_PLANS=1 puts every plan into the server's log.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <sstream>

#include "catch2/catch.hpp"
#include "fmt/format.h"
#include "services/workorder/queries/query_fixture.h"

namespace hotline::workorder {
namespace {

std::string Setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

std::string IdOf(int64_t n) { return fmt::format("00000000-0000-7000-8000-{:012}", n); }

// Orders of ten years, most of them closed, in ten courts with twelve departments each. The number
// of handlers grows with the orders: with twenty percent open, each has about seventy of them, be
// the table small or large.
constexpr int64_t kOrdersOfHandler = 500;
constexpr int kCourts = 10;

int HandlersOfCourt(int64_t orders) {
  return static_cast<int>(std::max<int64_t>(orders / kOrdersOfHandler / kCourts, 1));
}

constexpr char kFill[] = R"sql(
INSERT INTO work_order (id, number, court_id, court_path, state, type, urgency, channel, title, content, requester_sealed,
  phone_index, department_id, department_name, handler_id, handler_name, created_by_id, create_time, update_time, due_time,
  extraction_code_sealed, detail, revision, history_hash, pending_kind)
SELECT s.id, 'N' || s.n, md5('court' || c)::uuid, '/gd/gd' || c || '/',
  CASE WHEN open THEN 1 + s.n / 7 % 7 ELSE 8 END, 'CONTACT_JUDGE', 1, 1, '联系执行法官' || s.n, repeat('执行案件没有进展。', 12),
  s.sealed, sha256(s.n::text::bytea),
  CASE WHEN open AND s.n / 7 % 7 = 0 THEN NULL ELSE md5(c || 'department' || d)::uuid END, '执行局',
  CASE WHEN open AND s.n / 7 % 7 <= 1 THEN NULL ELSE md5(c || 'handler' || h)::uuid END, '承办人',
  md5(c || 'agent' || s.n % 30)::uuid, t, t + interval '1 day',
  CASE WHEN s.n % 11 = 0 THEN NULL ELSE t + interval '3 days' END, '', '{}', 3, '', CASE WHEN open AND s.n % 50 = 0 THEN 2 END
FROM (SELECT *, hashint8(n) & 1048575 AS r FROM sealed) s,
  LATERAL (SELECT s.r % 10 AS c, s.r / 10 % 12 AS d, s.r / 10 % $2::int AS h, hashint8(s.n + 7) & 65535 AS o,
             timestamptz '2016-01-01' + (hashint8(s.n + 3) & 1048575) * interval '5 minutes') x(c, d, h, o, t),
  LATERAL (SELECT o % 100 < $1::int) y(open))sql";

void Fill(QueryFixture& f, int64_t orders) {
  pqxx::connection connection(f.database.Conninfo());
  pqxx::work tx(connection);
  tx.exec0("SET search_path = workorder");
  tx.exec0("CREATE TEMP TABLE sealed (n bigint, id uuid, sealed bytea)");
  {
    pqxx::stream_to stream(tx, "sealed", std::vector<std::string>{"n", "id", "sealed"});
    for (int64_t n = 1; n <= orders; ++n) {
      const std::string sealed = f.cipher.Seal(R"({"name":"张三丰","phone":"13800138000"})",
                                               "workorder/requester/" + IdOf(n));
      stream << std::make_tuple(n, IdOf(n), "\\x" + crypto::Hex(sealed));
    }
    stream.complete();
  }
  tx.exec_params0(kFill, Setting("HOTLINE_BENCH_OPEN_PERCENT", "20"), HandlersOfCourt(orders));
  tx.commit();
  pqxx::nontransaction last(connection);
  last.exec0("VACUUM ANALYZE workorder.work_order");
  if (Setting("HOTLINE_BENCH_PLANS", "") == "1") {
    const std::string alter = "ALTER DATABASE " + last.quote_name(f.database.name());
    last.exec0(alter + " SET session_preload_libraries = 'auto_explain'");
    last.exec0(alter + " SET auto_explain.log_min_duration = 0");
  }
}

struct Desk {
  const char* name;
  std::function<Caller(int)> caller;
  v1::ListRequest request;
};

std::string IdBy(QueryFixture& f, const std::string& text) {
  return f.pool
      .Read<std::string>([&](db::Tx& tx) -> absl::StatusOr<std::string> {
        return tx.ExecText("SELECT md5($1)::uuid::text", text)[0][0].as<std::string>();
      })
      .value();
}

std::vector<Desk> Desks(QueryFixture& f, int64_t orders) {
  const auto with = [](auto set) {
    v1::ListRequest request;
    set(request);
    return request;
  };
  const auto court = [&f](int i) {
    Caller caller = f.Person("1", {"workorder.read.court"});
    caller.court_path = fmt::format("/gd/gd{}/", i % kCourts);
    return caller;
  };
  const auto department = [&f, court](int i) {
    Caller caller = court(i);
    caller.permissions = {"workorder.read.department", "workorder.handle"};
    caller.department_id = IdBy(f, fmt::format("{}department{}", i % kCourts, i % 12));
    return caller;
  };
  const auto handler = [&f, court, handlers = HandlersOfCourt(orders)](int i) {
    Caller caller = court(i);
    caller.permissions = {"workorder.read.court", "workorder.read.department", "workorder.handle"};
    caller.id = IdBy(f, fmt::format("{}handler{}", i % kCourts, i / kCourts % handlers));
    return caller;
  };
  const auto province = [court](int i) {
    Caller caller = court(i);
    caller.court_path = "/gd/";
    return caller;
  };
  return {
      {"mine, open, by due time", handler,
       with([](auto& r) { r.set_mine(true), r.set_open(true); })},
      {"department, open", department, with([](auto& r) { r.set_open(true); })},
      {"department, all, newest first", department,
       with([](auto& r) { r.set_order_by("createTime desc"); })},
      {"court, open", court, with([](auto& r) { r.set_open(true); })},
      {"court, one state", court, with([](auto& r) { r.add_state(v1::PENDING_DISPATCH); })},
      {"court, pending applications", court,
       with([](auto& r) { r.set_pending(v1::Application::EXTENSION); })},
      {"court, all, newest first", court, with([](auto& r) { r.set_order_by("createTime desc"); })},
      {"court, all, by due time", court, {}},
      {"province, open", province, with([](auto& r) { r.set_open(true); })},
      {"province, one state", province, with([](auto& r) { r.add_state(v1::CALLBACK); })},
  };
}

double P99(QueryFixture& f, const Desk& desk) {
  std::vector<double> ms;
  for (int i = 0; i < 220; ++i) {
    const rpc::Call call = f.CallBy(desk.caller(i));
    const absl::Time start = absl::Now();
    REQUIRE(ListOrders(f.context, call, desk.request).ok());
    if (i >= 20) ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  std::ranges::sort(ms);
  return ms[ms.size() * 99 / 100];
}

TEST_CASE("desks with few and many orders", "[.][bench]") {
  std::vector<std::vector<double>> results;
  std::vector<std::string> names;
  std::stringstream sizes(Setting("HOTLINE_BENCH_ORDERS", "10000,1000000"));
  for (std::string size; std::getline(sizes, size, ',');) {
    QueryFixture f;
    const int64_t orders = std::stoll(size);
    Fill(f, orders);
    const std::vector<Desk> desks = Desks(f, orders);
    results.emplace_back();
    names.clear();
    for (const Desk& desk : desks) {
      names.emplace_back(desk.name);
      results.back().push_back(P99(f, desk));
    }
    const auto counts = [&](const char* name, const Caller& caller) {
      const absl::Time start = absl::Now();
      REQUIRE(CountOrders(f.context, f.CallBy(caller), {}).ok());
      std::cout << fmt::format("{} orders: counts for {}: {:.1f} ms\n", size, name,
                               absl::ToDoubleMilliseconds(absl::Now() - start));
    };
    counts("a department", desks[1].caller(1));
    counts("a court", desks[3].caller(1));
  }
  for (size_t i = 0; i < names.size(); ++i) {
    std::cout << fmt::format("{:32}", names[i]);
    for (const auto& result : results) std::cout << fmt::format("  p99 {:7.2f} ms", result[i]);
    std::cout << fmt::format("  ratio {:.2f}\n", results.back()[i] / results.front()[i]);
  }
}

}  // namespace
}  // namespace hotline::workorder
