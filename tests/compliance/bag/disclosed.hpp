// A whole disclosure, small: an order, officers who sign, a request, entries in an access record, a timestamp authority,
// and the bag that comes of it.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "compliance/disclosure/request.hpp"
#include "compliance/disclosure/statements.hpp"
#include "compliance/verify/bag.hpp"
#include "policy/rulebook_file.hpp"
#include "records/hash_timestamp.hpp"
#include "tests/compliance/bag/workshop.hpp"
#include "tests/compliance/verify/reference_log.hpp"
#include "tests/records/ledger/outsiders.hpp"

namespace postvern::compliance {

namespace threshold = records::threshold;

inline std::string to_pem(const disclosure::SigningKey& key) {
    // RFC 8410 4: the prefix of every public key of Ed25519.
    const auto octets = key.public_key().octets;
    return "-----BEGIN PUBLIC KEY-----\n" +
           reference::base64(std::string("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12) +
                             std::string(octets.begin(), octets.end())) +
           "\n-----END PUBLIC KEY-----\n";
}

struct Officers {
    disclosure::SigningKey director = disclosure::SigningKey::generate();
    disclosure::SigningKey second = disclosure::SigningKey::generate();
    disclosure::SigningKey protection = disclosure::SigningKey::generate();
    disclosure::SigningKey validator = disclosure::SigningKey::generate();
    disclosure::SigningKey other_validator = disclosure::SigningKey::generate();
    std::map<std::string, std::string> pem() const {
        return {{"managing_director", to_pem(director)},
                {"second_officer", to_pem(second)},
                {"data_protection_officer", to_pem(protection)},
                {"validator-1", to_pem(validator)},
                {"validator-2", to_pem(other_validator)}};
    }
};

class Disclosed : public Workshop {
  protected:
    void SetUp() override {
        court_ = certificate("court");
        with_ = settings(court_);
        request_.order = disclosure::parse_order(with_.order);
        request_.validations = {disclosure::sign_order(request_.order, kSigned, officers_.validator),
                                disclosure::sign_order(request_.order, kSigned, officers_.other_validator)};
        request_.case_reference = request_.order.case_reference;
        request_.expires = kSigned + 86'400;
        request_.rulebook = policy::hash_rulebook(
            std::vector<policy::RulebookFile>{{"disclosure.cedar", "permit(principal, action, resource);\n"}},
            [](std::string_view octets) { return records::sha256(octets); });
        for (const std::int64_t day : {kMarch14 / 86'400 - 1, kMarch14 / 86'400}) request_.keys.push_back(key_of(day));
        authority_.write_certificate(place("authority.pem"));
    }

    static constexpr std::int64_t kSigned = kWritten - 7200;

    disclosure::ListedKey key_of(std::int64_t day, const std::string& account = "kari@example.no",
                                 std::uint8_t data_class = 1) const {
        const threshold::Octets<32> salt{7};
        const auto element = threshold::Element::base(threshold::Scalar::of(2));
        const threshold::PublicKey key{1, element, {element, element, element}, {element, element, element}, {}};
        const threshold::Label label{{}, threshold::account_id(salt, account), data_class, day, 1, {}};
        return {label, salt, threshold::encrypt(key, label, threshold::PeriodKey::random())};
    }

    // What the documents say, after a test has changed what it wants.
    BagEvidence signed_evidence() const {
        const auto sealed = disclosure::seal(request_);
        using disclosure::Seat;
        BagEvidence given;
        given.request = disclosure::to_text(sealed);
        for (const auto& each : sealed.validations) given.validations.push_back(each.text);
        given.approvals = {disclosure::sign_approval(sealed.case_reference, sealed.hash, Seat::managing_director,
                                                     kSigned, officers_.director)
                               .text,
                           disclosure::sign_approval(sealed.case_reference, sealed.hash, Seat::second_officer, kSigned,
                                                     officers_.second)
                               .text};
        given.attestation =
            disclosure::sign_attestation(sealed.case_reference, sealed.hash, kSigned, officers_.protection).text;
        given.keys = officers_.pem();
        given.decisions = "{\"action\":\"extract_disclosure\",\"decision\":\"granted\"}\n";
        given.rules = {{"disclosure", "permit(principal, action, resource);\n"}};
        given.custody = {{kWritten - 60, "managing_director", "extracted"}, {kWritten, "legal_officer", "sealed"}};
        put_into_record(given);
        return given;
    }

    // Two entries among others, and the checkpoint.
    void put_into_record(BagEvidence& given) const {
        std::mt19937 random(5);
        reference::Leaves leaves = reference::random_leaves(7, random);
        std::string opening(verify::kOpeningSize, '\1');
        opening.replace(4 + 32 + 128, case_in_record_.size(), case_in_record_);  // docs/formats/ledger.md
        leaves[2] = verify::leaf_of(opening);
        opening[40] = '\2';
        leaves[5] = verify::leaf_of(opening);
        opening[40] = '\1';
        const auto hashes = reference::hashes_of(leaves);
        given.checkpoint = log_.checkpoint(hashes);
        for (const std::size_t index : {2U, 5U}) {
            opening[40] = index == 2 ? '\1' : '\2';
            std::string proof = "c2sp.org/tlog-proof@v1\nextra " + reference::base64(opening) + "\nindex " +
                                std::to_string(index) + '\n';
            for (const auto& hash : reference::path(index, hashes)) proof += reference::base64(hash) + '\n';
            given.proofs.push_back(proof + '\n' + given.checkpoint);
        }
    }

    // The bag's folder, written, sealed, opened by others' programs and unpacked.
    std::filesystem::path disclose(const BagEvidence& given) {
        std::filesystem::remove(with_.file);
        std::filesystem::remove_all(place(std::string("postvern-") + kReference));
        BagWriter writer(with_);
        writer.add(mail(), "Subject: one\r\n\r\nfirst\r\n");
        writer.add(mail(kMarch14 - 1), "Subject: two\r\n\r\nsecond\r\n");
        writer.add_subscriber("{\"accounts\":[]}\n");
        writer.finish(given);
        return open_with("court");
    }

    verify::BagTrust trust() const { return {{}, verify::Trust(verify::parse_key(log_.verifier_key())), {}}; }
    std::string fault_of(const std::filesystem::path& bag, const verify::BagTrust& by) const {
        try {
            return verify::check_bag(bag, by);
        } catch (const verify::Fault& fault) {
            return fault.what();
        }
    }

    Officers officers_;
    RecipientCertificate court_;
    BagSettings with_;
    disclosure::Request request_;
    std::string case_in_record_{"\0\1\2\3\4\5\6\7\x8\x9\xa\xb\xc\xd\xe\xf", 16};  // kReference
    reference::Signer log_{"example.org/ledger"};
    records::ledger::TestAuthority authority_;
};

}  // namespace postvern::compliance
