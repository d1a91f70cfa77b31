// Commands about mailboxes and quota: RFC 9051 6.3, RFC 6154 3, RFC 9208 4.1.
#include <algorithm>
#include <array>
#include <utility>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

// RFC 6154 2; more of them in one CREATE than there are make no sense.
constexpr std::array<std::string_view, 7> kSpecialUses = {
    "\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash"};
constexpr std::size_t kSpecialUseLimit = 16;

// Most resources in one SETQUOTA. A limit of this server; RFC 9208 5 defines four.
constexpr std::size_t kQuotaResourceLimit = 16;

// <use-attr>, in RFC 6154's spelling if it is one of its own.  RFC 6154 6
std::string parse_special_use(Cursor& cursor) {
    cursor.expect('\\', "a special-use attribute");
    const std::string sent = '\\' + std::string(cursor.atom("a special-use attribute"));
    for (const std::string_view known : kSpecialUses) {
        if (equal_ignoring_case(known, sent)) return std::string(known);
    }
    return sent;
}

CommandBody parse_opening(Cursor& cursor, Access access) {
    cursor.space();
    Select select{access, cursor.mailbox(), {}};
    if (cursor.take(' ')) select.parameters = parse_parameters(cursor);
    return select;
}

}  // namespace

CommandBody parse_select(Cursor& cursor, Numbering /*numbering*/) {
    return parse_opening(cursor, Access::read_write);
}

CommandBody parse_examine(Cursor& cursor, Numbering /*numbering*/) {
    return parse_opening(cursor, Access::read_only);
}

// RFC 4466 2.2: create-params; USE is the only one that this server knows (RFC 6154 6).
CommandBody parse_create(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    Create create{cursor.mailbox(), {}};
    if (!cursor.take(' ')) return create;
    cursor.expect('(', "create parameters");
    if (!cursor.take_keyword("USE")) cursor.fail("USE");
    cursor.space();
    cursor.expect('(', "a list of special-use attributes");
    if (!cursor.take(')')) {
        do {
            if (create.special_uses.size() == kSpecialUseLimit) {
                cursor.fail("fewer special-use attributes");
            }
            create.special_uses.push_back(parse_special_use(cursor));
        } while (cursor.take(' '));
        cursor.expect(')', "the end of the list");
    }
    cursor.expect(')', "the end of the create parameters");
    return create;
}

CommandBody parse_rename(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    MailboxName from = cursor.mailbox();
    cursor.space();
    return Rename{std::move(from), cursor.mailbox()};
}

CommandBody parse_status(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    MailboxName mailbox = cursor.mailbox();
    cursor.space();
    return Status{std::move(mailbox), parse_status_items(cursor)};
}

CommandBody parse_get_quota(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    return GetQuota{cursor.astring()};
}

CommandBody parse_set_quota(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    SetQuota quota{cursor.astring(), {}};
    cursor.space();
    cursor.expect('(', "a list of limits");
    if (cursor.take(')')) return quota;
    do {
        if (quota.limits.size() == kQuotaResourceLimit) cursor.fail("fewer limits");
        std::string resource = cursor.word("a resource name");
        cursor.space();
        quota.limits.emplace_back(std::move(resource), cursor.number64());
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the list");
    return quota;
}

}  // namespace postvern::services::imap::grammar
