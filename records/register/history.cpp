// Register: history that is complete. A store of an earlier version has facts without history, and what counts
// as a consent changes with the texts that this program has in force.
#include "records/archive/store.hpp"
#include "records/register.hpp"
#include "records/register/fact_rows.hpp"
#include "records/register/staff_rows.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

namespace {

std::vector<std::uint64_t> numbers(Commit& commit, const char* select) {
    std::vector<std::uint64_t> found;
    for (const auto& row : commit(select).query()) {
        found.push_back(static_cast<std::uint64_t>(row.integer(0)));
    }
    return found;
}

std::optional<std::string> last_known(Commit& commit, FactKind kind, std::uint64_t subject) {
    return commit("SELECT facts FROM facts_history WHERE kind = ? AND subject = ? ORDER BY id DESC LIMIT 1")
        .octets(kind, subject);
}

// Accounts are many: looked at are those without history, and those whose consents may count otherwise now.
void complete_accounts(Commit& commit, const ConsentTexts& texts) {
    for (const std::uint64_t id :
         numbers(commit, "SELECT id FROM accounts WHERE NOT EXISTS (SELECT 1 FROM facts_history"
                         " WHERE kind = 1 AND subject = accounts.id)"
                         " UNION SELECT DISTINCT account FROM consents WHERE withdrawn IS NULL")) {
        const policy::AccountId account{id};
        const auto facts = account_facts(commit, account, texts);
        if (facts && last_known(commit, FactKind::account, id) != encode(*facts)) {
            keep_account_history(commit, account, texts);
        }
    }
}

void complete_people(Commit& commit) {
    for (const std::uint64_t id : numbers(commit, "SELECT user FROM staff")) {
        const auto user = static_cast<std::uint32_t>(id);
        std::string now;
        {
            auto rows = commit(kMemberOfUser).query(user);
            now = encode(read_member(*rows.next()).facts);
        }
        if (last_known(commit, FactKind::staff, id) != now) keep_staff_history(commit, user);
    }
    for (const std::uint64_t number : numbers(commit, "SELECT id FROM processors")) {
        const auto facts = processor_facts(commit, number);
        if (last_known(commit, FactKind::processor, number) != encode(*facts)) {
            keep_processor_history(commit, number);
        }
    }
}

}  // namespace

// Cases and holds came with their history, and every change of one leaves its own.
void Register::complete_history() {
    store_.write_and_wait<std::monostate>([this](Commit& commit) {
        complete_accounts(commit, store_.settings().consent_texts);
        complete_people(commit);
        return std::monostate{};
    });
}

}  // namespace postvern::records
