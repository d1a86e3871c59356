// What every command of a person has in common.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "platform/base/caller.h"
#include "platform/base/status.h"
#include "services/callback/store/rating_store.h"
#include "services/callback/store/task_store.h"

namespace hotline::callback {

struct Stores {
  explicit Stores(const crypto::FieldCipher* cipher) : tasks(cipher), ratings(cipher) {}
  TaskStore tasks;
  RatingStore ratings;
};

// Who acts, when, and on which revision (empty: any).
struct Acting {
  const Caller& caller;
  absl::Time now;
  std::string etag;

  Change Did(std::string type, nlohmann::json details = nlohmann::json::object()) const {
    return {std::move(type), caller.id, caller.name, now, std::move(details)};
  }
};

inline std::string EtagOf(int64_t revision) { return absl::StrCat(revision); }

inline absl::Status CheckEtag(const Acting& acting, int64_t revision) {
  if (acting.etag.empty() || acting.etag == EtagOf(revision)) return absl::OkStatus();
  return Refuse(absl::StatusCode::kAborted, "ETAG_MISMATCH");
}

}  // namespace hotline::callback
