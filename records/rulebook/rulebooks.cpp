#include "records/rulebooks.hpp"

#include <algorithm>

#include "records/archive/store.hpp"
#include "records/register/staff_rows.hpp"
#include "records/rulebook/rulebook_rows.hpp"
#include "records/rulebook/signatures.hpp"
#include "records/sha256.hpp"

namespace postvern::records {

namespace {

namespace chrono = std::chrono;

constexpr std::size_t kLargest = std::size_t{1} << 20;  // octets of all files together
constexpr std::size_t kLongestName = 255;               // octets, as file systems have it
constexpr std::size_t kFewestDigits = 8;
constexpr std::size_t kShownDigits = 16;  // of a hash in sentences: as many as stand in records
constexpr std::string_view kSuffix = ".cedar";

bool is_plain_name(std::string_view name) {
    return name.size() > kSuffix.size() && name.size() <= kLongestName && name.ends_with(kSuffix) &&
           std::all_of(name.begin(), name.end(), [](char octet) {
               return static_cast<unsigned char>(octet) >= ' ' && octet != '\x7f' && octet != '/';
           });
}

std::string shown(const policy::RulebookHash& hash) {
    return hexadecimal(hash).substr(0, kShownDigits);
}

chrono::sys_days day_of(std::int64_t moment) {
    return chrono::floor<chrono::days>(chrono::sys_seconds(chrono::seconds(moment)));
}

void require_review_to_come(chrono::sys_days review, std::int64_t moment) {
    if (review > day_of(moment)) return;
    throw Unacceptable(
        "the review date " + to_text(review) +
        " is not in the future: write a statement with a later one, and have it signed");
}

Prepare preparing(sql::Readers::Lease& reader) {
    return [&reader](const char* text) -> sql::Statement& { return reader(text); };
}

Prepare preparing(Commit& commit) {
    return [&commit](const char* text) -> sql::Statement& { return commit(text); };
}

std::vector<StaffMember> read_staff(const Prepare& prepare) {
    const auto keys = read_keys(prepare(kAllKeys));
    return read_members(prepare(kMembers), keys);
}

KeptRulebook require_last(const Prepare& prepare) {
    auto last = read_last_rulebook(prepare);
    if (!last) throw Unacceptable("no rulebook was ever in force here; start the server once");
    return std::move(*last);
}

// That `statement` is about `hash` at `site`, and about what is in force now.
void require_fitting(const RulebookStatement& statement, const policy::RulebookHash& hash,
                     const KeptRulebook& last, const std::string& site) {
    constexpr const char* kAnew = "; have a new one signed (`postvern rules statement`)";
    if (statement.site != site) {
        throw Unacceptable("the statement is for the site " + statement.site + ", and this is " +
                           site + kAnew);
    }
    if (statement.number != last.number + 1 || statement.replaces != last.hash) {
        throw Unacceptable(
            "the statement makes a rulebook no. " + std::to_string(statement.number) +
            " in the place of " + shown(statement.replaces) + ", while no. " +
            std::to_string(last.number) + ", " + shown(last.hash) +
            ", is in force: it was used already, or others were installed since" + kAnew);
    }
    if (statement.rulebook != hash) {
        throw Unacceptable("the statement is for the rulebook " + shown(statement.rulebook) +
                           ", and the files are " + shown(hash) +
                           ": install the very files that were signed for");
    }
}

// What installing `files` with `text` comes to; throws as examine() does.
KeptRulebook accept(const Prepare& prepare, const std::string& site,
                    std::span<const policy::RulebookFile> files, std::string_view text,
                    std::int64_t moment) {
    require_rulebook_form(files);
    const RulebookStatement statement = read_statement(text);
    KeptRulebook next;
    next.number = statement.number;
    next.hash = hash_of(files);
    next.since = moment;
    next.note = text;
    next.statement = statement;
    require_fitting(statement, next.hash, require_last(prepare), site);
    require_review_to_come(statement.review, moment);
    const auto note = ledger::parse_note(text);
    if (!note) {
        throw Unacceptable(
            "nobody has signed the statement: `postvern rules sign` does, once as "
            "managing_director and once as second_officer");
    }
    next.signers = require_signatures(*note, read_staff(prepare), moment);
    return next;
}

// What the statement says, and whether all of it is as it was when it was installed.
void authenticate(KeptRulebook& rulebook, const KeptRulebook* before, std::string_view site) {
    rulebook.fault = fault_of(rulebook, before, site);
    if (rulebook.is_signed() && !rulebook.fault) rulebook.statement = read_statement(rulebook.note);
}

}  // namespace

bool KeptRulebook::is_overdue(std::int64_t moment) const {
    return statement && day_of(moment) > statement->review;
}

void require_rulebook_form(std::span<const policy::RulebookFile> files) {
    if (files.empty()) throw Unacceptable("a rulebook has files (*.cedar)");
    std::size_t octets = 0;
    for (const policy::RulebookFile& file : files) {
        if (!is_plain_name(file.name)) {
            throw Unacceptable("'" + file.name + "' is no name of a rule file (NAME.cedar)");
        }
        if (file.text.find('\0') != std::string::npos) {
            throw Unacceptable(file.name + ": holds a zero octet, which no rule file does");
        }
        octets += file.text.size();
    }
    if (octets > kLargest) throw Unacceptable("the rule files are over 1 MiB together");
    const bool ascending =
        std::adjacent_find(files.begin(), files.end(), [](const auto& earlier, const auto& later) {
            return earlier.name >= later.name;
        }) == files.end();
    if (!ascending) throw Unacceptable("the rule files are not in the order of their names");
}

Rulebooks::Rulebooks(Store& store, std::string site) : store_(store), site_(std::move(site)) {}

std::vector<KeptRulebook> Rulebooks::history() const {
    auto reader = store_.reader();
    auto all = read_rulebooks(preparing(reader));
    for (std::size_t i = 0; i < all.size(); ++i) {
        authenticate(all[i], i == 0 ? nullptr : &all[i - 1], site_);
    }
    return all;
}

std::optional<KeptRulebook> Rulebooks::in_force() const {
    auto all = history();
    if (all.empty()) return {};
    return std::move(all.back());
}

std::vector<policy::RulebookFile> Rulebooks::files(const policy::RulebookHash& hash) const {
    auto reader = store_.reader();
    return read_rulebook_files(preparing(reader), hash);
}

policy::RulebookHash Rulebooks::find(std::string_view digits) const {
    const bool are_digits = std::all_of(digits.begin(), digits.end(), [](char digit) {
        return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
    });
    if (digits.size() < kFewestDigits || !are_digits) {
        throw Unacceptable(
            "a rulebook is named by the first 8 or more hexadecimal digits of its SHA-256, in "
            "small "
            "letters");
    }
    std::optional<policy::RulebookHash> found;
    for (const KeptRulebook& each : history()) {
        if (!hexadecimal(each.hash).starts_with(digits) || found == each.hash) continue;
        if (found)
            throw Unacceptable("several rulebooks begin with these digits; give more of them");
        found = each.hash;
    }
    if (!found) {
        throw NotFound(
            "no rulebook that was in force here begins with these digits; `postvern rules history` "
            "names them");
    }
    return *found;
}

RulebookStatement Rulebooks::propose(std::span<const policy::RulebookFile> files,
                                     chrono::sys_days review) const {
    require_rulebook_form(files);
    require_review_to_come(review, store_.now());
    auto reader = store_.reader();
    const KeptRulebook last = require_last(preparing(reader));
    return {site_, last.number + 1, hash_of(files), last.hash, review};
}

void Rulebooks::examine(std::span<const policy::RulebookFile> files, std::string_view note) const {
    auto reader = store_.reader();
    accept(preparing(reader), site_, files, note, store_.now());
}

void Rulebooks::honour_grants_of(const policy::Gate& gate) {
    const policy::Gate* none = nullptr;
    if (!gate_.compare_exchange_strong(none, &gate)) {
        throw std::logic_error("the rulebooks honour the grants of a gate already");
    }
}

KeptRulebook Rulebooks::install(policy::Grant&& grant, std::span<const policy::RulebookFile> files,
                                std::string_view note) {
    const policy::Grant held = std::move(grant);
    const policy::Gate* const gate = gate_;
    if (gate == nullptr || !gate->honours(held, policy::Action::install_rulebook)) {
        throw policy::Denied(policy::Decision{});
    }
    return store_.write_and_wait<KeptRulebook>([&](Commit& commit) {
        const Prepare prepare = preparing(commit);
        KeptRulebook next = accept(prepare, site_, files, note, held.moment());
        write_rulebook(prepare, next, files);
        return next;
    });
}

void Rulebooks::keep_founding(std::span<const policy::RulebookFile> files) {
    require_rulebook_form(files);
    KeptRulebook founding;
    founding.hash = hash_of(files);
    const auto last = in_force();
    if (last && !last->is_signed() && last->hash == founding.hash) return;
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        const Prepare prepare = preparing(commit);
        const auto before = read_last_rulebook(prepare);
        if (before && before->is_signed()) {
            throw Unacceptable(
                "officers have installed the rules in force, and only officers change them");
        }
        founding.number = before ? before->number + 1 : 1;
        founding.since = store_.now();
        write_rulebook(prepare, founding, files);
        return std::monostate{};
    });
}

}  // namespace postvern::records
