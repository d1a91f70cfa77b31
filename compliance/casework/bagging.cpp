// The second round of an extraction: what two holders' partials open, into a bag for whom the order names.
#include <algorithm>
#include <filesystem>
#include <set>

#include "compliance/bag.hpp"
#include "compliance/casework/state.hpp"
#include "compliance/casework/decisions.hpp"
#include "compliance/casework/view.hpp"
#include "compliance/json_text.hpp"
#include "compliance/recipient_certificate.hpp"
#include "records/base64.hpp"

namespace postvern::compliance {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::CaseFile;
using records::Unacceptable;

namespace {

// RFC 8410 4, RFC 7468 13
std::string pem_of(const disclosure::SignerKey& key) {
    std::string der("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
    der.append(reinterpret_cast<const char*>(key.octets.data()), key.octets.size());
    return "-----BEGIN PUBLIC KEY-----\n" + records::base64(der) + "\n-----END PUBLIC KEY-----\n";
}

std::string subscriber_json(const records::SubscriberData& data) {
    std::string json = "{\"addresses\":[";
    for (std::size_t at = 0; at < data.addresses.size(); ++at) json += (at == 0 ? "" : ",") + json_text(data.addresses[at]);
    json += "],\"created\":" + (data.created ? std::to_string(*data.created) : std::string("null"));
    json += std::string(",\"closed\":") + (data.closed ? "true" : "false");
    json += std::string(",\"password\":") + (data.password ? "true" : "false");
    json += std::string(",\"recovery_code\":") + (data.recovery_code ? "true" : "false");
    return json + ",\"app_passwords\":" + std::to_string(data.app_passwords) + "}";
}

// Whether somebody approved in the place of the officer whose seat it is.
bool is_by_substitute(const disclosure::Mandate& mandate, const disclosure::Approval& approval) {
    return std::any_of(mandate.appointments.begin(), mandate.appointments.end(), [&](const disclosure::Appointment& each) {
        return each.seat == approval.seat && each.substitute == approval.key;
    });
}

// The validators among those who appointed substitutes: who is no officer that approved.
std::vector<disclosure::SignerKey> appointing_validators(const disclosure::Mandate& mandate) {
    std::vector<disclosure::SignerKey> keys;
    for (const disclosure::Appointment& appointment : mandate.appointments) {
        const bool is_officer = std::any_of(
            mandate.approvals.begin(), mandate.approvals.end(), [&](const disclosure::Approval& each) {
                return each.key == appointment.key && !is_by_substitute(mandate, each);
            });
        if (!is_officer) keys.push_back(appointment.key);
    }
    return keys;
}

// Who signed what an extraction rests on, and in which office.
std::vector<casework::SignerNeeded> signers_of(const casework::Signed& documents) {
    using policy::StaffRole;
    std::vector<casework::SignerNeeded> signers;
    for (const auto& each : documents.request.validations) signers.push_back({each.key.octets, StaffRole::legal_officer});
    for (const auto& each : documents.mandate.approvals) {
        const auto role = each.seat == disclosure::Seat::managing_director ? StaffRole::managing_director
                                                                           : StaffRole::second_officer;
        const bool stands_in = is_by_substitute(documents.mandate, each);
        signers.push_back({each.key.octets, stands_in ? std::nullopt : std::optional(role)});
    }
    for (const auto& each : appointing_validators(documents.mandate)) {
        signers.push_back({each.octets, StaffRole::legal_officer});
    }
    if (documents.mandate.attestation) {
        signers.push_back({documents.mandate.attestation->key.octets, StaffRole::data_protection_officer});
    }
    return signers;
}

// On the server those count who are on record: their keys were checked when each document came (signatures.cpp).
disclosure::Pins pins_of(const records::Site& site, const casework::Signed& documents, const records::DisclosureKey& key,
                         const std::vector<disclosure::Partials>& partials) {
    disclosure::Pins pins;
    pins.site = site.id();
    for (const auto& approval : documents.mandate.approvals) {
        if (is_by_substitute(documents.mandate, approval)) continue;
        pins.holders[approval.seat == disclosure::Seat::managing_director ? 0 : 1] = approval.key;
    }
    for (const auto& each : partials) {
        // What a partial is worth its proof says; the deposit's device is on no record of people.
        if (each.holder == 3) pins.holders[2] = each.key;
    }
    for (const auto& each : documents.request.validations) pins.validators.push_back(each.key);
    for (const auto& each : appointing_validators(documents.mandate)) pins.validators.push_back(each);
    if (documents.mandate.attestation) pins.data_protection_officer = documents.mandate.attestation->key;
    pins.disclosure_key = key.key;
    return pins;
}

// Removes the sealed file, whatever happens: once the step is taken it is a paper of the case. It must outlive the step.
struct Removal {
    std::filesystem::path path;
    ~Removal() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

// Of the order on file, by the account that is disclosed: the address as the order writes it.
std::string address_of(const std::vector<casework::NamedAccount>& accounts, policy::AccountId account) {
    for (const casework::NamedAccount& each : accounts) {
        if (each.account == account) return each.address;
    }
    return {};
}

// An address that was given anew is of two accounts, and so may a label's be: the commitment tells whose the key is.
records::threshold::PeriodKey combined(const std::vector<policy::AccountId>& accounts, const disclosure::ListedKey& listed,
                                       const disclosure::Hash& request, const records::threshold::Partial& one,
                                       const records::threshold::Partial& other, const records::threshold::PublicKey& key) {
    for (std::size_t at = 0; at < accounts.size(); ++at) {
        try {
            return records::threshold::combine(key, listed.ciphertext, listed.label, request, one, other,
                                               records::commitment_of(accounts[at], listed.label));
        } catch (const records::threshold::Refused& refused) {
            if (refused.holder() != 0 || at + 1 == accounts.size()) throw;
        }
    }
    throw records::NotFound("a key of the list is of an account that is gone");
}

}  // namespace

// The keys of the list, each what its label commits to; of two holders whose partials are for each other.
records::OpenedKeys Casework::State::combine(const std::vector<casework::NamedAccount>& accounts,
                                             const disclosure::Request& request, const disclosure::Partials& one,
                                             const disclosure::Partials& other, const disclosure::Pins& pins) const {
    disclosure::verify_partials(one, request, pins);
    disclosure::verify_partials(other, request, pins);
    if (one.with != other.holder || other.with != one.holder) {
        throw Unacceptable("the partials are for other holders than each other");
    }
    records::OpenedKeys opened;
    for (std::size_t at = 0; at < request.keys.size(); ++at) {
        const disclosure::ListedKey& listed = request.keys[at];
        std::vector<policy::AccountId> owners;
        for (const casework::NamedAccount& each : accounts) {
            if (records::threshold::account_id(listed.account_salt, each.address) == listed.label.account) {
                owners.push_back(each.account);
            }
        }
        opened.emplace(listed.label.key_id, combined(owners, listed, request.hash, one.partials[at], other.partials[at],
                                                     *pins.disclosure_key));
    }
    return opened;
}

casework::Signed Casework::State::signed_for(const CaseWorker& by, const CaseFile& file) const {
    const auto requests = papers_of(by, file, "request");
    if (requests.empty()) throw records::NotFound("no request for extraction is on file");
    casework::Signed found;
    found.request_text = requests.front();
    found.request = disclosure::parse_request(found.request_text);
    for (const std::string& text : papers_of(by, file, "approval")) {
        auto approval = disclosure::parse_approval(text);
        if (approval.request != found.request.hash) continue;
        found.mandate.approvals.push_back(std::move(approval));
        found.approvals.push_back(text);
    }
    for (const std::string& text : papers_of(by, file, "appointment")) {
        auto appointment = disclosure::parse_appointment(text);
        const auto stands_in = [&](const disclosure::Approval& each) {
            return each.seat == appointment.seat && each.key == appointment.substitute;
        };
        const auto& approvals = found.mandate.approvals;
        if (std::none_of(approvals.begin(), approvals.end(), stands_in)) continue;
        found.mandate.appointments.push_back(std::move(appointment));
        found.appointments.push_back(text);
    }
    for (const std::string& text : papers_of(by, file, "revocation")) {
        auto withdrawal = disclosure::parse_withdrawal(text);
        if (withdrawal.request == found.request.hash) found.mandate.withdrawals.push_back(std::move(withdrawal));
    }
    for (const std::string& text : papers_of(by, file, "attestation")) {
        auto statement = disclosure::parse_attestation(text);
        if (!found.attestation.empty() || statement.request != found.request.hash) continue;
        found.attestation = text;
        found.mandate.attestation = std::move(statement);
    }
    return found;
}

void Casework::State::fill(BagWriter& bag, const CaseWorker& by, const CaseFile& file, const disclosure::Request& request,
                           const std::vector<disclosure::Partials>& partials, const disclosure::Pins& pins) const {
    const auto accounts = accounts_of(file);
    std::vector<std::string> subscribers;
    for (const policy::Extent& extent : extents_of(file)) {
        auto grant = by.leave(Action::extract, Resource::numbered(ResourceType::legal_case, file.number),
                              Purpose::legal_request, extent);
        if (extent.data_class == policy::DisclosureClass::subscriber) {
            subscribers.push_back(subscriber_json(parts.disclosure.subscriber(std::move(grant))));
            continue;
        }
        records::OpenedKeys keys = combine(accounts, request, partials[0], partials[1], pins);
        const std::string address = address_of(accounts, extent.account);
        auto items = parts.disclosure.open(std::move(grant), std::move(keys));
        for (auto batch = items.next(); !batch.empty(); batch = items.next()) {
            for (const records::DisclosedItem& item : batch) {
                bag.add({item.data_class, address, item.date.seconds, {}}, item.octets);
            }
        }
    }
    if (subscribers.empty()) return;
    std::string json = subscribers.front();
    for (std::size_t at = 1; at < subscribers.size(); ++at) json += ",\n" + subscribers[at];
    bag.add_subscriber((subscribers.size() == 1 ? json : '[' + json + ']') + '\n');
}

// The case's entries in the access record: read by leave for what is extracted of each account, into the sealed bag alone. The
// record decides when it publishes; what waits is told, and no batch comes early for it, which everybody would see.
void Casework::State::add_record(BagEvidence& evidence, const CaseWorker& by, const CaseFile& file) const {
    std::vector<policy::Grant> grants;
    std::set<policy::AccountId> asked;
    for (const policy::Extent& extent : extents_of(file)) {
        if (!asked.insert(extent.account).second) continue;
        grants.push_back(by.leave(Action::extract, Resource::numbered(ResourceType::legal_case, file.number),
                                  Purpose::legal_request, extent));
    }
    records::CaseEvidence found = parts.site.ledger().case_evidence(std::move(grants), file.steps.front().at);
    evidence.decisions = casework::decisions_of(file, found.acts);
    evidence.proofs = std::move(found.proofs);
    evidence.checkpoint = std::move(found.checkpoint);
    evidence.record = CaseRecordStatement{found.pending, found.left_out, found.closed_before, 0};
    for (const records::StepTaken& step : file.steps) {
        if (found.closed_before && step.at < *found.closed_before) ++evidence.record->steps_before;
    }
}

BagEvidence Casework::State::evidence_of(const CaseWorker& by, const CaseFile& file, const CaseView& view,
                                         const casework::Signed& documents, const RecipientCertificate& recipient,
                                         std::int64_t now) const {
    BagEvidence evidence;
    evidence.request = documents.request_text;
    evidence.approvals = documents.approvals;
    evidence.appointments = documents.appointments;
    evidence.attestation = documents.attestation;
    int validators = 0;
    for (const auto& each : documents.request.validations) {
        evidence.validations.push_back(each.text);
        evidence.keys["validator-" + std::to_string(++validators)] = pem_of(each.key);
    }
    for (const auto& each : appointing_validators(documents.mandate)) {
        evidence.keys["validator-" + std::to_string(++validators)] = pem_of(each);
    }
    for (const auto& each : documents.mandate.approvals) {
        if (is_by_substitute(documents.mandate, each)) continue;
        const bool director = each.seat == disclosure::Seat::managing_director;
        evidence.keys[director ? "managing_director" : "second_officer"] = pem_of(each.key);
    }
    evidence.keys["data_protection_officer"] = pem_of(documents.mandate.attestation->key);
    for (const std::string& text : papers_of(by, file, "order")) {
        if (records::sha256(text) == view.order->instrument) evidence.instrument = text;
    }
    for (const policy::RulebookFile& each : parts.rules(documents.request.rulebook)) {
        evidence.rules[std::filesystem::path(each.name).stem().string()] = each.text;
    }
    add_record(evidence, by, file);
    evidence.custody.push_back(
        {now, "legal officer", "extracted and sealed to certificate " + records::hexadecimal(recipient.hash)});
    return evidence;
}

std::filesystem::path Casework::State::place_of_bag(const std::string& reference) const {
    return parts.site.settings().data / "bags" / (reference + ".cms");
}

void Casework::State::remove_bag(const std::string& reference) const {
    const std::filesystem::path place = place_of_bag(reference);
    std::filesystem::remove(place);
    std::filesystem::remove(place.string() + ".part");
}

void Casework::State::remove_bags() const {
    const std::filesystem::path bags = parts.site.settings().data / "bags";
    std::error_code failure;
    std::filesystem::remove_all(bags, failure);
    if (failure) throw records::Unavailable(bags.string() + ": cannot be emptied: " + failure.message());
}

casework::Prepared Casework::State::make_bag(const CaseWorker& by, const CaseFile& file, const CaseView& view,
                                             const std::vector<std::string>& partials,
                                             std::string_view certificate, const std::filesystem::path& place) const {
    const casework::Signed documents = signed_for(by, file);
    if (partials.size() != 2) throw Unacceptable("the partials of two holders open it: --partials FILE, twice");
    std::vector<disclosure::Partials> answers;
    for (const std::string& text : partials) answers.push_back(disclosure::parse_partials(text));
    const auto key = parts.disclosure.key();
    if (!key) throw Unacceptable("no disclosure key is on record");
    const std::int64_t moment = now();
    const disclosure::Pins pins = pins_of(parts.site, documents, *key, answers);
    disclosure::verify_request(documents.request, pins, moment);
    disclosure::verify_mandate(documents.request, documents.mandate, pins, moment);

    const bool to_court = view.order->privilege == Privilege::flagged;
    const RecipientCertificate recipient = read_recipient_certificate(certificate);
    const auto& named = to_court ? view.order->court_recipient : view.order->recipient;
    if (!named) throw Unacceptable("the order names no certificate");
    require_named_by_order(recipient, records::hexadecimal(*named));

    std::filesystem::create_directories(place.parent_path());
    std::filesystem::permissions(place.parent_path(), std::filesystem::perms::owner_all);
    std::filesystem::remove(place);  // what an extraction left that was cut short: sealed. SealedFile takes over what is unfinished
    BagWriter bag({place, documents.request.order.text, recipient, house.name, moment, parts.timestamp});
    fill(bag, by, file, documents.request, answers, pins);
    const BagReceipt receipt = bag.finish(evidence_of(by, file, view, documents, recipient, moment));

    casework::Prepared prepared;
    prepared.bag = records::NewPaper{"bag", place.filename().string(), {}, place, receipt.sealed};
    prepared.bag_hash = records::hexadecimal(receipt.sealed);
    prepared.signers = signers_of(documents);
    prepared.papers.push_back({"bag-receipt", "bag-receipt.txt", to_text(receipt)});
    return prepared;
}

CaseOutcome Casework::extract(const CaseWorker& by, std::string_view reference, const std::vector<std::string>& partials,
                              std::string_view certificate) {
    State& state = *state_;
    const std::uint64_t number = state.number_of(by, reference);
    // Whoever asks twice waits for the first, and then sees what became of the case: two would write the same file.
    const std::lock_guard one_at_a_time(state.extractions);
    CaseAct act;
    act.step = CaseStep::extract;
    const CaseFile file = state.read(by, number);
    const CaseSight sight = state.sight_of(file);
    // Nothing is opened for a step that may not be taken: the refusal goes on file by the step itself.
    CaseView asked = sight.view;
    asked.evidence.add(Evidence::partials);
    asked.evidence.add(Evidence::bag);
    const StepAnswer answer = may(asked, CaseStep::extract, {CaseActor::legal_officer, by.user, false}, state.now());
    if (!std::holds_alternative<StepAllowed>(answer)) return state.take(by, number, act, {});
    const Removal removal{state.place_of_bag(file.reference)};
    return state.take(by, number, act, state.make_bag(by, file, sight.view, partials, certificate, removal.path));
}

}  // namespace postvern::compliance
