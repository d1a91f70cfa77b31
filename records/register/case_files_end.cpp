// The end of a case's file.
#include <algorithm>

#include "records/archive/store.hpp"
#include "records/case_files.hpp"
#include "records/register/case_changes.hpp"
#include "records/register/case_file_codec.hpp"

namespace postvern::records {

namespace {

std::string concluded_label(std::uint64_t number) { return "concluded case " + std::to_string(number); }

void require_nothing_held(Commit& commit, const Vault& vault, std::uint64_t number) {
    for (const auto& row : commit("SELECT id, sealed FROM holds").query()) {
        const auto hold = static_cast<std::uint64_t>(row.integer(0));
        if (decode_hold(vault.open_for_site(hold_label(hold), row.octets(1))).legal_case == number) {
            throw Unacceptable("something is still held for the case");
        }
    }
}

void keep_conclusion(Commit& commit, const Vault& vault, const std::string& conclusion) {
    const auto inserted = commit("INSERT INTO counted_cases (sealed) VALUES (?) RETURNING id").integer(sql::Blob{""});
    const auto number = static_cast<std::uint64_t>(*inserted);
    const std::string sealed = vault.seal_for_site(concluded_label(number), conclusion);
    commit("UPDATE counted_cases SET sealed = ? WHERE id = ?").run(sql::Blob{sealed}, number);
}

// Who was told of a case goes on seeing its entries in the access record for as long as these are kept.
CaseRecord left_of(const CaseRecord& record) {
    CaseRecord left;
    if (!record.owners_told) return left;
    left.accounts = record.accounts;
    left.owners_told = true;
    return left;
}

// Without a basis nobody is told of a case that goes on: these are left of one that was destroyed.
bool is_left(const CaseRecord& record) { return record.owners_told && !record.basis && !record.order; }

}  // namespace

std::uint64_t CaseFiles::forget_destroyed(std::int64_t moment) {
    return store_.write_and_wait<std::uint64_t>([&](Commit& commit) {
        std::vector<std::uint64_t> over;
        for (const auto& row : commit("SELECT cases.id, cases.sealed FROM cases WHERE id NOT IN (SELECT legal_case FROM case_files)"
                                      " AND EXISTS (SELECT 1 FROM facts_history WHERE kind = ?1 AND subject = cases.id)"
                                      " AND NOT EXISTS (SELECT 1 FROM facts_history WHERE kind = ?1 AND subject = cases.id"
                                      " AND moment >= ?2)").query(FactKind::legal_case, moment)) {
            const auto number = static_cast<std::uint64_t>(row.integer(0));
            if (is_left(decode_case(vault_.open_for_site(case_label(number), row.octets(1))))) over.push_back(number);
        }
        for (const std::uint64_t number : over) {
            keep_case(commit, vault_, number, {});
            forget_history(commit, FactKind::legal_case, number);
        }
        return over.size();
    });
}

bool CaseFiles::destroy(policy::Grant&& grant, const Conclude& decide) {
    const policy::Grant held = require(std::move(grant), {policy::Action::purge});
    const std::uint64_t number = held.resource().number;
    return store_.write_and_wait<bool>([&](Commit& commit) {
        const CaseFile file = file_of(commit, number);
        if (file.is_open) throw Unacceptable("the case is open");
        require_nothing_held(commit, vault_, number);
        const auto conclusion = decide(file);
        if (!conclusion) return false;
        keep_conclusion(commit, vault_, *conclusion);
        for (const char* const deletion :
             {"DELETE FROM case_mail WHERE legal_case = ?", "DELETE FROM case_paper_pieces WHERE legal_case = ?",
              "DELETE FROM case_papers WHERE legal_case = ?", "DELETE FROM case_steps WHERE legal_case = ?",
              "DELETE FROM case_files WHERE legal_case = ?"}) {
            commit(deletion).run(number);
        }
        // The number stays taken, so that the access record's reference is never another case's.
        forget_history(commit, FactKind::legal_case, number);
        keep_case(commit, vault_, number, left_of(file.record));
        return true;
    });
}

std::vector<std::string> CaseFiles::concluded(policy::Grant&& grant) const {
    const policy::Grant held = require(std::move(grant), {policy::Action::read_case});
    if (held.resource().number != 0) throw policy::Denied(policy::Decision{});
    auto reader = store_.reader();
    std::vector<std::string> all;
    for (const auto& row : reader("SELECT id, sealed FROM counted_cases ORDER BY id").query()) {
        all.push_back(vault_.open_for_site(concluded_label(static_cast<std::uint64_t>(row.integer(0))), row.octets(1)));
    }
    return all;
}

}  // namespace postvern::records
