// A house whose devices hold a disclosure key, an order that was signed, and requests as a server makes them.
#pragma once

#include "tests/compliance/officer/devices.hpp"

namespace postvern::tests {

class DisclosureHouse : public House {
  protected:
    DisclosureHouse() {
        pin_all();
        make_key();
        put(path("order"), order_text());
        for (const unsigned i : {4U, 5U}) done(i, {"sign-order", file("order"), "--out", file(numbered("validation", i))});
    }

    static std::string order_text() {
        return "postvern court order 1\ncase: 00112233445566778899aabbccddeeff\ncourt: Ytre Fiktiv tingrett\n"
               "number: 27-000123ENE-TFIK\ndate: 2026-02-26\nsection: strpl. § 210\nseal: signature\n"
               "instrument-sha256: " + std::string(64, 'a') +
               "\naccount: alice@example.org\nclass: mail\nwindow-from: 2026-01-01T23:00:00Z\n"
               "window-until: 2026-01-15T23:00:00Z\nzone: +01:00\nin-force-from: " +
               disclosure::to_moment(now() - 3600) + "\nin-force-until: " + disclosure::to_moment(now() + 30 * 86'400) +
               "\nsuspicion: owner\ncounsel: appointed\nsecrecy: lifted-court\nprivilege: none\nappeal: final\n"
               "silence: none\nrecipient-sha256: " + std::string(64, 'b') + "\n";
    }

    static threshold::PeriodKey period_key(std::uint64_t id) {
        return threshold::PeriodKey::copy_of(threshold::view(disclosure::sha256("key " + std::to_string(id))));
    }
    static threshold::Octets<32> commit(const threshold::PeriodKey& key) { return disclosure::sha256(key.view()); }

    disclosure::ListedKey listed(const std::string& address, std::int64_t day, std::uint64_t id) const {
        threshold::Octets<32> salt;
        salt.fill(7);
        const auto key = period_key(id);
        const threshold::Label label{site(), threshold::account_id(salt, address), 1, day, id, commit(key)};
        return {label, salt, threshold::encrypt(public_key(), label, key)};
    }

    disclosure::Request make_request(std::vector<disclosure::ListedKey> keys, std::int64_t expires) const {
        disclosure::Request request;
        request.site = site();
        request.order = disclosure::parse_order(content(path("order")));
        request.case_reference = request.order.case_reference;
        for (const unsigned i : {4U, 5U}) {
            request.validations.push_back(disclosure::parse_order_signature(content(path(numbered("validation", i)))));
        }
        request.disclosure_key = public_key().transcript;
        request.epoch = public_key().epoch;
        request.rulebook.fill(9);
        threshold::fill_random(request.nonce.data(), request.nonce.size());
        request.expires = expires;
        request.keys = std::move(keys);
        return disclosure::seal(std::move(request));
    }
    std::vector<disclosure::ListedKey> two_weeks() const {
        std::vector<disclosure::ListedKey> keys;
        for (std::uint64_t id = 1; id <= 14; ++id) {
            keys.push_back(listed("alice@example.org", kFirstDay + static_cast<std::int64_t>(id), id));
        }
        return keys;
    }
    disclosure::Request put_request(const std::string& name) const {
        auto request = make_request(two_weeks(), now() + 3 * 86'400);
        put(path(name), disclosure::to_text(request));
        return request;
    }

    // Approved by both and attested, into approval1, approval2 and attestation.
    void decide(const std::string& request) const {
        for (const unsigned i : {1U, 2U}) done(i, {"approve", file(request), "--out", file(numbered("approval", i))});
        done(6, {"attest", file(request), "--out", file("attestation")});
    }
    Words partials(const std::string& request, unsigned with, unsigned own) const {
        return {"partials", file(request), "--with", std::to_string(with), "--approval", file("approval1"), "--approval",
                file("approval2"), "--attestation", file("attestation"), "--out", file(numbered("partials", own))};
    }
    disclosure::Pins pins() const {
        disclosure::Pins pins;
        const auto card = [&](unsigned i) { return disclosure::parse_card(content(path(numbered("card", i)))); };
        pins.site = site();
        for (unsigned i = 1; i <= 3; ++i) pins.holders[i - 1] = card(i).signing;
        pins.validators = {card(4).signing, card(5).signing};
        pins.data_protection_officer = card(6).signing;
        pins.disclosure_key = public_key();
        return pins;
    }
    void expect_opened(const disclosure::Request& request, unsigned one, unsigned other,
                       const disclosure::Pins& pins) const {
        const auto opened = disclosure::combine_all(
            request, disclosure::parse_partials(content(path(numbered("partials", one)))),
            disclosure::parse_partials(content(path(numbered("partials", other)))), pins, commit);
        ASSERT_EQ(opened.size(), request.keys.size());
        for (std::size_t i = 0; i < opened.size(); ++i) {
            EXPECT_EQ(opened[i].view(), period_key(request.keys[i].label.key_id).view());
        }
    }

    static constexpr std::int64_t kFirstDay = 20'454;  // 2026-01-01
};

}  // namespace postvern::tests
