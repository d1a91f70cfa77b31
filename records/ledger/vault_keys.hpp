// The vault as the access record sees it. Thread-safe, as the vault is.
#pragma once

#include "records/ledger/keys.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

class VaultKeys final : public LedgerKeys {
  public:
    // `vault` is borrowed and outlives the ledger.
    explicit VaultKeys(Vault& vault) : vault_(vault) {}

    Secret derive(std::string_view purpose) const override { return vault_.derive_site_key(purpose); }
    Secret record_key(std::string_view name) override { return vault_.record_key(name); }
    std::optional<Secret> find_record_key(std::string_view name) const override {
        return vault_.find_record_key(name);
    }
    void destroy(std::string_view name) override { vault_.destroy_record_key(name); }
    Secret record_key_for(std::string_view name, const RecordAudience& audience) override {
        return vault_.record_key(name, audience);
    }
    std::optional<Secret> find_record_key_for(std::string_view name,
                                              const RecordOpener& opener) const override {
        std::optional<Secret> key;
        if (opener.keys != policy::kNoKeys) {
            key = vault_.find_record_key(name, opener.account, opener.keys);
        }
        if (!key && opener.officer != nullptr) key = vault_.find_record_key(name, *opener.officer);
        return key ? std::move(key) : vault_.find_record_key(name);
    }
    RecordKeyState state(std::string_view name) const override {
        return vault_.record_key_state(name);
    }
    RecordSealing seal(std::string_view name, const RecordAudience& audience,
                       const ReadingKey* by) override {
        return vault_.seal_record_key(name, audience, by);
    }
    bool give_up(std::string_view name) override { return vault_.give_up_record_key(name); }
    std::string site_name() const override {
        std::string name = "postvern.";
        for (const char character : vault_.site_id()) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            const auto octet = static_cast<unsigned char>(character);
            name += kDigits[octet >> 4];
            name += kDigits[octet & 15];
        }
        return name;
    }

  private:
    Vault& vault_;
};

}  // namespace postvern::records
