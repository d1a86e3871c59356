// Names of the entries of a ZIP container, to tell office documents from archives.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace hotline::workorder {

// Names in the central directory, at most `limit`; they point into `data`. Empty when `data` is not
// a well-formed ZIP file (APPNOTE 6.3, without ZIP64 and multiple disks).
std::optional<std::vector<std::string_view>> ZipEntryNames(std::string_view data, size_t limit);

}  // namespace hotline::workorder
