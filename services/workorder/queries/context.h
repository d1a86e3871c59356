// What reads work with. All pointers outlive the queries.
#pragma once

#include "platform/crypto/field_cipher.h"
#include "platform/db/combined_read.h"
#include "platform/db/pool.h"
#include "platform/rpc/page_token.h"
#include "services/workorder/queries/text_cache.h"
#include "services/workorder/store/work_order_store.h"

namespace hotline::workorder {

struct QueryContext {
  db::Pool* pool = nullptr;
  db::CombinedRead* orders = nullptr;  // Whole rows, for reads of one order.
  TextCache* texts = nullptr;
  const crypto::FieldCipher* cipher = nullptr;
  const WorkOrderStore* store = nullptr;
  const rpc::PageTokens* tokens = nullptr;
};

}  // namespace hotline::workorder
