#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "services/imap/grammar/date_time.hpp"
#include "services/imap/grammar/fetch.hpp"
#include "services/imap/grammar/flags.hpp"
#include "services/imap/grammar/mailbox_name.hpp"
#include "services/imap/grammar/search.hpp"
#include "services/imap/grammar/secret.hpp"
#include "services/imap/grammar/sequence_set.hpp"

// IMAP commands as values: one struct per command. Plain data without behaviour; a Command is
// moved, not copied (it may hold a password), and is not thread-safe.
namespace postvern::services::imap::grammar {

// Whether the numbers of a command (and of its answer) are UIDs: UID FETCH against FETCH.
enum class Numbering { sequence, uid };

// A generic value of an extension.  RFC 9051 9, tagged-ext-val; RFC 4466 3
struct ExtensionValue {
    std::variant<std::string, std::vector<ExtensionValue>> value;

    bool operator==(const ExtensionValue& other) const { return value == other.value; }
};

// NAME or NAME value, as in SELECT's "(CONDSTORE)"; the name in capitals.  RFC 4466 2.1
struct Parameter {
    std::string name;
    std::optional<ExtensionValue> value;

    bool operator==(const Parameter&) const = default;
};
using Parameters = std::vector<Parameter>;

// --- Any state: RFC 9051 6.1, RFC 2971 -------------------------------------------------------
struct Capability {};
struct Noop {};
struct Logout {};

// ID NIL, or at most 30 pairs of field name (as spelt, unique ignoring case) and value.
struct Id {
    std::vector<std::pair<std::string, std::optional<std::string>>> fields;
};

// --- Not authenticated: RFC 9051 6.2 ---------------------------------------------------------
struct StartTls {};

struct Authenticate {
    std::string mechanism;                   // in capitals
    std::optional<Secret> initial_response;  // decoded; "=" gives the empty response (RFC 4959 3)
};

struct Login {
    std::string user;
    Secret password;
};

// --- Authenticated: RFC 9051 6.3 -------------------------------------------------------------
struct Enable {
    std::vector<std::string> capabilities;  // in capitals, at least one
};

enum class Access { read_write, read_only };

// SELECT (read_write) and EXAMINE (read_only).
struct Select {
    Access access;
    MailboxName mailbox;
    Parameters parameters;
};

// CREATE mailbox (USE (\Sent ...)); known attributes in RFC 6154's spelling, others as sent (the
// session answers them NO [USEATTR], RFC 6154 3).
struct Create {
    MailboxName mailbox;
    std::vector<std::string> special_uses;
};

struct Delete {
    MailboxName mailbox;
};

struct Rename {
    MailboxName from;
    MailboxName to;
};

struct Subscribe {
    MailboxName mailbox;
};

struct Unsubscribe {
    MailboxName mailbox;
};

enum class StatusItem {
    messages,
    recent,  // RFC 3501 6.3.10
    uid_next,
    uid_validity,
    unseen,
    deleted,
    deleted_storage,  // RFC 9208 4.1.4
    size,
    append_limit,  // RFC 7889 3.1
};

struct Status {
    MailboxName mailbox;
    std::vector<StatusItem> items;  // without duplicates, at least one
};

// Most patterns in one LIST. A limit of this server.
inline constexpr std::size_t kListPatternLimit = 64;

// LIST and LIST-EXTENDED.  RFC 9051 6.3.9, RFC 5258, RFC 6154 2, RFC 5819
struct List {
    struct Selection {
        bool subscribed = false;
        bool remote = false;
        bool recursive_match = false;
        bool special_use = false;
    };
    struct Return {
        bool subscribed = false;
        bool children = false;
        bool special_use = false;
        std::vector<StatusItem> status;  // empty: not asked for
    };
    // Which syntax the client used: only the basic one gives "" its meaning of "ask for the
    // delimiter" and rev1's answers (RFC 5258 3).
    enum class Form { basic, extended };

    Form form;
    Selection selection;
    std::string reference;              // UTF-8
    std::vector<std::string> patterns;  // UTF-8, at least one
    Return returned;
};

// LSUB reference pattern.  RFC 3501 6.3.9
struct Lsub {
    std::string reference;
    std::string pattern;
};

struct Namespace {};

// A message that follows as a literal, which the session streams.
struct MessageLiteral {
    std::uint64_t octets;
    bool non_synchronizing;  // the client is sending already (RFC 7888)
    bool binary;             // ~{N}: may hold NUL (RFC 9051 4.3.1, RFC 3516 4.4)
};

struct Append {
    MailboxName mailbox;
    FlagSet flags;
    std::optional<DateTime> date;
    MessageLiteral message;
    bool utf8 = false;  // "UTF8 (~{N}": a ")" follows the message (RFC 6855 4)
};

struct Idle {};

// RFC 9208 4.1
struct GetQuota {
    std::string root;
};

struct GetQuotaRoot {
    MailboxName mailbox;
};

struct SetQuota {
    std::string root;
    std::vector<std::pair<std::string, std::uint64_t>> limits;  // resource in capitals, limit
};

// --- Selected: RFC 9051 6.4 ------------------------------------------------------------------
struct Check {};  // RFC 3501 6.4.1
struct Close {};
struct Unselect {};

struct Expunge {
    std::optional<SequenceSet> uids;  // UID EXPUNGE (RFC 9051 6.4.9, RFC 4315 2.1)
};

struct Search {
    Numbering numbering;
    std::optional<SearchReturn> returned;  // absent: no RETURN; "RETURN ()" has `all` set
    std::optional<std::string> charset;    // in capitals
    search::Key program;
};

struct Fetch {
    Numbering numbering;
    SequenceSet messages;
    std::vector<FetchAttribute> attributes;  // macros expanded, at least one
    Parameters modifiers;                    // RFC 4466 2.4
};

enum class StoreMode { replace, add, remove };
enum class StoreReply { fetch, silent };

struct Store {
    Numbering numbering;
    SequenceSet messages;
    Parameters modifiers;  // RFC 4466 2.5
    StoreMode mode;
    StoreReply reply;
    FlagSet flags;
};

struct Copy {
    Numbering numbering;
    SequenceSet messages;
    MailboxName mailbox;
};

// RFC 9051 6.4.8, RFC 6851
struct Move {
    Numbering numbering;
    SequenceSet messages;
    MailboxName mailbox;
};

using CommandBody =
    std::variant<Capability, Noop, Logout, Id, StartTls, Authenticate, Login, Enable, Select,
                 Create, Delete, Rename, Subscribe, Unsubscribe, Status, List, Lsub, Namespace,
                 Append, Idle, GetQuota, GetQuotaRoot, SetQuota, Check, Close, Unselect, Expunge,
                 Search, Fetch, Store, Copy, Move>;

struct Command {
    std::string tag;
    // As in the RFC, in capitals, with "UID " before it where sent: "UID FETCH". Static storage.
    std::string_view name;
    CommandBody body;
};

}  // namespace postvern::services::imap::grammar
