#include "services/control/wire.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <optional>

#include "services/control/calendar_day.hpp"
#include "services/control/commands.hpp"
#include "tests/services/control/site.hpp"
#include "tests/services/net/client.hpp"

namespace postvern::services::control {

namespace {

TEST(ControlRequest, IsReadBackAsItWasWritten) {
    Request request{"account add", {}};
    request.arguments.set("address", "alice@example.org");
    request.arguments.set("password", "quote \" backslash \\ line\n end \xc3\xa6 \x01");
    const auto read = parse_request(to_line(request));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->command, "account add");
    EXPECT_EQ(read->arguments.values(), request.arguments.values());
    EXPECT_EQ(to_line(request).find('\n'), std::string::npos);
}

TEST(ControlRequest, IsReadStrictly) {
    const char* const refused[] = {
        "",
        "{}",
        "[]",
        "null",
        "\"account list\"",
        R"({"command":"x"})",
        R"({"arguments":{}})",
        R"({"command":"x","arguments":{},"more":"y"})",
        R"({"command":"x","command":"y","arguments":{}})",
        R"({"command":"x","arguments":{},"arguments":{}})",
        R"({"command":"x","arguments":{"a":"1","a":"2"}})",
        R"({"command":"x","arguments":{"a":1}})",
        R"({"command":"x","arguments":{"a":true}})",
        R"({"command":"x","arguments":{"a":null}})",
        R"({"command":"x","arguments":{"a":["b"]}})",
        R"({"command":"x","arguments":{"a":{"b":"c"}}})",
        R"({"command":7,"arguments":{}})",
        R"({"command":"x","arguments":{})",
        R"({"command":"x","arguments":{}} trailing)",
        R"({"command":"x","arguments":{}}{"command":"x","arguments":{}})",
    };
    for (const char* line : refused) EXPECT_FALSE(parse_request(line)) << line;
    EXPECT_TRUE(parse_request(R"({"command":"x","arguments":{"a":"1"}})"));
    EXPECT_TRUE(parse_request(R"({"arguments":{"a":"1"},"command":"x"})"));
    EXPECT_FALSE(parse_request(R"({"command":")" + std::string(kRequestLimit, 'x') +
                               R"(","arguments":{}})"));
}

TEST(ControlReply, IsReadBackAsItWasWritten) {
    Reply reply(Status::refused, "two\nlines\n");
    reply.data.set("items", 3);
    EXPECT_FALSE(parse_reply(to_line(reply))->is_report);
    reply.is_report = true;
    const std::string line = to_line(reply);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const auto read = parse_reply(line);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->is_report);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->status, Status::refused);
    EXPECT_EQ(read->text, "two\nlines\n");
    EXPECT_EQ(read->data.getValue<int>("items"), 3);
    for (const char* other : {"", "{}", R"({"status":3,"text":"","data":{}})", R"({"status":0})"}) {
        EXPECT_FALSE(parse_reply(other)) << other;
    }
}

TEST(ControlCommands, NamesTheNearest) {
    EXPECT_EQ(nearest_commands("acount list").front(), "account list");
    EXPECT_EQ(nearest_commands("ledger verfy").front(), "ledger verify");
    EXPECT_TRUE(nearest_commands("xyzzyplughxyzzyplugh").empty());
}

TEST(CalendarDay, IsReadStrictlyAndWrittenBack) {
    EXPECT_EQ(beginning_of_day("from", "1970-01-02"), 86'400);
    EXPECT_EQ(beginning_of_day("from", "2024-02-29"), 1'709'164'800);
    EXPECT_EQ(end_of_day("until", "2024-02-29"), 1'709'164'800 + 86'399);
    EXPECT_EQ(day_of(1'709'164'800 + 86'399), "2024-02-29");
    EXPECT_EQ(day_of(1'709'164'800 + 86'400), "2024-03-01");
    EXPECT_EQ(to_text(1'709'164'800 + 3600 * 13 + 60 * 5), "2024-02-29 13:05");
    for (const char* other : {"2023-02-29", "2024-13-01", "2024-1-1", "24-01-01", "today", "",
                              "2024-01-01Z", "2024-+1-01"}) {
        EXPECT_THROW(beginning_of_day("from", other), Refused) << other;
    }
}

class ControlSocket : public ::testing::Test {
  protected:
    ControlSocket() {
        site_.add_alice();
        daemon_.emplace(site_);
    }
    std::string answer_to(const std::string& octets) {
        net::Client client(site_.configuration().data / "control.sock");
        client.send(octets);
        return client.line();
    }
    ScratchSite site_;
    std::optional<Daemon> daemon_;
};

TEST_F(ControlSocket, AnswersNonsenseAndServesOn) {
    EXPECT_NE(answer_to("GET / HTTP/1.1\r\n\r\n").find("\"status\":2"), std::string::npos);
    std::string long_line(kRequestLimit + 1, 'x');
    long_line += '\n';
    EXPECT_NE(answer_to(long_line).find("\"status\":2"), std::string::npos);
    EXPECT_NE(answer_to("{\"command\":\"restore\",\"arguments\":{}}\n").find("no such command"),
              std::string::npos);
    EXPECT_EQ(site_.tool({"account", "list"}).code, 0);
}

TEST_F(ControlSocket, AnswersARequestThatLacksAnArgument) {
    EXPECT_NE(
        answer_to("{\"command\":\"account add\",\"arguments\":{\"address\":\"x@example.org\"}}\n")
            .find("password is missing"),
        std::string::npos);
}

TEST_F(ControlSocket, IsForItsOwnUserOnly) {
    struct stat state {};
    ASSERT_EQ(::stat((site_.configuration().data / "control.sock").c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777, 0600u);
}

}  // namespace

}  // namespace postvern::services::control
