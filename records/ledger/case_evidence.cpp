// What is recorded of one case, opened and proven.
#include <algorithm>
#include <deque>

#include "records/ledger/reader.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/ledger/shown_act.hpp"

namespace postvern::records::ledger {

namespace {

// Until when entries under a key that stays closed were recorded.
std::optional<std::int64_t> closed_until(const FoundKey& found) {
    if (!found.is_sealed()) return {};
    return end_of(found.name->records->month);
}

}  // namespace

// Keys are of a person, a class and a month, and never of a case: of an entry that stays closed nobody can tell whether it is
// one of these, and so neither its place nor how many there are.
CaseEvidence Reader::case_evidence(const Sight& sight, std::span<const Pseudonym> subjects,
                                   std::int64_t since) const {
    const std::lock_guard lock(mutex_);
    const SignedCheckpoint head = checked_head();
    CaseEvidence evidence;
    evidence.checkpoint = head.note;
    struct Kept {
        StoredEntry entry;
        OpenedEntry opened;
    };
    std::deque<Kept> kept;
    FoundKeys keys(keys_, sight.opener, clock_());
    sql::Statement select(connection_, kSelectEntries);
    for (const auto& row : select.query(0)) {
        StoredEntry entry = stored_entry(row, connection_.file().string());
        auto whole = opened(entry, keys, {});
        if (!whole) {
            if (!entry.content) continue;
            const auto until = closed_until(keys.find(key_id_of(*entry.content, site_.index_key())));
            if (until && *until > since && until > evidence.closed_before) evidence.closed_before = until;
            continue;
        }
        const bool is_of_order = std::find(subjects.begin(), subjects.end(), whole->record.subject) != subjects.end();
        if (!sight.sees(whole->record) || !is_of_order) continue;
        kept.push_back({std::move(entry), *std::move(whole)});
        if (kept.size() <= kMostCaseEntries) continue;
        kept.pop_front();
        ++evidence.left_out;
    }
    for (Kept& each : kept) {
        evidence.acts.push_back(shown(each.entry, each.opened.record, site_));
        if (each.entry.leaf && *each.entry.leaf < head.size) {
            evidence.proofs.push_back(exported_row(each.entry, std::move(each.opened), head).text());
        } else {
            evidence.acts.back().leaf.reset();
            ++evidence.pending;
        }
    }
    return evidence;
}

}  // namespace postvern::records::ledger
