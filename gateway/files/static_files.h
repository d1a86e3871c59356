// The portal's files. Only what lies below the directory is served, links included; names that
// begin with a dot are not.
//
// A path without a dot in its last segment that is no file gives index.html: the portal's router
// knows it. Files below "assets/" carry a hash in their name and may be kept for ever; everything
// else is asked for again by its ETag.
#pragma once

#include <optional>
#include <string>

#include "gateway/http/message.h"

namespace hotline::gateway {

class StaticFiles {
 public:
  // A directory that does not exist serves nothing (yet).
  explicit StaticFiles(std::string directory) : directory_(std::move(directory)) {}

  // Nothing when there is no such file. For GET and HEAD. Reads from the page cache, in the calling
  // thread.
  std::optional<http::Response> Get(const http::RequestHead& head) const;

 private:
  std::string directory_;
};

}  // namespace hotline::gateway
