#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/imap/grammar/flags.hpp"
#include "services/imap/grammar/sequence_set.hpp"

// The search program of RFC 9051 6.4.4 (and RFC 3501 6.4.4: NEW, OLD, RECENT) as a tree of values.
namespace postvern::services::imap::grammar {

// Deepest nesting of NOT, OR and parentheses, and most keys in one program. Limits of this server.
inline constexpr std::size_t kSearchDepthLimit = 64;
inline constexpr std::size_t kSearchKeyLimit = 1024;

namespace search {

struct All {
    bool operator==(const All&) const = default;
};

// SEEN, UNSEEN, RECENT, OLD, ...: the flag is set, or is not.
struct HasFlag {
    SystemFlag flag;
    bool set;

    bool operator==(const HasFlag&) const = default;
};

// KEYWORD, UNKEYWORD.
struct HasKeyword {
    std::string keyword;
    bool set;

    bool operator==(const HasKeyword&) const = default;
};

enum class EnvelopeField { bcc, cc, from, subject, to };

// BCC, CC, FROM, SUBJECT, TO. `text` (here and below) is in the program's charset; "" matches
// every message that has the field.
struct EnvelopeContains {
    EnvelopeField field;
    std::string text;

    bool operator==(const EnvelopeContains&) const = default;
};

// HEADER name text.
struct HeaderContains {
    std::string name;
    std::string text;

    bool operator==(const HeaderContains&) const = default;
};

// BODY text.
struct BodyContains {
    std::string text;

    bool operator==(const BodyContains&) const = default;
};

// TEXT text: header or body.
struct TextContains {
    std::string text;

    bool operator==(const TextContains&) const = default;
};

enum class DateField { internal, sent };
enum class DateRelation { before, on, since };

// BEFORE, ON, SINCE and SENT...: compares days, disregarding time and zone.
struct DateIs {
    DateField field;
    DateRelation relation;
    std::chrono::year_month_day day;

    bool operator==(const DateIs&) const = default;
};

enum class SizeRelation { larger, smaller };

// LARGER, SMALLER: strictly, in octets.
struct SizeIs {
    SizeRelation relation;
    std::uint64_t octets;

    bool operator==(const SizeIs&) const = default;
};

// A sequence-set: message sequence numbers (or "$").
struct SequenceIn {
    SequenceSet set;

    bool operator==(const SequenceIn&) const = default;
};

// UID sequence-set (or "$").
struct UidIn {
    SequenceSet set;

    bool operator==(const UidIn&) const = default;
};

struct Key;

enum class Quantifier { all_of, any_of, none_of };

// all_of: juxtaposition and parentheses; any_of: OR (two keys); none_of: NOT (one key). Never
// empty.
struct Combination {
    Quantifier quantifier;
    std::vector<Key> keys;

    bool operator==(const Combination&) const;
};

struct Key {
    std::variant<All, HasFlag, HasKeyword, EnvelopeContains, HeaderContains, BodyContains,
                 TextContains, DateIs, SizeIs, SequenceIn, UidIn, Combination>
        value;

    bool operator==(const Key&) const = default;
};

inline bool Combination::operator==(const Combination& other) const {
    return quantifier == other.quantifier && keys == other.keys;
}

}  // namespace search

// RETURN (...) of ESEARCH and SEARCHRES.  RFC 9051 6.4.4, RFC 4731, RFC 5182
struct SearchReturn {
    bool min = false;
    bool max = false;
    bool all = false;
    bool count = false;
    bool save = false;

    bool operator==(const SearchReturn&) const = default;
};

}  // namespace postvern::services::imap::grammar
