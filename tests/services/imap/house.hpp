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

// Two parts, a text and four octets in base64.
inline constexpr const char* kMultipart =
    "From: =?UTF-8?Q?Bj=C3=B8rn?= <bjorn@fjell.example>\r\n"
    "To: alice@example.org\r\n"
    "Date: Tue, 14 Nov 2023 12:00:00 +0100\r\n"
    "Subject: two parts\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n"
    "X-Rare: yes\r\n"
    "\r\n"
    "--b\r\n"
    "Content-Type: text/plain\r\n"
    "\r\n"
    "plain part\r\n"
    "--b\r\n"
    "Content-Type: application/octet-stream\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "AAECAw==\r\n"
    "--b--\r\n";

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
