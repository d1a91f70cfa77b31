// The disclosure key on record, for those who work on cases.
#include "compliance/casework/state.hpp"
#include "compliance/disclosure/ceremony_documents.hpp"
#include "compliance/disclosure/refused.hpp"

namespace postvern::compliance {

void Casework::put_disclosure_key(const CaseWorker& by, std::string_view text) {
    try {
        const disclosure::DisclosureKey file = disclosure::parse_disclosure_key(text);
        if (file.site != state_->parts.site.id()) throw records::Unacceptable("the disclosure key was made for another site");
        state_->parts.disclosure.put_key(by.leave(policy::Action::administer_staff, policy::Resource::site(),
                                                  policy::Purpose::administration, {}),
                                         file.key);
    } catch (const disclosure::SyntaxError& fault) {
        throw records::Unacceptable(std::string("no disclosure key: ") + fault.what());
    }
}

KeyOnRecord Casework::disclosure_key() const {
    KeyOnRecord known;
    known.site = records::hexadecimal(state_->parts.site.id());
    const auto key = state_->parts.disclosure.key();
    if (!key) return known;
    known.number = key->number;
    known.epoch = key->key.epoch;
    known.since = key->since;
    known.transcript = records::hexadecimal(key->key.transcript);
    known.sealing = state_->parts.disclosure.sealing();
    return known;
}

}  // namespace postvern::compliance
