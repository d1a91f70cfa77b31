// Every command: what is sent, and what it means.
#include "services/imap/grammar/parser.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/services/imap/grammar/command_wire.hpp"

namespace postvern::services::imap::grammar {
namespace {

using testing::describe;
using testing::read_command;

struct Accepted {
    std::string_view wire;  // after the tag
    std::string_view meaning;
};

void PrintTo(const Accepted& row, std::ostream* out) { *out << row.wire; }

constexpr Accepted kAccepted[] = {
    {"CAPABILITY", "CAPABILITY"},
    {"noop", "NOOP"},
    {"LogOut", "LOGOUT"},
    {"STARTTLS", "STARTTLS"},
    {"CHECK", "CHECK"},
    {"CLOSE", "CLOSE"},
    {"UNSELECT", "UNSELECT"},
    {"IDLE", "IDLE"},
    {"NAMESPACE", "NAMESPACE"},
    {"EXPUNGE", "EXPUNGE"},
    {"ID NIL", "ID []"},
    {"ID ()", "ID []"},
    {"ID (\"name\" \"mutt\" \"os\" NIL)", "ID [name=<mutt>,os=nil]"},
    {"AUTHENTICATE plain", "AUTHENTICATE PLAIN"},
    {"AUTHENTICATE PLAIN AGEAYg==", std::string_view("AUTHENTICATE PLAIN<\0a\0b>", 24)},
    {"AUTHENTICATE EXTERNAL =", "AUTHENTICATE EXTERNAL<>"},
    {"LOGIN fred ]", "LOGIN <fred><]>"},
    {"LOGIN \"a \\\"b\\\\\" {3}\r\nc\nd", "LOGIN <a \"b\\><c\nd>"},
    {"LOGIN {4+}\r\nfred {0}\r\n", "LOGIN <fred><>"},
    {"LOGIN \"\" \"p\xC3\xA5ss\"", "LOGIN <><p\xC3\xA5ss>"},
    {"ENABLE condstore IMAP4rev2", "ENABLE [<CONDSTORE>,<IMAP4REV2>]"},
    {"SELECT iNbOx", "SELECT rw<INBOX>"},
    {"SELECT inbox/a", "SELECT rw<INBOX/a>"},
    {"SELECT inboxes", "SELECT rw<inboxes>"},
    {"SELECT a (CONDSTORE)", "SELECT rw<a> with [CONDSTORE]"},
    {"SELECT a (qresync (67890007 20050715194045000 41,43:211) X)",
     "SELECT rw<a> with [QRESYNC=[<67890007>,<20050715194045000>,<41,43:211>],X]"},
    {"EXAMINE \"a b\"", "EXAMINE ro<a b>"},
    {"EXAMINE {1}\r\na (CONDSTORE)", "EXAMINE ro<a> with [CONDSTORE]"},
    {"CREATE a", "CREATE <a>"},
    {"CREATE a (USE (\\sent \\JUNK))", "CREATE <a>[<\\Sent>,<\\Junk>]"},
    {"CREATE a (USE ())", "CREATE <a>"},
    {"CREATE a (USE (\\Important))", "CREATE <a>[<\\Important>]"},
    {"DELETE a", "DELETE <a>"},
    {"RENAME a {1}\r\nb", "RENAME <a><b>"},
    {"SUBSCRIBE inbox", "SUBSCRIBE <INBOX>"},
    {"UNSUBSCRIBE a]b", "UNSUBSCRIBE <a]b>"},
    {"LIST \"\" \"\"", "LIST basic<>[<>]"},
    {"LIST a %*]", "LIST basic<a>[<%*]>]"},
    {"LIST \"\" inbox", "LIST basic<>[<inbox>]"},
    {"LIST () \"\" *", "LIST extended<>[<*>]"},
    {"LIST \"\" * RETURN ()", "LIST extended<>[<*>]"},
    {"LIST (SUBSCRIBED recursivematch REMOTE SPECIAL-USE) \"\" (a \"b c\" {1}\r\nd)",
     "LIST extended subscribed remote recursive special<>[<a>,<b c>,<d>]"},
    {"LIST \"\" % RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES SIZE))",
     "LIST extended<>[<%>] +subscribed +children +special +status[MESSAGES,SIZE]"},
    {"LSUB \"#news.\" comp.%", "LSUB <#news.><comp.%>"},
    {"STATUS a (MESSAGES UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE RECENT)",
     "STATUS <a>[MESSAGES,UIDNEXT,UIDVALIDITY,UNSEEN,DELETED,SIZE,RECENT]"},
    {"STATUS a (appendlimit DELETED-STORAGE size SIZE)",
     "STATUS <a>[APPENDLIMIT,DELETED-STORAGE,SIZE]"},
    {"APPEND a {5}", "APPEND <a>()5"},
    {"APPEND {1}\r\na {5+}", "APPEND <a>()5+"},
    {"APPEND a () {0}", "APPEND <a>()0"},
    {"append a (\\Seen $Forwarded \\Foo) \" 1-jul-1996 02:44:25 -0700\" ~{5}",
     "APPEND <a>(\\Seen $Forwarded) unknown \\Foo<01-Jul-1996 02:44:25 -0700>~5"},
    {"APPEND a \"17-Jul-1996 02:44:25 +0000\" ~{9223372036854775807+}",
     "APPEND <a>()<17-Jul-1996 02:44:25 +0000>~9223372036854775807+"},
    {"GETQUOTA \"\"", "GETQUOTA <>"},
    {"GETQUOTAROOT inbox", "GETQUOTAROOT <INBOX>"},
    {"SETQUOTA \"\" (storage 512 MESSAGE 9223372036854775807)",
     "SETQUOTA <>[STORAGE=512,MESSAGE=9223372036854775807]"},
    {"SETQUOTA root ()", "SETQUOTA <root>[]"},
    {"UID EXPUNGE 3000:*", "UID EXPUNGE [3000:*]"},
    {"COPY 4:2,* a", "COPY [4:2,*]<a>"},
    {"UID COPY $ a", "UID COPY $<a>"},
    {"COPY 1,3:*,$ a", "COPY [1,3:*]$<a>"},
    {"MOVE 1 a", "MOVE [1]<a>"},
    {"uid move 4294967295 a", "UID MOVE [4294967295]<a>"},
    {"STORE 1 FLAGS ()", "STORE [1]=()"},
    {"STORE 1 flags \\Seen f1 F1 $Junk", "STORE [1]=(\\Seen f1 $Junk)"},
    {"STORE 1 +FLAGS.SILENT (\\deleted)", "STORE [1]+(\\Deleted) silent"},
    {"UID STORE 1:2 (UNCHANGEDSINCE 12) -FLAGS (\\Draft \\Answered \\Flagged)",
     "UID STORE [1:2]-(\\Answered \\Flagged \\Draft) with [UNCHANGEDSINCE=<12>]"},
    {"FETCH 1 ALL", "FETCH [1][FLAGS,INTERNALDATE,RFC822.SIZE,ENVELOPE]"},
    {"FETCH 1 fast", "FETCH [1][FLAGS,INTERNALDATE,RFC822.SIZE]"},
    {"FETCH 1 FULL", "FETCH [1][FLAGS,INTERNALDATE,RFC822.SIZE,ENVELOPE,BODY]"},
    {"FETCH 1 (UID BODYSTRUCTURE BODY)", "FETCH [1][UID,BODYSTRUCTURE,BODY]"},
    {"FETCH 1 (RFC822 RFC822.HEADER RFC822.TEXT RFC822.SIZE)",
     "FETCH [1][RFC822,RFC822.HEADER peek,RFC822.TEXT,RFC822.SIZE]"},
    {"FETCH 1 BODY[]", "FETCH [1][BODY[]]"},
    {"FETCH 1 body.peek[1.2.mime]<0.10>", "FETCH [1][BODY[1.2.MIME]<0> peek length 10]"},
    {"FETCH 1 BODY[HEADER]", "FETCH [1][BODY[HEADER]]"},
    {"FETCH 1 BODY[3.TEXT]<7.1>", "FETCH [1][BODY[3.TEXT]<7> length 1]"},
    {"FETCH 1 BODY[HEADER.FIELDS (From \"to\" {2}\r\ncc)]",
     "FETCH [1][BODY[HEADER.FIELDS (From to cc)]]"},
    {"FETCH 1 BODY.PEEK[2.HEADER.FIELDS.NOT (X)]", "FETCH [1][BODY[2.HEADER.FIELDS.NOT (X)] peek]"},
    {"FETCH 1 (BINARY[1.2]<3.4> BINARY.PEEK[] BINARY.SIZE[2])",
     "FETCH [1][BINARY[1.2]<3> length 4,BINARY[] peek,BINARY.SIZE[2]]"},
    {"UID FETCH $ (FLAGS) (CHANGEDSINCE 12345)", "UID FETCH $[FLAGS] with [CHANGEDSINCE=<12345>]"},
    {"FETCH 1 (BODY[1]<0.9223372036854775807>)",
     "FETCH [1][BODY[1]<0> length 9223372036854775807]"},
    {"SEARCH ALL", "SEARCH all"},
    {"SEARCH ANSWERED DELETED DRAFT FLAGGED SEEN RECENT",
     "SEARCH and[\\Answered,\\Deleted,\\Draft,\\Flagged,\\Seen,\\Recent]"},
    {"SEARCH UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN OLD",
     "SEARCH and[!\\Answered,!\\Deleted,!\\Draft,!\\Flagged,!\\Seen,!\\Recent]"},
    {"SEARCH NEW", "SEARCH and[\\Recent,!\\Seen]"},
    {"SEARCH KEYWORD $Junk UNKEYWORD x", "SEARCH and[$Junk,!x]"},
    {"SEARCH BCC a CC b FROM \"c d\" SUBJECT {1}\r\ne TO \"\"",
     "SEARCH and[bcc<a>,cc<b>,from<c d>,subject<e>,to<>]"},
    {"SEARCH HEADER Message-ID \"<x@y>\" BODY z TEXT w",
     "SEARCH and[header<Message-ID><<x@y>>,body<z>,text<w>]"},
    {"SEARCH BEFORE 1-Feb-1994 ON \"01-feb-1994\" SINCE 29-Feb-2024",
     "SEARCH and[internal<1994/2/1,internal=1994/2/1,internal>=2024/2/29]"},
    {"SEARCH SENTBEFORE 1-Feb-1994 SENTON 2-Feb-1994 SENTSINCE 3-Feb-1994",
     "SEARCH and[sent<1994/2/1,sent=1994/2/2,sent>=1994/2/3]"},
    {"SEARCH LARGER 0 SMALLER 9223372036854775807", "SEARCH and[size>0,size<9223372036854775807]"},
    {"SEARCH 1,3:* UID 4:2 $ UID $", "SEARCH and[seq[1,3:*],uid[4:2],seq$,uid$]"},
    {"SEARCH *", "SEARCH seq[*]"},
    {"SEARCH OR (SEEN 1) NOT (OR 2 NOT 3)",
     "SEARCH or[and[\\Seen,seq[1]],not[or[seq[2],not[seq[3]]]]]"},
    {"SEARCH ((SEEN))", "SEARCH \\Seen"},
    {"SEARCH CHARSET \"utf-8\" TEXT {2}\r\n\xC3\xA5", "SEARCH UTF-8 text<\xC3\xA5>"},
    {"SEARCH RETURN () ALL", "SEARCH all returning all"},
    {"UID SEARCH RETURN (MIN max ALL COUNT SAVE) CHARSET US-ASCII 1",
     "UID SEARCH US-ASCII seq[1] returning min max all count save"},
};

class Parser : public ::testing::TestWithParam<Accepted> {};

TEST_P(Parser, UnderstandsTheCommand) {
    const Accepted& row = GetParam();
    const Command command = read_command("a.1 " + std::string(row.wire));
    EXPECT_EQ(command.tag, "a.1");
    EXPECT_EQ(describe(command), row.meaning);
}

INSTANTIATE_TEST_SUITE_P(Commands, Parser, ::testing::ValuesIn(kAccepted));

// "{N}" announcements and CRLFs do not count in offsets.
struct Rejected {
    std::string_view wire;
    std::size_t offset;
    std::string_view expected;
};

void PrintTo(const Rejected& row, std::ostream* out) { *out << row.wire; }

constexpr Rejected kRejected[] = {
    {"", 0, "a tag"},
    {"*", 0, "a tag"},
    {"+ NOOP", 0, "a tag"},
    {"a", 1, "a space"},
    {"a ", 2, "a command name"},
    {"a  NOOP", 2, "a command name"},
    {"a NOOP ", 6, "the end of the command"},
    {"a NOOP {1}\r\nx", 6, "the end of the command"},
    {"a XPIG-LATIN", 2, "a command name"},
    {"a UID NOOP", 2, "a command name"},
    {"a UID", 5, "a space"},
    {"a LOGIN", 7, "a space"},
    {"a LOGIN u", 9, "a space"},
    {"a LOGIN u p q", 11, "the end of the command"},
    {"a LOGIN \"u p", 8, "a closing quote"},
    {"a LOGIN u \"p\\x\"", 13, "\"\\\" or a quote after \"\\\""},
    {"a LOGIN u \"\xFF\"", 10, "UTF-8 without NUL, CR and LF between quotes"},
    {"a LOGIN u \xC3\xA5", 10, "an atom, a quoted string or a literal"},
    {"a LOGIN u ~{1}\r\np", 10, "a literal, not literal8"},
    {"a AUTHENTICATE", 14, "a space"},
    {"a AUTHENTICATE PLAIN A", 21, "an initial response in base64"},
    {"a AUTHENTICATE PLAIN AB==", 21, "an initial response in base64"},
    {"a AUTHENTICATE PLAIN ", 21, "an initial response"},
    {"a ENABLE", 8, "a space"},
    {"a ID (\"a\")", 9, "a space"},
    {"a ID (a \"b\")", 6, "a quoted string or a literal"},
    {"a ID (\"a\" NIL \"A\" NIL)", 14, "a new field name"},
    {"a SELECT \"\"", 9, "a mailbox name that is not empty"},
    {"a SELECT \"a\x01\"", 9, "a valid mailbox name"},
    {"a SELECT *", 9, "an atom, a quoted string or a literal"},
    {"a SELECT a ()", 12, "a parameter"},
    {"a CREATE a (COLOR)", 12, "USE"},
    {"a CREATE a (USE (Sent))", 17, "a special-use attribute"},
    {"a LIST (RECURSIVEMATCH) \"\" *", 7, "SUBSCRIBED beside RECURSIVEMATCH"},
    {"a LIST (RECURSIVEMATCH REMOTE SPECIAL-USE) \"\" *", 7, "SUBSCRIBED beside RECURSIVEMATCH"},
    {"a LIST (FANCY) \"\" *", 8, "a selection option"},
    {"a LIST \"\" ()", 11, "a mailbox name or pattern"},
    {"a LIST \"\" * RETURN (X)", 20, "a return option"},
    {"a LIST \"\" * CHILDREN", 12, "RETURN"},
    {"a STATUS a ()", 12, "a status item"},
    {"a STATUS a (COLOR)", 12, "a status item"},
    {"a APPEND a", 10, "a space"},
    {"a APPEND a \"x\"", 11, "a date and time"},
    {"a APPEND a (\\Recent) {1}", 12, "a flag that clients may set"},
    {"a APPEND a (\\*) {1}", 13, "a flag"},
    {"a APPEND a \"31-Feb-2024 00:00:00 +0000\" {1}", 11, "a date and time"},
    {"a APPEND a message", 11, "a message literal"},
    {"a SETQUOTA \"\" (STORAGE -1)", 23, "a number"},
    {"a SETQUOTA \"\" (STORAGE 9223372036854775808)", 23, "a number of at most 63 bits"},
    {"a COPY 0 b", 7, "a sequence set"},
    {"a COPY 4294967296 b", 7, "a sequence set"},
    {"a COPY 1,,2 b", 7, "a sequence set"},
    {"a COPY 1: b", 7, "a sequence set"},
    {"a COPY $,1 b", 7, "a sequence set"},
    {"a COPY 1:2:3 b", 7, "a sequence set"},
    {"a STORE 1 =FLAGS ()", 10, "FLAGS or FLAGS.SILENT"},
    {"a STORE 1 FLAGS", 15, "a space"},
    {"a STORE 1 FLAGS (\\Seen  x)", 23, "a flag"},
    {"a FETCH 1 ()", 11, "a fetch attribute"},
    {"a FETCH 1 (ALL)", 11, "a fetch attribute"},
    {"a FETCH 1 BODY.PEEK", 19, "a section"},
    {"a FETCH 1 BODY[MIME]", 15, "a section's text"},
    {"a FETCH 1 BODY[0]", 15, "a number from 1 to 4294967295"},
    {"a FETCH 1 BODY[1.]", 17, "a section's text"},
    {"a FETCH 1 BODY[1", 16, "the end of the section"},
    {"a FETCH 1 BODY[HEADER.FIELDS ()]", 30, "an atom, a quoted string or a literal"},
    {"a FETCH 1 BODY[]<0.0>", 19, "a length above 0"},
    {"a FETCH 1 BODY[]<0>", 18, "a \".\" between offset and length"},
    {"a FETCH 1 BODY[]<9223372036854775808.1>", 17, "a number of at most 63 bits"},
    {"a FETCH 1 BINARY[TEXT]", 17, "a part number"},
    {"a FETCH 1 BINARY[1.TEXT]", 19, "a part number"},
    {"a FETCH 1 FLAGS (CHANGEDSINCE", 29, "the end of the parameters"},
    {"a SEARCH", 8, "a space"},
    {"a SEARCH COLOR", 9, "a search key"},
    {"a SEARCH ()", 10, "a search key"},
    {"a SEARCH (SEEN", 14, "the end of the search keys"},
    {"a SEARCH OR SEEN", 16, "a space"},
    {"a SEARCH ON 32-Jan-2024", 12, "a date"},
    {"a SEARCH LARGER 9223372036854775808", 16, "a number of at most 63 bits"},
    {"a SEARCH KEYWORD \\Seen", 17, "a keyword"},
    {"a SEARCH RETURN (FIRST) ALL", 17, "a return option"},
    {"a SEARCH CHARSET UTF-8", 22, "a space"},
    {"a SEARCH SEEN  SEEN", 14, "a search key"},
};

class ParserRefusal : public ::testing::TestWithParam<Rejected> {};

TEST_P(ParserRefusal, SaysWhatWasExpectedAndWhere) {
    const Rejected& row = GetParam();
    try {
        const Command command = read_command(row.wire);
        FAIL() << "understood as " << describe(command);
    } catch (const SyntaxError& error) {
        EXPECT_EQ(error.offset(), row.offset);
        EXPECT_EQ(error.expected(), row.expected);
    }
}

INSTANTIATE_TEST_SUITE_P(Commands, ParserRefusal, ::testing::ValuesIn(kRejected));

TEST(Parser, NeverRepeatsAPasswordInAnError) {
    for (const std::string_view wire :
         {"a LOGIN user Hunter2 Hunter2", "a LOGIN user \"Hunter2", "a LOGIN \"Hunter2\" Hunter2\"",
          "a AUTHENTICATE PLAIN Hunter2*", "a AUTHENTICATE PLAIN Hunter2", "Hunter2(",
          "a Hunter2"}) {
        try {
            read_command(wire);
            FAIL() << wire;
        } catch (const SyntaxError& error) {
            EXPECT_EQ(std::string_view(error.what()).find("Hunter2"), std::string_view::npos);
        }
    }
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

TEST(Parser, LimitsTheDepthOfASearch) {
    const auto nested = [](std::string_view open, std::size_t depth, std::string_view close) {
        return "a SEARCH " + repeated(open, depth) + "SEEN" + repeated(close, depth);
    };
    EXPECT_NO_THROW(read_command(nested("(", kSearchDepthLimit - 1, ")")));
    EXPECT_THROW(read_command(nested("(", kSearchDepthLimit, ")")), SyntaxError);
    EXPECT_NO_THROW(read_command(nested("NOT ", kSearchDepthLimit - 1, "")));
    EXPECT_THROW(read_command(nested("NOT ", 10000, "")), SyntaxError);
    EXPECT_THROW(read_command(nested("OR SEEN ", 8000, "")), SyntaxError);
    EXPECT_THROW(read_command(nested("(", 60000, "")), SyntaxError);
}

TEST(Parser, LimitsTheKeysOfASearch) {
    EXPECT_NO_THROW(read_command("a SEARCH ALL" + repeated(" ALL", kSearchKeyLimit - 1)));
    EXPECT_THROW(read_command("a SEARCH ALL" + repeated(" ALL", kSearchKeyLimit)), SyntaxError);
}

TEST(Parser, LimitsListsThatClientsMayMakeLong) {
    EXPECT_THROW(read_command("a LIST \"\" (x" + repeated(" x", kListPatternLimit) + ")"),
                 SyntaxError);
    EXPECT_THROW(read_command("a FETCH 1 (UID" + repeated(" UID", kFetchAttributeLimit) + ")"),
                 SyntaxError);
    EXPECT_THROW(
        read_command("a FETCH 1 BODY[HEADER.FIELDS (x" + repeated(" x", kHeaderFieldLimit) + ")]"),
        SyntaxError);
    EXPECT_THROW(read_command("a FETCH 1 BODY[1" + repeated(".1", kPartDepthLimit) + "]"),
                 SyntaxError);
    EXPECT_THROW(read_command("a COPY 1" + repeated(",3", SequenceSet::kRangeLimit) + " b"),
                 SyntaxError);
    EXPECT_THROW(read_command("a SELECT a (X " + repeated("(", 1000) + "1"), SyntaxError);
}

TEST(Parser, RefusesNulInALiteral) {
    EXPECT_THROW(read_command(std::string_view("a LOGIN u {3}\r\na\0b", 18)), SyntaxError);
}

TEST(Parser, ReadsMailboxNamesInTheClientsEncoding) {
    const auto mailbox = [](std::string_view wire, MailboxEncoding encoding) {
        return std::get<Select>(read_command(wire, encoding).body).mailbox.utf8;
    };
    EXPECT_EQ(mailbox("a SELECT Entw&APw-rfe", MailboxEncoding::modified_utf7), "Entw\xC3\xBCrfe");
    EXPECT_EQ(mailbox("a SELECT Entw&APw-rfe", MailboxEncoding::utf8), "Entw&APw-rfe");
    EXPECT_EQ(mailbox("a SELECT \"Entw\xC3\xBCrfe\"", MailboxEncoding::utf8), "Entw\xC3\xBCrfe");
    EXPECT_THROW(read_command("a SELECT \"Entw\xC3\xBCrfe\"", MailboxEncoding::modified_utf7),
                 SyntaxError);
    EXPECT_THROW(read_command("a SELECT A&B", MailboxEncoding::modified_utf7), SyntaxError);
}

TEST(Parser, TakesACollectedMessageWhereNoneMayBeStreamed) {
    ReaderLimits limits;
    limits.stream_append = false;
    CommandReader reader(limits);
    reader.feed_line("a APPEND b ~{3}");
    reader.feed_literal(std::string("x\0y", 3));
    reader.feed_line("");
    const Command command = parse(reader.take(), MailboxEncoding::utf8);
    EXPECT_EQ(describe(command), "APPEND <b>()~3");
}

}  // namespace
}  // namespace postvern::services::imap::grammar
