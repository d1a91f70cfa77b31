// The three holders of a disclosure key, with devices of their own: they make it, refresh it, and open what is listed.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "records/disclosure.hpp"
#include "records/threshold.hpp"

namespace postvern::records {

class Holders {
  public:
    // A new key, made by all three.
    explicit Holders(std::string_view site_id) : site_(threshold::octets_of<16>(site_id)) {
        hold_ceremony();
    }

    const threshold::PublicKey& key() const { return *key_; }

    // New shares of the same key.
    void refresh() { hold_ceremony(); }

    // What two of them open of the list.
    OpenedKeys open(const DisclosableKeys& list, unsigned one = 1, unsigned other = 2) const {
        OpenedKeys opened;
        for (const DisclosableKey& each : list.keys) {
            const auto ciphertext = threshold::Ciphertext::decode(each.ciphertext);
            const auto of = [&](unsigned holder, unsigned with) {
                return threshold::partial(shares_.at(holder - 1), with, key(), ciphertext, each.label, kRequest);
            };
            opened.emplace(each.label.key_id,
                           threshold::combine(key(), ciphertext, each.label, kRequest, of(one, other),
                                              of(other, one), commitment_of(list.account, each.label)));
        }
        return opened;
    }

    // One holder's half of a key, for another's.
    threshold::Partial partial(unsigned holder, unsigned with, const threshold::Ciphertext& ciphertext,
                               const threshold::Label& label, const threshold::RequestHash& request) const {
        return threshold::partial(shares_.at(holder - 1), with, key(), ciphertext, label, request);
    }

  private:
    static constexpr threshold::RequestHash kRequest{7, 7, 7};

    void hold_ceremony() {
        threshold::Plan plan{site_, {}, {}, {1, 2, 3}, key_};
        threshold::fill_random(plan.session.data(), plan.session.size());
        std::vector<threshold::DeviceKey> devices;
        for (std::size_t i = 0; i < 3; ++i) {
            devices.push_back(threshold::DeviceKey::random());
            plan.roster[i] = devices.back().identity();
        }
        std::vector<threshold::Participant> all;
        for (unsigned i = 0; i < 3; ++i) {
            std::optional<threshold::Share> old;
            if (key_) old = shares_.at(i).clone();
            all.emplace_back(plan, i + 1, devices[i], std::move(old));
        }
        for (int round = 0; round < 4; ++round) {
            for (auto& from : all) {
                for (const auto& message : from.outgoing()) {
                    for (auto& to : all) {
                        if (&to != &from) to.receive(message);
                    }
                }
            }
        }
        shares_.clear();
        for (auto& each : all) {
            auto result = each.finish(all.front().transcript());
            key_ = result.key;
            shares_.push_back(std::move(result.share));
        }
    }

    threshold::Octets<16> site_;
    std::optional<threshold::PublicKey> key_;
    std::vector<threshold::Share> shares_;
};

}  // namespace postvern::records
