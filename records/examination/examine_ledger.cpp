#include "records/examination.hpp"
#include "records/ledger/vault_keys.hpp"

namespace postvern::records {

LedgerExamination examine_ledger(Site& site, const policy::Gate& gate, policy::Grant&& grant,
                                 std::string_view earlier, const ReadingKey* key) {
    const policy::Grant used = std::move(grant);
    if (!gate.honours(used, policy::Action::verify_record)) {
        throw policy::Denied(policy::Decision{});
    }
    const VaultKeys keys(site.vault());
    return Ledger::verify(site.settings().data, site.settings().keys, keys,
                          {std::string(earlier), site.settings().attestors.timestamp_certificates, key});
}

}  // namespace postvern::records
