// NameTree: the names of an account's mailboxes as LIST sees them: what exists, what is subscribed, what
// lies below what. Immutable once made; thread-safe then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/archive.hpp"

namespace postvern::services::imap {

class NameTree {
  public:
    struct Name {
        std::string path;
        const records::Collection* mailbox = nullptr;  // null: there is none of that name
        bool is_subscribed = false;
        bool has_children = false;  // existing ones
    };

    // `subscriptions` may name what does not exist; it is empty where nobody asks. Both in UTF-8.
    NameTree(std::vector<records::Collection> mailboxes, const std::vector<std::string>& subscriptions);
    NameTree(NameTree&&) = default;
    NameTree(const NameTree&) = delete;
    NameTree& operator=(const NameTree&) = delete;

    // INBOX first, then by path. Names above a subscribed one are there, existing or not.
    const std::vector<Name>& names() const noexcept { return names_; }
    // Those below `path`.
    std::vector<const Name*> below(std::string_view path) const;

  private:
    std::vector<records::Collection> mailboxes_;  // not changed after construction: names point into it
    std::vector<Name> names_;
};

}  // namespace postvern::services::imap
