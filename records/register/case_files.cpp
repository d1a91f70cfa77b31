#include "records/case_files.hpp"

#include <algorithm>
#include <charconv>

#include "records/archive/store.hpp"
#include "records/ledger.hpp"
#include "records/register/case_changes.hpp"
#include "records/register/case_file_codec.hpp"
#include "records/register/case_papers.hpp"
#include "records/register/staff_rows.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

using policy::Action;
using policy::Grant;
using policy::ResourceType;

namespace {

constexpr std::initializer_list<Action> kReading = {Action::read_case, Action::keep_time, Action::notify, Action::extract,
                                                    Action::disclose};
constexpr const char* kNoFile = "there is no such case, or it was opened without a file";

[[noreturn]] void damaged(std::uint64_t number, const std::string& what) {
    throw StorageError("content.db: of case " + std::to_string(number) + ' ' + what +
                       "; restore a backup, `postvern ledger show` tells what was done");
}

template <typename Source>
CaseHead read_head(Source& source, const Vault& vault, std::uint64_t number) {
    const auto sealed = source("SELECT sealed FROM case_files WHERE legal_case = ?").octets(number);
    if (!sealed) throw NotFound(kNoFile);
    return decode_case_head(vault.open_for_site(head_label(number), *sealed));
}

// Of a query of numbers and sealed texts, `count` of them from 1; each is a `what`.
template <typename Source, typename Read>
void read_rows(Source& source, const char* query, std::uint64_t number, std::uint64_t count, const char* what, Read read) {
    std::uint64_t expected = 0;
    for (const auto& row : source(query).query(number)) {
        const std::string name = what + (' ' + std::to_string(++expected));
        if (static_cast<std::uint64_t>(row.integer(0)) != expected) damaged(number, name + " is missing");
        try {
            read(expected, row.octets(1));
        } catch (const StorageError& fault) {
            damaged(number, name + " cannot be read (" + fault.what() + ')');
        }
    }
    if (expected < count) damaged(number, what + (' ' + std::to_string(expected + 1)) + " is missing");
    if (expected > count) damaged(number, what + (' ' + std::to_string(count + 1)) + " was added");
}

template <typename Source>
std::vector<StepTaken> read_steps(Source& source, const Vault& vault, std::uint64_t number, std::uint64_t count) {
    std::vector<StepTaken> steps;
    read_rows(source, "SELECT number, sealed FROM case_steps WHERE legal_case = ? ORDER BY number", number, count, "step",
              [&](std::uint64_t position, std::string_view sealed) {
                  steps.push_back(decode_step(vault.open_for_site(step_label(number, position), sealed)));
              });
    return steps;
}

template <typename Source>
CaseFile read_file(Source& source, const Vault& vault, const Ledger& ledger, std::uint64_t number) {
    CaseHead head = read_head(source, vault, number);
    CaseFile file;
    file.number = number;
    file.reference = ledger.case_reference(number);
    file.state = std::move(head.state);
    file.fields = std::move(head.fields);
    file.clocks = std::move(head.clocks);
    file.is_open = source("SELECT is_open FROM case_files WHERE legal_case = ?").integer(number) != 0;
    file.steps = read_steps(source, vault, number, head.steps);
    read_rows(source, "SELECT number, sealed FROM case_papers WHERE legal_case = ? ORDER BY number", number,
              head.papers, "paper", [&](std::uint64_t position, std::string_view sealed) {
                  file.papers.push_back(decode_paper(vault.open_for_site(paper_label(number, position), sealed)));
                  file.papers.back().number = position;
              });
    file.record = read_case_record(source, vault, number);
    return file;
}

std::optional<std::uint32_t> user_of(const Grant& grant) {
    if (grant.principal().role != policy::Role::staff) return {};
    return static_cast<std::uint32_t>(grant.principal().id);
}

// Whoever asked, with the key that stands on record now.
std::optional<StaffMember> member_of(Commit& commit, const Grant& grant) {
    const auto user = user_of(grant);
    if (!user) return {};
    std::optional<StaffMember> member;
    {
        auto rows = commit(kMemberOfUser).query(*user);
        if (const auto row = rows.next()) member = read_member(*row);
    }
    if (!member) return {};
    const auto keys = read_keys(commit(kAllKeys));
    const auto key = keys.find(*user);
    if (key != keys.end()) member->key = key->second;
    return member;
}

std::vector<StaffMember> signers_of(Commit& commit) {
    const auto keys = read_keys(commit(kAllKeys));
    std::vector<StaffMember> signers;
    for (const auto& [user, key] : keys) {
        auto rows = commit(kMemberOfUser).query(user);
        const auto row = rows.next();
        if (!row) continue;
        signers.push_back(read_member(*row));
        signers.back().key = key;
    }
    return signers;
}

void require_sizes(const CaseHead& head) {
    std::size_t fields = 0;
    for (const auto& [name, value] : head.fields) fields += name.size() + value.size();
    if (fields > kFieldsLimit) throw LimitReached("the fields of a case hold 512 KiB together");
    if (head.papers > kPapersLimit) throw LimitReached("a case holds 10,000 papers");
}

// Writes `entry` below what there is. Value: the head as it is to be kept.
CaseHead add_entry(Commit& commit, const Vault& vault, const Grant& grant, std::uint64_t number,
                   CaseHead head, CaseEntry& entry) {
    entry.step.at = commit.now();
    entry.step.by = user_of(grant);
    entry.step.papers.reserve(entry.step.papers.size() + entry.papers.size());
    for (const NewPaper& each : entry.papers) {
        add_paper(commit, vault, number, {++head.papers, each.kind, each.name, {}, 0, commit.now(), user_of(grant)}, each);
        entry.step.papers.push_back(head.papers);
    }
    const std::string step = vault.seal_for_site(step_label(number, ++head.steps), encode(entry.step));
    commit("INSERT INTO case_steps (legal_case, number, sealed) VALUES (?, ?, ?)")
        .run(number, head.steps, sql::Blob{step});
    for (auto& [name, value] : entry.fields) {
        if (value.empty()) {
            head.fields.erase(name);
        } else {
            head.fields.insert_or_assign(name, value);
        }
    }
    if (entry.clocks) head.clocks = *entry.clocks;
    if (entry.step.taken) head.state = entry.step.into;
    require_sizes(head);
    return head;
}

void keep_head(Commit& commit, const Vault& vault, std::uint64_t number, const CaseHead& head, bool is_open) {
    const std::string sealed = vault.seal_for_site(head_label(number), encode(head));
    commit("INSERT INTO case_files (legal_case, is_open, sealed) VALUES (?1, ?2, ?3)"
           " ON CONFLICT (legal_case) DO UPDATE SET is_open = ?2, sealed = ?3")
        .run(number, is_open ? 1 : 0, sql::Blob{sealed});
}

CaseHead head_of(const CaseFile& file) {
    return {file.state, file.fields, file.clocks, file.steps.size(), file.papers.size()};
}

}  // namespace

CaseFiles::CaseFiles(Store& store, Vault& vault, policy::Gate& gate, const Ledger& ledger)
    : store_(store), vault_(vault), gate_(gate), ledger_(ledger) {
    store.serve(gate);
}

// Of one of `actions`; none named: of any that is on a case.
Grant CaseFiles::require(Grant&& grant, std::initializer_list<Action> actions) const {
    Grant held = std::move(grant);
    const bool is_one = actions.size() == 0 || std::find(actions.begin(), actions.end(), held.action()) != actions.end();
    if (!is_one || !gate_.honours(held, held.action()) || held.resource().type != ResourceType::legal_case) {
        throw policy::Denied(policy::Decision{});
    }
    return held;
}

CaseFile CaseFiles::file_of(Commit& commit, std::uint64_t number) const {
    return read_file(commit, vault_, ledger_, number);
}

CaseFile CaseFiles::open(Grant&& grant, std::vector<policy::AccountId> accounts,
                         std::vector<std::uint32_t> named, CaseEntry entry) {
    const Grant held = require(std::move(grant), {Action::open_case});
    if (held.resource().number != 0) throw Unacceptable("a case is opened as case 0 and then gets its number");
    if (!entry.changes.empty()) throw std::logic_error("a case is opened before it changes");
    CaseRecord record;
    record.accounts = std::move(accounts);
    record.named = std::move(named);
    return store_.write_and_wait<CaseFile>([&](Commit& commit) {
        const auto inserted =
            commit("INSERT INTO cases (sealed) VALUES (?) RETURNING id").integer(sql::Blob{""});
        const auto number = static_cast<std::uint64_t>(*inserted);
        keep_case(commit, vault_, number, record);
        // The row that steps and papers belong to comes first.
        keep_head(commit, vault_, number, {}, true);
        const CaseHead head = add_entry(commit, vault_, held, number, {}, entry);
        keep_head(commit, vault_, number, head, !entry.closes);
        return read_file(commit, vault_, ledger_, number);
    });
}

CaseFile CaseFiles::read(Grant&& grant) const {
    const Grant held = require(std::move(grant), kReading);
    auto reader = store_.reader();
    return read_file(reader, vault_, ledger_, held.resource().number);
}

std::string CaseFiles::paper(Grant&& grant, std::uint64_t number) const {
    return papers(std::move(grant), {number}).front();
}

std::vector<std::string> CaseFiles::papers(Grant&& grant, const std::vector<std::uint64_t>& numbers) const {
    const Grant held = require(std::move(grant), kReading);
    auto reader = store_.reader();
    std::vector<std::string> all;
    for (const std::uint64_t number : numbers) {
        all.push_back(read_paper(reader, vault_, held.resource().number, number));
    }
    return all;
}

CaseFiles::PaperPart CaseFiles::part(Grant&& grant, std::uint64_t number, std::uint64_t offset, std::uint64_t most) const {
    const Grant held = require(std::move(grant), kReading);
    const std::uint64_t legal_case = held.resource().number;
    auto reader = store_.reader();
    PaperPart part{describe_paper(reader, vault_, legal_case, number), {}};
    part.octets = read_paper_part(reader, vault_, legal_case, part.of, offset, most);
    return part;
}

CaseFile CaseFiles::take(Grant&& grant, const Decide& decide) {
    const Grant held = require(std::move(grant), {});
    const std::uint64_t number = held.resource().number;
    return store_.write_and_wait<CaseFile>([&](Commit& commit) {
        const CaseFile file = read_file(commit, vault_, ledger_, number);
        CaseEntry entry = decide(file, {member_of(commit, held), recused_from(commit, file.record), commit.now(),
                                              signers_of(commit)});
        if (!entry.step.taken && !entry.changes.empty()) {
            throw std::logic_error("a step that is not taken changes nothing");
        }
        CaseRecord record = file.record;
        for (const CaseChange& change : entry.changes) apply(commit, record, held, change);
        if (!entry.changes.empty()) keep_case(commit, vault_, number, record);
        const CaseHead head = add_entry(commit, vault_, held, number, head_of(file), entry);
        keep_head(commit, vault_, number, head, entry.step.taken ? !entry.closes : file.is_open);
        return read_file(commit, vault_, ledger_, number);
    });
}

std::vector<std::uint64_t> CaseFiles::numbers(bool closed_too) const {
    auto reader = store_.reader();
    std::vector<std::uint64_t> all;
    for (const auto& row :
         reader("SELECT legal_case FROM case_files WHERE is_open >= ? ORDER BY legal_case").query(closed_too ? 0 : 1)) {
        all.push_back(static_cast<std::uint64_t>(row.integer(0)));
    }
    return all;
}

std::optional<std::uint64_t> CaseFiles::find(std::string_view reference) const {
    const auto all = numbers(true);
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(reference.data(), reference.data() + reference.size(), number);
    const bool in_digits = reference.size() < 20 && failure == std::errc() && end == reference.data() + reference.size();
    for (const std::uint64_t each : all) {
        if (in_digits ? each == number : ledger_.case_reference(each) == reference) return each;
    }
    return {};
}

std::vector<CaseFiles::Ended> CaseFiles::ended() const {
    auto reader = store_.reader();
    std::vector<Ended> all;
    for (const auto& row : reader("SELECT legal_case FROM case_files WHERE is_open = 0 ORDER BY legal_case").query()) {
        Ended each;
        each.legal_case = static_cast<std::uint64_t>(row.integer(0));
        try {
            const auto steps = read_steps(reader, vault_, each.legal_case, read_head(reader, vault_, each.legal_case).steps);
            if (steps.empty()) damaged(each.legal_case, "step 1 is missing");
            each.opened = each.ended = steps.front().at;
            for (const StepTaken& step : steps) {
                if (step.taken) each.ended = std::max(each.ended, step.at);
            }
        } catch (const StorageError& fault) {
            each.damage = fault.what();
        }
        all.push_back(std::move(each));
    }
    return all;
}

std::vector<CaseFiles::Running> CaseFiles::clocks() const {
    std::vector<Running> running;
    for (const std::uint64_t number : numbers(false)) {
        auto reader = store_.reader();
        for (CaseClock& clock : read_head(reader, vault_, number).clocks) {
            if (!clock.done) running.push_back({number, std::move(clock)});
        }
    }
    std::stable_sort(running.begin(), running.end(),
                     [](const Running& a, const Running& b) { return a.clock.due < b.clock.due; });
    return running;
}

}  // namespace postvern::records
