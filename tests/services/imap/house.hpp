// A house for IMAP sessions: a real site with the rulebook that ships, behind real sockets with TLS. One
// account, alice@example.org.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "services/imap/service.hpp"
#include "tests/records/archive/household.hpp"
#include "tests/services/net/site.hpp"
#include "tests/services/net/transcript.hpp"

namespace postvern::services::imap {

inline constexpr const char* kAlice = "alice@example.org";
inline constexpr const char* kPassword = "seven green ferries";
// The same as an initial response of AUTHENTICATE PLAIN.
inline constexpr const char* kPlainResponse = "AGFsaWNlQGV4YW1wbGUub3JnAHNldmVuIGdyZWVuIGZlcnJpZXM=";

// Reads past lines until one begins so.
void skip_to(net::Client& client, std::string_view beginning);

class House {
  public:
    explicit House(Settings settings = {}, std::uint64_t quota = std::uint64_t{1} << 30);

    net::Client connect() const { return site.connect(); }
    // A client behind STARTTLS, before sign-in and after it.
    net::Client connect_with_tls() const;
    net::Client sign_in() const;
    // Signed in, with INBOX selected.
    net::Client open_inbox() const;

    void deliver(const std::string& subject, const std::string& body = "Hello.\r\n");
    void deliver_message(const std::string& octets);

    records::Scratch scratch;
    records::Household household;
    policy::AccountId alice;
    net::Pool hashing{1, 16};
    net::Pool blocking{2, 256};
    sign_in::Throttle throttle;
    sign_in::SignIn signing_in{*household.gate, hashing, throttle};
    net::MemoryBudget budget;
    net::RecordedEvents events;
    std::optional<Service> service;  // made once `site` has its certificate
    net::Site site;
};

}  // namespace postvern::services::imap
