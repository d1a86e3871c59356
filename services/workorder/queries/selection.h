// SELECTs over work_order put together from filters. Values go in as parameters only; the text
// holds none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/base/caller.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"

namespace hotline::workorder {

// Which way rows are sorted; ties by id.
struct Order {
  std::string key;  // Column or expression of type timestamptz, never NULL.
  bool descending = false;
};

// Where a page begins: the sort key (PostgreSQL's text) and id of the last row before it.
struct After {
  std::string key;
  std::string id;
};

class Selection {
 public:
  // The next parameter, as it stands in the text: "$3".
  std::string Param(std::string value);
  void Where(std::string condition) { conditions_.push_back(std::move(condition)); }

  // Only what the caller may see: the same rule as MaySee (domain/visibility.h). When `split`, each
  // way of seeing an order is a SELECT of its own, so that each is served in order by its index;
  // otherwise it is one condition, for selections that are narrow already.
  void WhereVisibleTo(const Caller& caller, const crypto::FieldCipher& cipher, bool split);

  // Up to `limit` rows of `columns` and `sort_key`, in order.
  pqxx::result Page(db::Tx& tx, std::string_view columns, const Order& order,
                    const std::vector<After>& after, int limit);
  // One row per group of what is selected: "state, count(*)" GROUP BY "state".
  pqxx::result Grouped(db::Tx& tx, std::string_view columns, std::string_view group_by);

 private:
  std::string Conditions(std::string_view branch) const;

  std::vector<std::string> params_;
  std::vector<std::string> conditions_;
  std::vector<std::string> branches_;  // Disjoint; empty: none but the conditions.
};

}  // namespace hotline::workorder
