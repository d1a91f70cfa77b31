#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "services/imap/grammar/command_reader.hpp"

namespace postvern::services::imap::grammar {
namespace {

using Disposition = LiteralAnnouncement::Disposition;

LiteralAnnouncement literal(const ReaderStep& step) { return std::get<LiteralAnnouncement>(step); }

bool complete(const ReaderStep& step) { return std::holds_alternative<CommandComplete>(step); }

TEST(CommandReader, CompletesAtALineWithoutAnnouncement) {
    CommandReader reader{ReaderLimits{}};
    EXPECT_TRUE(complete(reader.feed_line("a NOOP")));
    EXPECT_EQ(reader.tag(), "a");
    const CommandText text = reader.take();
    ASSERT_EQ(text.pieces().size(), 1U);
    EXPECT_EQ(text.pieces().front().octets, "a NOOP");
    EXPECT_TRUE(complete(reader.feed_line("b NOOP")));
    EXPECT_EQ(reader.tag(), "b");
}

TEST(CommandReader, KnowsTheFourFormsOfAnnouncement) {
    struct Row {
        std::string line;
        bool synchronizing;
        bool binary;
    };
    for (const Row& row : {Row{"a LOGIN {3}", true, false}, Row{"a LOGIN {3+}", false, false},
                           Row{"a LOGIN ~{3}", true, true}, Row{"a LOGIN ~{3+}", false, true}}) {
        CommandReader reader{ReaderLimits{}};
        const LiteralAnnouncement announced = literal(reader.feed_line(row.line));
        EXPECT_EQ(announced.octets, 3U) << row.line;
        EXPECT_EQ(announced.synchronizing, row.synchronizing) << row.line;
        EXPECT_EQ(announced.binary, row.binary) << row.line;
        EXPECT_EQ(announced.disposition, Disposition::collect) << row.line;
    }
}

TEST(CommandReader, TakesOtherBracesForText) {
    for (const std::string line : {"a X {}", "a X {+}", "a X {-1}", "a X {1", "a X 1}", "a X {1 }",
                                   "a X {1+ }", "a X {1}x", "a X {1++}", "}"}) {
        CommandReader reader{ReaderLimits{}};
        EXPECT_TRUE(complete(reader.feed_line(line))) << line;
    }
}

TEST(CommandReader, RecognisesTheMessageOfAppend) {
    const auto disposition = [](const std::string& line) {
        CommandReader reader{ReaderLimits{}};
        return literal(reader.feed_line(line)).disposition;
    };
    EXPECT_EQ(disposition("a APPEND box {99999999}"), Disposition::stream);
    EXPECT_EQ(disposition("a append \"my box\" (\\Seen) {5+}"), Disposition::stream);
    EXPECT_EQ(disposition("a APPEND {3}"), Disposition::collect);
    EXPECT_EQ(disposition("a APPENDED box {3}"), Disposition::collect);
    EXPECT_EQ(disposition("a LOGIN APPEND {3}"), Disposition::collect);

    CommandReader reader{ReaderLimits{}};
    literal(reader.feed_line("a APPEND {3}"));
    reader.feed_literal("box");
    EXPECT_EQ(literal(reader.feed_line(" (\\Seen) ~{5}")).disposition, Disposition::stream);
    EXPECT_EQ(reader.tag(), "a");
    const CommandText text = reader.take();
    ASSERT_EQ(text.pieces().size(), 4U);
    EXPECT_EQ(text.pieces().back().announced_octets, 5U);
    EXPECT_TRUE(text.pieces().back().announced_binary);
}

TEST(CommandReader, CollectsTheMessageBeforeSignIn) {
    ReaderLimits limits;
    limits.stream_append = false;
    limits.literal_octets = 10;
    CommandReader reader(limits);
    EXPECT_EQ(literal(reader.feed_line("a APPEND b {10}")).disposition, Disposition::collect);
    reader.reset();
    EXPECT_TRUE(std::holds_alternative<Refusal>(reader.feed_line("a APPEND b {11}")));
}

TEST(CommandReader, RefusesLinesOverTheLimitAndGoesOn) {
    ReaderLimits limits;
    limits.line_octets = 10;
    CommandReader reader(limits);
    const auto refusal = std::get<Refusal>(reader.feed_line("tag 8901234"));
    EXPECT_EQ(refusal.reason, Refusal::Reason::line_too_long);
    EXPECT_EQ(refusal.connection, Refusal::Connection::keep);
    EXPECT_EQ(refusal.tag, "tag");
    EXPECT_TRUE(complete(reader.feed_line("tag 890123")));
}

// Of such a line the session has only both ends.  RFC 7888 4
TEST(CommandReader, DropsTheLiteralThatALongLineAnnounces) {
    CommandReader reader{ReaderLimits{}};
    const auto announced = literal(reader.feed_long_line("tag LOGIN xxxx", "xxxxx {12+}"));
    EXPECT_EQ(announced.disposition, Disposition::discard);
    EXPECT_EQ(announced.octets, 12U);
    reader.literal_discarded();
    const auto refusal = std::get<Refusal>(reader.feed_line(" password"));
    EXPECT_EQ(refusal.reason, Refusal::Reason::line_too_long);
    EXPECT_EQ(refusal.connection, Refusal::Connection::keep);
    EXPECT_EQ(refusal.tag, "tag");
    EXPECT_TRUE(complete(reader.feed_line("b NOOP")));
}

TEST(CommandReader, RefusesALongLineAtItsEndByWhatMayFollow) {
    struct Row {
        std::string last;
        Refusal::Connection connection;
    };
    using enum Refusal::Connection;
    for (const Row& row : {Row{"xxxxxxx", keep}, Row{"xxxx {12}", keep}, Row{"x {1x2+}", keep},
                           // too much, and where the announcement begins is not known
                           Row{"x {99999999999+}", close}, Row{"0000000000000000000000000012+}", close}}) {
        CommandReader reader{ReaderLimits{}};
        literal(reader.feed_line("a LOGIN {1}"));
        reader.feed_literal("x");
        const auto refusal = std::get<Refusal>(reader.feed_long_line(" yyyyyy", row.last));
        EXPECT_EQ(refusal.reason, Refusal::Reason::line_too_long) << row.last;
        EXPECT_EQ(refusal.connection, row.connection) << row.last;
        EXPECT_EQ(refusal.tag, "a") << row.last;
        EXPECT_TRUE(complete(reader.feed_line("b NOOP"))) << row.last;
    }
}

TEST(CommandReader, CountsAllLinesOfACommand) {
    ReaderLimits limits;
    limits.line_octets = 12;
    CommandReader reader(limits);
    literal(reader.feed_line("a LOGIN {1}"));  // 8 octets without the announcement
    reader.feed_literal("x");
    EXPECT_TRUE(std::holds_alternative<Refusal>(reader.feed_line("12345")));
}

TEST(CommandReader, RefusesASynchronizingLiteralAndKeepsTheConnection) {
    CommandReader reader{ReaderLimits{}};
    const auto refusal = std::get<Refusal>(reader.feed_line("A044 BLURDYBLOOP {102856}"));
    EXPECT_EQ(refusal.reason, Refusal::Reason::literal_too_large);
    EXPECT_EQ(refusal.connection, Refusal::Connection::keep);
    EXPECT_EQ(refusal.tag, "A044");
    EXPECT_TRUE(complete(reader.feed_line("b NOOP")));
}

TEST(CommandReader, CountsAllLiteralsOfACommand) {
    ReaderLimits limits;
    limits.literal_octets = 10;
    CommandReader reader(limits);
    literal(reader.feed_line("a LOGIN {6}"));
    reader.feed_literal("123456");
    EXPECT_TRUE(std::holds_alternative<Refusal>(reader.feed_line(" {5}")));
}

// RFC 7888 4, first choice: read the literal and reject the command.
TEST(CommandReader, DropsANonSynchronizingLiteralWithTheRestOfItsCommand) {
    ReaderLimits limits;
    limits.literal_octets = 10;
    CommandReader reader(limits);
    EXPECT_EQ(literal(reader.feed_line("a LOGIN {11+}")).disposition, Disposition::discard);
    reader.literal_discarded();
    EXPECT_EQ(literal(reader.feed_line(" {1+}")).disposition, Disposition::discard);
    reader.literal_discarded();
    const auto refusal = std::get<Refusal>(reader.feed_line(" NOOP"));
    EXPECT_EQ(refusal.reason, Refusal::Reason::literal_too_large);
    EXPECT_EQ(refusal.connection, Refusal::Connection::keep);
    EXPECT_EQ(refusal.tag, "a");
    EXPECT_TRUE(complete(reader.feed_line("b NOOP")));
}

// A client that waits for "+" gets its refusal at once.
TEST(CommandReader, EndsARefusedCommandAtASynchronizingLiteral) {
    ReaderLimits limits;
    limits.literal_octets = 10;
    CommandReader reader(limits);
    literal(reader.feed_line("a LOGIN {11+}"));
    reader.literal_discarded();
    EXPECT_TRUE(std::holds_alternative<Refusal>(reader.feed_line(" {1}")));
    EXPECT_TRUE(complete(reader.feed_line("b NOOP")));
}

// RFC 7888 4, second choice.
TEST(CommandReader, ClosesWhereTooMuchIsOnItsWay) {
    for (const std::string line : {"a LOGIN {1048577+}", "a LOGIN {18446744073709551615+}",
                                   "a LOGIN {99999999999999999999999999+}"}) {
        CommandReader reader{ReaderLimits{}};
        const auto refusal = std::get<Refusal>(reader.feed_line(line));
        EXPECT_EQ(refusal.connection, Refusal::Connection::close) << line;
    }
}

TEST(CommandReader, RefusesASizeBeyond63Bits) {
    CommandReader reader{ReaderLimits{}};
    const auto refusal = std::get<Refusal>(reader.feed_line("a LOGIN {18446744073709551616}"));
    EXPECT_EQ(refusal.reason, Refusal::Reason::literal_too_large);
    EXPECT_EQ(refusal.connection, Refusal::Connection::keep);
}

TEST(CommandReader, RefusesTooManyLiterals) {
    ReaderLimits limits;
    limits.literal_count = 2;
    CommandReader reader(limits);
    literal(reader.feed_line("a SEARCH TEXT {0}"));
    reader.feed_literal("");
    literal(reader.feed_line(" TEXT {0}"));
    reader.feed_literal("");
    const auto refusal = std::get<Refusal>(reader.feed_line(" TEXT {0}"));
    EXPECT_EQ(refusal.reason, Refusal::Reason::too_many_literals);
}

// RFC 7888 4: the session refused the command whose message it took; what is left is on its way.
TEST(CommandReader, DropsTheRestOfWhatTheSessionRefused) {
    CommandReader reader{ReaderLimits{}};
    reader.skip_rest();
    for (const char* line : {" {21+}", "x DELETE y {3+}"}) {
        const auto announced = std::get<LiteralAnnouncement>(reader.feed_line(line));
        EXPECT_EQ(announced.disposition, LiteralAnnouncement::Disposition::discard);
        reader.literal_discarded();
    }
    auto refusal = std::get<Refusal>(reader.feed_line("the end"));
    EXPECT_EQ(refusal.reason, Refusal::Reason::by_session);
    EXPECT_EQ(refusal.connection, Refusal::Connection::keep);
    reader.skip_rest();
    refusal = std::get<Refusal>(reader.feed_line(" {21}"));  // not asked for, not sent
    EXPECT_EQ(refusal.connection, Refusal::Connection::keep);
    reader.skip_rest();
    refusal = std::get<Refusal>(reader.feed_line(" {99999999+}"));
    EXPECT_EQ(refusal.connection, Refusal::Connection::close);
    EXPECT_TRUE(std::holds_alternative<CommandComplete>(reader.feed_line("a NOOP")));
    EXPECT_THROW(reader.skip_rest(), std::logic_error);
}

TEST(CommandReader, RefusesToBeMisused) {
    CommandReader reader{ReaderLimits{}};
    EXPECT_THROW(reader.take(), std::logic_error);
    EXPECT_THROW(reader.feed_literal("x"), std::logic_error);
    EXPECT_THROW(reader.literal_discarded(), std::logic_error);
    reader.feed_line("a LOGIN {3}");
    EXPECT_THROW(reader.feed_line("b"), std::logic_error);
    EXPECT_THROW(reader.feed_literal("four"), std::logic_error);
    reader.feed_literal("two");
    reader.feed_line("");
    EXPECT_THROW(reader.feed_line("c"), std::logic_error);
}

TEST(TagOf, FindsTheTagEvenOfABrokenCommand) {
    EXPECT_EQ(tag_of("a1 \x01(((("), "a1");
    EXPECT_EQ(tag_of("A.b-]c"), "A.b-]c");
    EXPECT_EQ(tag_of(std::string(64, 'x') + " NOOP"), std::string(64, 'x'));
    for (const std::string line :
         {"", " NOOP", "* NOOP", "+ NOOP", "a+b NOOP", "a(b) NOOP", "a\tNOOP", "\"a\" NOOP"}) {
        EXPECT_EQ(tag_of(line), std::nullopt) << line;
    }
    EXPECT_EQ(tag_of(std::string(65, 'x') + " NOOP"), std::nullopt);
}

}  // namespace
}  // namespace postvern::services::imap::grammar
