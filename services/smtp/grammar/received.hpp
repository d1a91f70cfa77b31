// A Received field as some server wrote it: who took the message in, from where, and how.  RFC 5321 4.4, RFC 3848. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "services/smtp/grammar/syntax_error.hpp"

namespace postvern::services::smtp::grammar {

// Longer fields are refused: names, addresses and ciphers of real ones take less.
inline constexpr std::size_t kLongestReceived = 4096;  // octets

struct Received {
    enum class From : std::uint8_t {
        absent,    // no FROM clause: handed in on the machine, by a program
        loopback,  // every address that it names is this machine's own, the one that was seen included
        another,
    };
    From from = From::absent;
    // Views into the field; empty: there is no such clause.
    std::string_view by;    // a host, as it named itself
    std::string_view with;  // a mail transmission type: "ESMTPS"
};

// Reads the clauses of `body` (what stands behind the colon, folding included): pairs of a name and a value, comments
// anywhere, up to the semicolon. Of a path or mailbox the local part may be quoted, with whatever stands in it; a host and a
// type may not. What a clause means is not checked, names that are unknown are passed over. Of FROM, only
// an address within a comment was seen by the server that wrote the field; what stands elsewhere is what the client
// called itself. Throws SyntaxError; also where FROM, BY or WITH stands twice, since two readers could differ about it.
Received parse_received(std::string_view body);

// How a server took a message from another one.
enum class Transmission : std::uint8_t {
    encrypted,  // with TLS
    plain,
    other,  // not from another server: submission, local delivery; or a type that is unknown
};
// Of a mail transmission type, without regard to case.  RFC 3848, RFC 6531 4.3; RFC 2033 5: LMTP is for one site
Transmission transmission_of(std::string_view with);

}  // namespace postvern::services::smtp::grammar
