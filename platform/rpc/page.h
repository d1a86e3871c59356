// Keyset paging, the same for every list here: one row more than asked for tells whether there is a
// next page.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/base/status.h"
#include "platform/rpc/call.h"
#include "platform/rpc/page_token.h"

namespace hotline::rpc {

template <class Request>
class Page {
 public:
  // `keys` is the number of values in the sort key. INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
  static absl::StatusOr<Page> Open(const PageTokens& tokens, const Call& call,
                                   const Request& request, size_t keys) {
    Page page(tokens);
    page.size_ = request.page_size() == 0 ? 50 : request.page_size();
    Request filter = request;
    filter.clear_page_size();
    filter.clear_page_token();
    page.query_ = call.method + "\n" + call.caller.id + "\n" + call.caller.court_path + "\n" +
                  filter.SerializeAsString();
    page.after_.resize(keys);
    if (!request.page_token().empty()) {
      HOTLINE_ASSIGN_OR_RETURN(page.after_, tokens.Read(request.page_token(), page.query_));
      if (page.after_.size() != keys) return Invalid("INVALID_PAGE_TOKEN");
    }
    return page;
  }

  // Empty texts on the first page.
  const std::string& after(size_t key = 0) const { return after_[key]; }
  int limit() const { return size_ + 1; }

  // Drops the extra row; the token of the next page, or empty on the last. `key_of` gives a row's
  // sort key.
  template <class Row, class KeyOf>
  std::string Close(std::vector<Row>& rows, KeyOf key_of) const {
    if (static_cast<int>(rows.size()) <= size_) return "";
    rows.resize(size_);
    return tokens_->Make(key_of(rows.back()), query_);
  }

 private:
  explicit Page(const PageTokens& tokens) : tokens_(&tokens) {}
  const PageTokens* tokens_;
  int size_ = 0;
  std::string query_;
  std::vector<std::string> after_;
};

}  // namespace hotline::rpc
