#include "tests/services/imap/house.hpp"

#include <algorithm>

namespace postvern::services::imap {

void skip_to(net::Client& client, std::string_view beginning) {
    for (auto line = client.line(); !line.starts_with(beginning); line = client.line()) {
        ASSERT_FALSE(line.empty()) << "nothing begins with " << beginning;
    }
}

House::House(Settings settings, std::uint64_t quota)
    : household(scratch, quota),
      alice(household.add_account(kAlice, kPassword)),
      site([this](net::Stream& stream) { return service->serve(stream); }) {
    service.emplace(Parts{.gate = *household.gate,
                          .archive = household.archive,
                          .sign_in = signing_in,
                          .blocking = blocking,
                          .budget = budget,
                          .tls = &site.tls,
                          .events = events,
                          .clock = [this] { return household.now.load(); },
                          .settings = std::move(settings)});
}

net::Client House::connect_with_tls() const {
    auto client = connect();
    play(client, R"(
        S: * OK [CAPABILITY ...
        C: t0 STARTTLS
        S: t0 OK ...
    )");
    EXPECT_TRUE(client.start_tls());
    return client;
}

net::Client House::sign_in() const {
    auto client = connect_with_tls();
    client.send(std::string("t1 LOGIN ") + kAlice + " \"" + kPassword + "\"\r\n");
    const auto answer = client.line();
    EXPECT_EQ(answer.substr(0, 18), "t1 OK [CAPABILITY ") << answer;
    return client;
}

net::Client House::open_inbox() const {
    auto client = sign_in();
    client.send("t2 SELECT INBOX\r\n");
    skip_to(client, "t2 ");
    return client;
}

void House::deliver(const std::string& subject, const std::string& body) {
    deliver_message(records::letter(subject, body));
}

void House::deliver_message(const std::string& octets) {
    household.deliver(alice, octets);
}

}  // namespace postvern::services::imap
