#include "services/control/rules/rulebook_summary.hpp"

#include <Poco/JSON/Array.h>

#include "records/sha256.hpp"
#include "services/control/calendar_day.hpp"
#include "services/control/unix_user.hpp"

namespace postvern::services::control {

namespace {

std::string who(const records::RulebookSigner& signer) {
    const auto name = name_of_user(signer.user);
    return "user " + std::to_string(signer.user) + (name ? " (" + *name + ")" : std::string()) +
           " as " + std::string(policy::name(signer.office)) + ", key " +
           records::fingerprint(signer.key);
}

}  // namespace

std::string described(const records::KeptRulebook& rulebook) {
    std::string text = "no. " + std::to_string(rulebook.number) + "  SHA-256 " +
                       records::hexadecimal(rulebook.hash) + "\n  in force since " +
                       to_text(rulebook.since) + " UTC";
    if (rulebook.statement)
        text += ", to be reviewed by " + records::to_text(rulebook.statement->review);
    text += '\n';
    if (!rulebook.is_signed()) text += "  of the founding: nobody has signed it\n";
    for (const auto& signer : rulebook.signers) text += "  signed by " + who(signer) + '\n';
    if (rulebook.fault) text += "  NOT as it was installed: " + *rulebook.fault + '\n';
    return text;
}

Poco::JSON::Object to_json(const records::KeptRulebook& rulebook) {
    Poco::JSON::Object object;
    object.set("number", rulebook.number);
    object.set("sha256", records::hexadecimal(rulebook.hash));
    object.set("since", rulebook.since);
    object.set("signed", rulebook.is_signed());
    if (rulebook.statement) object.set("review", records::to_text(rulebook.statement->review));
    Poco::JSON::Array signers;
    for (const auto& signer : rulebook.signers) {
        Poco::JSON::Object each;
        each.set("office", std::string(policy::name(signer.office)));
        each.set("user", signer.user);
        each.set("key", records::fingerprint(signer.key));
        signers.add(each);
    }
    object.set("signers", signers);
    if (rulebook.is_signed()) object.set("note", rulebook.note);
    if (rulebook.fault) object.set("fault", *rulebook.fault);
    return object;
}

}  // namespace postvern::services::control
