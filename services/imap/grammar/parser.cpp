#include "services/imap/grammar/parser.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

struct CommandRow {
    std::string_view name;
    ParseFunction parse;
};

// INVARIANT: sorted by name.
constexpr std::array<CommandRow, 39> kCommands = {{
    {"APPEND", parse_append},
    {"AUTHENTICATE", parse_authenticate},
    {"CAPABILITY", parse_nothing<Capability>},
    {"CHECK", parse_nothing<Check>},
    {"CLOSE", parse_nothing<Close>},
    {"COPY", parse_copy},
    {"CREATE", parse_create},
    {"DELETE", parse_mailbox<Delete>},
    {"ENABLE", parse_enable},
    {"EXAMINE", parse_examine},
    {"EXPUNGE", parse_expunge},
    {"FETCH", parse_fetch},
    {"GETQUOTA", parse_get_quota},
    {"GETQUOTAROOT", parse_mailbox<GetQuotaRoot>},
    {"ID", parse_id},
    {"IDLE", parse_nothing<Idle>},
    {"LIST", parse_list},
    {"LOGIN", parse_login},
    {"LOGOUT", parse_nothing<Logout>},
    {"LSUB", parse_lsub},
    {"MOVE", parse_move},
    {"NAMESPACE", parse_nothing<Namespace>},
    {"NOOP", parse_nothing<Noop>},
    {"RENAME", parse_rename},
    {"SEARCH", parse_search},
    {"SELECT", parse_select},
    {"SETQUOTA", parse_set_quota},
    {"STARTTLS", parse_nothing<StartTls>},
    {"STATUS", parse_status},
    {"STORE", parse_store},
    {"SUBSCRIBE", parse_mailbox<Subscribe>},
    {"UID COPY", parse_copy},
    {"UID EXPUNGE", parse_expunge},
    {"UID FETCH", parse_fetch},
    {"UID MOVE", parse_move},
    {"UID SEARCH", parse_search},
    {"UID STORE", parse_store},
    {"UNSELECT", parse_nothing<Unselect>},
    {"UNSUBSCRIBE", parse_mailbox<Unsubscribe>},
}};

constexpr bool before(const CommandRow& a, const CommandRow& b) { return a.name < b.name; }
static_assert(std::is_sorted(kCommands.begin(), kCommands.end(), before));

const CommandRow* find_command(std::string_view name) {
    const auto row =
        std::lower_bound(kCommands.begin(), kCommands.end(), CommandRow{name, nullptr}, before);
    return row != kCommands.end() && row->name == name ? &*row : nullptr;
}

}  // namespace

Command parse(const CommandText& text, MailboxEncoding encoding) {
    Cursor cursor(text, encoding);
    std::string tag(cursor.run(is_tag_char, "a tag"));
    if (tag.size() > kTagLimit) Cursor::fail_at(0, "a tag of at most 64 octets");
    cursor.space();
    const std::size_t name_offset = cursor.offset();
    std::string name = cursor.word("a command name");
    Numbering numbering = Numbering::sequence;
    if (name == "UID") {
        cursor.space();
        name += ' ' + cursor.word("a command name");
        numbering = Numbering::uid;
    }
    const CommandRow* row = find_command(name);
    if (row == nullptr) Cursor::fail_at(name_offset, "a command name");
    CommandBody body = row->parse(cursor, numbering);
    cursor.end();
    return Command{std::move(tag), row->name, std::move(body)};
}

}  // namespace postvern::services::imap::grammar
