#include "services/imap/name_tree.hpp"

#include <algorithm>
#include <map>

namespace postvern::services::imap {

namespace {

// "a/b/c" -> "a/b" -> "a" -> "".
std::string_view parent_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

constexpr char kBehindSlash = '/' + 1;

}  // namespace

NameTree::NameTree(std::vector<records::Collection> mailboxes,
                   const std::vector<std::string>& subscriptions)
    : mailboxes_(std::move(mailboxes)) {
    std::map<std::string, Name, std::less<>> tree;
    for (const auto& mailbox : mailboxes_) tree[mailbox.path].mailbox = &mailbox;
    for (const auto& path : subscriptions) {
        tree[path].is_subscribed = true;
        for (auto above = parent_of(path); !above.empty(); above = parent_of(above)) {
            tree[std::string(above)];
        }
    }
    for (const auto& mailbox : mailboxes_) {
        for (auto above = parent_of(mailbox.path); !above.empty(); above = parent_of(above)) {
            tree[std::string(above)].has_children = true;
        }
    }
    names_.reserve(tree.size());
    for (auto& [path, name] : tree) {
        name.path = path;
        names_.push_back(std::move(name));
    }
    std::stable_partition(names_.begin(), names_.end(),
                          [](const Name& name) { return name.path == "INBOX"; });
}

std::vector<const NameTree::Name*> NameTree::below(std::string_view path) const {
    // Sorted behind INBOX, the names below one stand together: from "path/" to before "path0".
    const auto sorted = names_.begin() + (!names_.empty() && names_.front().path == "INBOX" ? 1 : 0);
    const auto first_from = [&](char delimiter) {
        return std::lower_bound(sorted, names_.end(), std::string(path) + delimiter,
                                [](const Name& name, const std::string& bound) { return name.path < bound; });
    };
    std::vector<const Name*> found;
    const auto end = first_from(kBehindSlash);
    for (auto name = first_from('/'); name != end; ++name) found.push_back(&*name);
    return found;
}

}  // namespace postvern::services::imap
