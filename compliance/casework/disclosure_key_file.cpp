#include "compliance/disclosure_key_file.hpp"

#include "compliance/disclosure/ceremony_documents.hpp"
#include "compliance/disclosure/refused.hpp"

namespace postvern::compliance {

records::threshold::PublicKey read_disclosure_key(std::string_view text, const std::array<std::uint8_t, 16>& site) {
    try {
        const disclosure::DisclosureKey file = disclosure::parse_disclosure_key(text);
        if (file.site != site) throw records::Unacceptable("the disclosure key was made for another site");
        return file.key;
    } catch (const disclosure::SyntaxError& fault) {
        throw records::Unacceptable(std::string("no disclosure key: ") + fault.what());
    }
}

}  // namespace postvern::compliance
