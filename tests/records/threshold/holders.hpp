// Three devices on a table, and what is sealed to the key that they make.
#pragma once

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "records/threshold.hpp"

namespace postvern::records::threshold {

template <std::size_t N>
Octets<N> filled(unsigned char octet) {
    Octets<N> octets;
    octets.fill(octet);
    return octets;
}

template <std::size_t N>
SecretOctets<N> secret_filled(unsigned char octet) {
    return SecretOctets<N>::copy_of(view(filled<N>(octet)));
}

// HMAC-SHA256 under the period key, as records commit to one; of what, is theirs to say.
inline Octets<32> commit(const PeriodKey& key) {
    constexpr std::string_view kText = "worked example";
    Octets<32> commitment;
    crypto_auth_hmacsha256(commitment.data(), reinterpret_cast<const unsigned char*>(kText.data()),
                           kText.size(), key.data());
    return commitment;
}

inline Label label_for(const PeriodKey& key) {
    return {filled<16>(0xa0), account_id(filled<32>(0xa1), "kari@example.no"), 1, 20000, 7,
            commit(key)};
}

struct Devices {
    std::vector<DeviceKey> keys;

    static Devices random() {
        Devices devices;
        for (int i = 0; i < 3; ++i) devices.keys.push_back(DeviceKey::random());
        return devices;
    }
    const DeviceKey& of(unsigned index) const { return keys[index - 1]; }
    Plan plan(std::optional<PublicKey> previous = std::nullopt,
              std::set<unsigned> dealers = {1, 2, 3}) const {
        Plan plan{};
        plan.site = filled<16>(0xa0);
        plan.session = octets_of<32>(SecretOctets<32>::random().view());
        for (unsigned i = 0; i < 3; ++i) plan.roster[i] = keys[i].identity();
        plan.dealers = std::move(dealers);
        plan.previous = std::move(previous);
        return plan;
    }
};

// All three in one ceremony; messages travel as the test wants.
struct Table {
    Plan plan;
    std::vector<Participant> seats;

    Table(const Devices& devices, const Plan& with, const std::vector<Share>& old = {})
        : plan(with) {
        for (unsigned index = 1; index <= 3; ++index) {
            std::optional<Share> share;
            if (plan.previous && plan.deals(index)) {
                for (const Share& each : old) {
                    if (each.index == index) share = each.clone();
                }
            }
            seats.emplace_back(plan, index, devices.of(index), std::move(share));
        }
    }
    Participant& seat(unsigned index) { return seats[index - 1]; }

    // Brings every message to everybody, in a random order and more than once, until none is new.
    void talk(std::mt19937_64& random) {
        for (int round = 0; round < 6; ++round) {
            std::vector<std::pair<unsigned, std::string>> mail;
            for (unsigned from = 1; from <= 3; ++from) {
                for (const std::string& message : seat(from).outgoing()) {
                    for (unsigned to = 1; to <= 3; ++to) mail.emplace_back(to, message);
                }
            }
            std::shuffle(mail.begin(), mail.end(), random);
            for (const auto& [to, message] : mail) {
                if (!seat(to).aborted()) seat(to).receive(message);
            }
        }
    }
};

struct Holders {
    PublicKey key;
    std::vector<Share> shares;  // of holders 1, 2, 3

    const Share& of(unsigned index) const { return shares[index - 1]; }

    static Holders after(Table& table) {
        std::optional<PublicKey> key;
        std::vector<Share> shares;
        const Octets<32> compared = table.seat(1).transcript();
        for (Participant& seat : table.seats) {
            auto [public_key, share] = seat.finish(compared);
            if (key && *key != public_key) throw std::logic_error("two keys of one ceremony");
            key = public_key;
            shares.push_back(std::move(share));
        }
        return {*key, std::move(shares)};
    }
    static Holders generated(const Devices& devices) {
        std::mt19937_64 random(1);
        Table table(devices, devices.plan());
        table.talk(random);
        return after(table);
    }
    // Made once: for tests that change nothing.
    static const Holders& known() {
        static const Holders holders = generated(Devices::random());
        return holders;
    }

    Partial partial_of(unsigned index, unsigned with, const Ciphertext& ciphertext,
                       const Label& label, const RequestHash& request) const {
        return partial(of(index), with, key, ciphertext, label, request);
    }
};

// What every encoding is tried with: each of its octets changed in turn.
inline std::vector<std::string> each_octet_changed(const std::string& octets) {
    std::vector<std::string> changed;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        for (const int bit : {0x01, 0x80}) {
            changed.push_back(octets);
            changed.back()[i] = static_cast<char>(changed.back()[i] ^ bit);
        }
    }
    return changed;
}

}  // namespace postvern::records::threshold
