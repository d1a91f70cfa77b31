// A throwaway site with a vault and a real gate above it, for tests.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "policy/assembly.hpp"
#include "policy/request.hpp"
#include "records/vault/login_name.hpp"
#include "records/vault/vault.hpp"
#include "tests/scratch.hpp"
#include "test_places.hpp"

namespace postvern::records::test {

class EveryAccountIsOpen : public policy::Facts {
  public:
    std::optional<policy::AccountFacts> account(AccountId) const override {
        return policy::AccountFacts{policy::AccountState::open, {}};
    }
    std::optional<policy::StaffFacts> staff(std::uint32_t) const override { return {}; }
    std::optional<policy::ProcessorFacts> processor(std::uint64_t) const override { return {}; }
    std::optional<policy::CaseFacts> legal_case(std::uint64_t) const override { return {}; }
    std::optional<policy::HoldFacts> hold(std::uint64_t) const override { return {}; }
    std::uint64_t generation() const noexcept override { return 1; }
};

class SilentJournal final : public policy::Journal {
  public:
    void tally(const policy::Act&) override {}
    void record(const policy::Act&, std::function<void(std::exception_ptr)> done) override {
        done(nullptr);
    }
};

inline std::string octets_of(const std::filesystem::path& file) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    if (absent) return "";
    std::string octets(size, '\0');
    std::ifstream(file, std::ios::binary).read(octets.data(), static_cast<std::streamsize>(size));
    return octets;
}

class Site {
  public:
    static constexpr PasswordCost kCheap{.memory_kib = 64, .passes = 1, .lanes = 1};
    static constexpr AccountId kAlice{1};
    static constexpr AccountId kBob{2};
    static constexpr std::string_view kPassword = "wide open spaces";

    Site() {
        std::filesystem::create_directory(data());
        Vault::create(keys());
        open();
    }
    ~Site() { close(); }
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    std::filesystem::path keys() const { return root / "keys"; }
    std::filesystem::path data() const { return root / "data"; }

    void close() {
        gate.reset();
        vault.reset();
    }
    void open() {
        close();
        vault = std::make_shared<Vault>(keys(), data(),
                                        VaultSettings{kCheap, [this] { return now.load(); },
                                                      [this] { return lacks_director; }});
        policy::Ports ports;
        ports.facts = std::make_shared<EveryAccountIsOpen>();
        ports.journal = std::make_shared<SilentJournal>();
        ports.credentials = vault;
        ports.clock = [this] { return now.load(); };
        ports.sha256 = [](std::string_view) { return policy::RulebookHash{}; };
        const auto rulebook =
            policy::read_rulebook(std::string(POSTVERN_SOURCE_DIR) + "/policy/rulebook");
        gate = policy::Assembly::make_gate(rulebook, std::move(ports));
    }

    std::string lookup(std::string_view name) const {
        return vault->lookup(*canonical_login_name(name));
    }
    // alice@example.org has account 1, bob@example.org account 2. Returns the recovery code.
    std::string add(AccountId account, std::string_view name) {
        auto made = vault->create_account(account, lookup(name), kPassword);
        vault->release(made.keys);
        return made.recovery_code;
    }
    std::string add_alice() { return add(kAlice, "alice@example.org"); }

    std::optional<policy::Verified> sign_in(std::string_view password,
                                            std::string_view name = "alice@example.org") {
        return vault->verify(policy::LoginClaim{name, password});
    }
    // Whether that password opens that name.
    bool opens(std::string_view password, std::string_view name = "alice@example.org") {
        const auto verified = sign_in(password, name);
        if (verified) vault->release(verified->keys);
        return verified.has_value();
    }
    policy::Subject subject(std::string_view password = kPassword,
                            std::string_view name = "alice@example.org") {
        return std::move(*gate->admit(policy::LoginClaim{name, password}, policy::Channel::imap));
    }
    policy::Grant grant(const policy::Subject& subject, policy::Action action) {
        return gate->ask_and_wait({subject, action, policy::Resource::of(subject.account()),
                                   policy::Purpose::service_delivery, policy::Channel::imap});
    }
    policy::Grant change(const policy::Subject& subject) {
        return grant(subject, policy::Action::change_credentials);
    }

    // What lies in keys.db and its log.
    std::string keys_octets() const {
        return octets_of(data() / "keys.db") + octets_of(data() / "keys.db-wal");
    }

    const tests::Scratch scratch;
    const std::filesystem::path& root = scratch.path();
    std::atomic<std::int64_t> now{1'800'000'000};
    bool lacks_director = true;
    std::shared_ptr<Vault> vault;
    std::unique_ptr<policy::Gate> gate;
};

}  // namespace postvern::records::test
