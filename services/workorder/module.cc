#include "services/workorder/module.h"

#include "platform/events/sql.h"
#include "services/workorder/sql.h"

namespace hotline::workorder {

db::Schema Schema() {
  return {"workorder", {{"events", events::sql::Migrations()}, {"workorder", sql::Migrations()}}};
}

}  // namespace hotline::workorder
