// How the public reaches an order: by its number and extraction code. Nothing is learnt from a
// refusal: a wrong number and a wrong code are counted, locked and answered alike, and cost the
// same.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {

// A refusal is a value here: the failure that it counted must be committed.
struct PublicAccess {
  std::optional<WorkOrder> order;  // With the columns of load_public_order.
  std::optional<absl::Time> locked_until;
};

// Attempts at one number go one after the other until the transaction ends.
absl::StatusOr<PublicAccess> OpenByCode(db::Tx& tx, const WorkOrderStore& store,
                                        std::string_view number, std::string_view code,
                                        absl::Time now);

// Of an access without an order: NOT_FOUND (QUERY_NOT_MATCHED), RESOURCE_EXHAUSTED (QUERY_LOCKED
// {minutes}).
absl::Status RefusalOf(const PublicAccess& access, absl::Time now);

}  // namespace hotline::workorder
