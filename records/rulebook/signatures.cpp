#include "records/rulebook/signatures.hpp"

#include <algorithm>

namespace postvern::records {

using policy::StaffRole;

namespace {

std::string_view octets(const OfficerKey& key) {
    return {reinterpret_cast<const char*>(key.octets.data()), key.octets.size()};
}

bool is_by(const ledger::NoteSignature& signature, StaffRole office, const OfficerKey& key) {
    return signature.name == policy::name(office) &&
           signature.key_id == ledger::note_key_id(signature.name, octets(key));
}

// Whether policy, both agreements and device hold at `moment`, as the rules ask of everybody who
// acts (ISP-62).
bool is_bound(const policy::StaffFacts& facts, std::int64_t moment) {
    const auto holds = [&](const std::optional<std::int64_t>& until) {
        return until && moment <= *until;
    };
    return holds(facts.policy_until) && holds(facts.secrecy_until) &&
           holds(facts.agreement_until) && holds(facts.device_until);
}

// Who signed in one office.
struct Found {
    std::vector<RulebookSigner> signers;  // those that count
    std::string complaint;                // why the first of the others does not
};

// Why the signature of `member` as `office` does not count; empty: it does.
std::string objection(const StaffMember& member, StaffRole office, std::int64_t moment) {
    const std::string who = "user " + std::to_string(member.user);
    const std::string name(policy::name(office));
    const auto& roles = member.facts.roles;
    if (std::find(roles.begin(), roles.end(), office) == roles.end()) {
        return who + " signed as " + name +
               " and is not in that role: `postvern staff list` tells who is";
    }
    if (!is_bound(member.facts, moment)) {
        return who + " signed as " + name +
               " while not all of policy, agreements and device is in force of them: `postvern "
               "staff list` tells "
               "until when, and the managing director enters what was signed";
    }
    return {};
}

Found find_signers(const ledger::SignedNote& note, StaffRole office,
                   std::span<const StaffMember> staff, std::int64_t moment) {
    Found found;
    const auto complain = [&](std::string why) {
        if (found.complaint.empty()) found.complaint = std::move(why);
    };
    const std::string name(policy::name(office));
    for (const auto& signature : note.signatures) {
        if (signature.name != name) continue;
        const auto member = std::find_if(staff.begin(), staff.end(), [&](const StaffMember& each) {
            return each.key && is_by(signature, office, *each.key);
        });
        if (member == staff.end()) {
            complain("the signature as " + name +
                     " is by a key that nobody on record has: `postvern staff put USER --key FILE` "
                     "enters keys");
            continue;
        }
        // Another key may have the same id: then that of the member is tried whose signature it is.
        const auto by = std::find_if(member, staff.end(), [&](const StaffMember& each) {
            return each.key && is_by(signature, office, *each.key) &&
                   ledger::verifies(octets(*each.key), signature.signature, note.text);
        });
        if (by == staff.end()) {
            throw Unacceptable(
                "the signature of user " + std::to_string(member->user) + " as " + name +
                " is not one of this statement: it was changed since, or the signature was");
        }
        std::string why = objection(*by, office, moment);
        if (why.empty()) {
            found.signers.push_back({office, by->user, *by->key});
        } else {
            complain(std::move(why));
        }
    }
    complain("nobody signed as " + name + ": `postvern rules sign STATEMENT --as " + name +
             " --key FILE`");
    return found;
}

bool verifies(const ledger::SignedNote& note, const RulebookSigner& signer) {
    return std::any_of(note.signatures.begin(), note.signatures.end(), [&](const auto& signature) {
        return is_by(signature, signer.office, signer.key) &&
               ledger::verifies(octets(signer.key), signature.signature, note.text);
    });
}

}  // namespace

std::vector<RulebookSigner> require_signatures(const ledger::SignedNote& note,
                                               std::span<const StaffMember> staff,
                                               std::int64_t moment) {
    std::vector<Found> offices;
    for (const StaffRole office : kSigningOffices) {
        offices.push_back(find_signers(note, office, staff, moment));
        if (offices.back().signers.empty()) throw Unacceptable(offices.back().complaint);
    }
    for (const auto& director : offices.front().signers) {
        for (const auto& second : offices.back().signers) {
            if (director.user != second.user) return {director, second};
        }
    }
    throw Unacceptable(
        "user " + std::to_string(offices.front().signers.front().user) +
        " signed as managing_director and as second_officer: two different people sign");
}

std::optional<std::string> fault_of(const KeptRulebook& rulebook, const KeptRulebook* before,
                                    std::string_view site) {
    if (!rulebook.is_signed()) {
        if (before == nullptr || !before->is_signed()) return {};
        return "it bears no signatures, while the one before does";
    }
    const auto note = ledger::parse_note(rulebook.note);
    const auto statement = note ? parse_statement(note->text) : std::nullopt;
    if (!statement) return "its statement cannot be read";
    if (before == nullptr || statement->site != site || statement->number != rulebook.number ||
        statement->rulebook != rulebook.hash || before->number + 1 != rulebook.number ||
        statement->replaces != before->hash) {
        return "its statement is about another rulebook, or another place of it";
    }
    if (rulebook.signers.front().user == rulebook.signers.back().user ||
        rulebook.signers.front().key == rulebook.signers.back().key) {
        return "it is signed by one person only";
    }
    for (const RulebookSigner& signer : rulebook.signers) {
        if (verifies(*note, signer)) continue;
        return "the signature as " + std::string(policy::name(signer.office)) +
               " is not one of its statement";
    }
    return {};
}

}  // namespace postvern::records
