#include "services/imap/capability.hpp"

#include <array>
#include <string_view>

#include "services/imap/session.hpp"

namespace postvern::services::imap {

namespace {

enum class Offered {
    always,
    before_tls,           // to strangers, where TLS can be started
    before_tls_or_never,  // to strangers without TLS
    to_strangers,         // inside TLS
};

struct Capability {
    std::string_view name;
    Offered offered = Offered::always;
};

// What rev2 includes is named too, for rev1 clients.  RFC 9051 E
constexpr std::array kCapabilities{
    Capability{"IMAP4rev2"},
    Capability{"IMAP4rev1"},
    Capability{"STARTTLS", Offered::before_tls},
    Capability{"LOGINDISABLED", Offered::before_tls_or_never},  // RFC 9051 6.2.3
    Capability{"AUTH=PLAIN", Offered::to_strangers},
    Capability{"SASL-IR"},             // RFC 4959
    Capability{"LITERAL+"},            // RFC 7888
    Capability{"ENABLE"},              // RFC 5161
    Capability{"UTF8=ACCEPT"},         // RFC 6855
    Capability{"ID"},                  // RFC 2971
    Capability{"IDLE"},                // RFC 2177
    Capability{"NAMESPACE"},           // RFC 2342
    Capability{"CHILDREN"},            // RFC 3348
    Capability{"LIST-EXTENDED"},       // RFC 5258
    Capability{"LIST-STATUS"},         // RFC 5819
    Capability{"SPECIAL-USE"},         // RFC 6154
    Capability{"CREATE-SPECIAL-USE"},  // RFC 6154 5.1
    Capability{"STATUS=SIZE"},         // RFC 8438
    Capability{"UNSELECT"},            // RFC 3691
    Capability{"UIDPLUS"},             // RFC 4315
    Capability{"MOVE"},                // RFC 6851
    Capability{"ESEARCH"},             // RFC 4731
    Capability{"SEARCHRES"},           // RFC 5182
    Capability{"BINARY"},              // RFC 3516
    Capability{"QUOTA"},               // RFC 9208
    Capability{"QUOTA=RES-STORAGE"},
};

}  // namespace

std::string capabilities(Session& session) {
    const bool is_stranger = !session.is_authenticated();
    const bool is_plain = !session.stream().is_tls();
    const auto is_offered = [&](Offered offered) {
        switch (offered) {
            case Offered::always:
                return true;
            case Offered::before_tls:
                return is_stranger && is_plain && session.parts().tls != nullptr;
            case Offered::before_tls_or_never:
                return is_stranger && is_plain;
            case Offered::to_strangers:
                return is_stranger && !is_plain;
        }
        return false;
    };
    std::string list;
    for (const auto& capability : kCapabilities) {
        if (!is_offered(capability.offered)) continue;
        list += capability.name;
        list += ' ';
    }
    // RFC 7889 3: one limit for all mailboxes.
    return list + "APPENDLIMIT=" + std::to_string(session.parts().settings.message_octets);
}

}  // namespace postvern::services::imap
