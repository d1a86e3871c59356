#include "services/workorder/domain/visibility.h"

#include "catch2/catch.hpp"

namespace hotline::workorder {
namespace {

Caller Reader(const char* permission, const char* court_path, const char* department = "") {
  Caller caller;
  caller.kind = Caller::Kind::kUser;
  caller.name = "王芳";
  caller.court_path = court_path;
  caller.department_id = department;
  caller.permissions = {permission};
  return caller;
}

const char kCourtReader[] = "workorder.read.court";
const char kDepartmentReader[] = "workorder.read.department";

WorkOrder Order() {
  WorkOrder order;
  order.court_path = "/粤/粤03/";
  order.department_id = "执行局";
  order.co_department_ids = {"立案庭"};
  return order;
}

TEST_CASE("a court reader sees the own court and those below it") {
  const WorkOrder order = Order();
  CHECK(MaySee(order, Reader(kCourtReader, "/粤/粤03/")));
  CHECK(MaySee(order, Reader(kCourtReader, "/粤/")));
  CHECK_FALSE(MaySee(order, Reader(kCourtReader, "/粤/粤0/")));
  CHECK_FALSE(MaySee(order, Reader(kCourtReader, "/粤/粤03/粤0305/")));
  CHECK_FALSE(MaySee(order, Reader(kCourtReader, "")));
}

TEST_CASE("a department reader sees what the department leads or co-handles") {
  const WorkOrder order = Order();
  CHECK(MaySee(order, Reader(kDepartmentReader, "/粤/粤03/", "执行局")));
  CHECK(MaySee(order, Reader(kDepartmentReader, "/粤/粤03/", "立案庭")));
  CHECK_FALSE(MaySee(order, Reader(kDepartmentReader, "/粤/粤03/", "民事庭")));
  CHECK_FALSE(MaySee(order, Reader(kDepartmentReader, "/粤/粤03/")));
  CHECK_FALSE(MaySee(order, Reader("workorder.handle", "/粤/粤03/", "执行局")));
  WorkOrder unsent = Order();
  unsent.department_id.clear();
  unsent.co_department_ids.clear();
  CHECK_FALSE(MaySee(unsent, Reader(kDepartmentReader, "/粤/粤03/")));
}

TEST_CASE("whom an order complains about never sees it, whatever the rights") {
  WorkOrder order = Order();
  order.respondent.department_id = "民事庭";
  CHECK_FALSE(MaySee(order, Reader(kCourtReader, "/粤/粤03/", "民事庭")));
  CHECK(MaySee(order, Reader(kCourtReader, "/粤/粤03/", "监察室")));
  order.respondent = {"", "王 芳"};
  CHECK_FALSE(MaySee(order, Reader(kCourtReader, "/粤/粤03/")));
  CHECK_FALSE(MaySee(order, Reader(kDepartmentReader, "/粤/粤03/", "执行局")));
  CHECK(MaySee(order, Reader(kCourtReader, "/粤/")));  // Somebody of that name in another court.
  Caller other = Reader(kCourtReader, "/粤/粤03/");
  other.name = "王芬";
  CHECK(MaySee(order, other));
}

TEST_CASE("who asked is kept from the departments of a confidential order") {
  WorkOrder order = Order();
  CHECK(MaySeeRequester(order, Reader(kDepartmentReader, "/粤/粤03/", "执行局")));
  order.requester.confidential = true;
  CHECK_FALSE(MaySeeRequester(order, Reader(kDepartmentReader, "/粤/粤03/", "执行局")));
  CHECK_FALSE(MaySeeRequester(order, Reader(kCourtReader, "/粤/粤03/", "执行局")));
  CHECK(MaySeeRequester(order, Reader(kCourtReader, "/粤/粤03/", "热线办")));
}

}  // namespace
}  // namespace hotline::workorder
