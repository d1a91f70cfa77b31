#include "services/imap/grammar/writer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "services/imap/grammar/envelope_writer.hpp"

namespace postvern::services::imap::grammar {
namespace {

std::string string_of(std::string_view text, QuotedText mode) {
    std::string out;
    write_string(out, text, mode);
    return out;
}

TEST(Writer, QuotesWhatQuotesCanHold) {
    EXPECT_EQ(string_of("", QuotedText::ascii), "\"\"");
    EXPECT_EQ(string_of("a \"b\" \\", QuotedText::ascii), "\"a \\\"b\\\" \\\\\"");
    EXPECT_EQ(string_of("\xC3\xBC", QuotedText::utf8), "\"\xC3\xBC\"");
}

TEST(Writer, SendsTheRestAsLiterals) {
    EXPECT_EQ(string_of("a\r\nb", QuotedText::utf8), "{4}\r\na\r\nb");
    EXPECT_EQ(string_of("\xC3\xBC", QuotedText::ascii), "{2}\r\n\xC3\xBC");
    EXPECT_EQ(string_of("\xFF", QuotedText::utf8), "{1}\r\n\xFF");
    EXPECT_EQ(string_of(std::string(2000, 'a'), QuotedText::ascii),
              "{2000}\r\n" + std::string(2000, 'a'));
}

TEST(Writer, NeverSendsNul) {
    EXPECT_EQ(string_of(std::string_view("a\0b", 3), QuotedText::ascii), "\"ab\"");
    EXPECT_EQ(string_of(std::string_view("\0\n", 2), QuotedText::ascii), "{1}\r\n\n");
}

TEST(Writer, WritesAstringsBareOnlyWhereSafe) {
    const auto astring = [](std::string_view text) {
        std::string out;
        write_astring(out, text, QuotedText::ascii);
        return out;
    };
    EXPECT_EQ(astring("a]b"), "a]b");
    EXPECT_EQ(astring("nil"), "\"nil\"");
    EXPECT_EQ(astring(""), "\"\"");
    EXPECT_EQ(astring("a b"), "\"a b\"");
    EXPECT_EQ(astring("100%"), "\"100%\"");
    EXPECT_EQ(astring("a(b"), "\"a(b\"");
}

TEST(Writer, WritesMailboxNamesInTheClientsEncoding) {
    const auto mailbox = [](std::string_view name, MailboxEncoding encoding) {
        std::string out;
        write_mailbox(out, name, encoding);
        return out;
    };
    EXPECT_EQ(mailbox("INBOX", MailboxEncoding::modified_utf7), "INBOX");
    EXPECT_EQ(mailbox("a&b", MailboxEncoding::modified_utf7), "a&-b");
    EXPECT_EQ(mailbox("a&b", MailboxEncoding::utf8), "a&b");
    EXPECT_EQ(mailbox("Entw\xC3\xBCrfe", MailboxEncoding::modified_utf7), "Entw&APw-rfe");
    EXPECT_EQ(mailbox("Entw\xC3\xBCrfe", MailboxEncoding::utf8), "\"Entw\xC3\xBCrfe\"");
    EXPECT_EQ(mailbox("Sent Mail", MailboxEncoding::utf8), "\"Sent Mail\"");
}

TEST(Writer, WritesFlagsDatesAndText) {
    FlagSet flags;
    std::string out;
    write_flags(out, flags);
    flags.set(SystemFlag::seen);
    flags.set(SystemFlag::recent);
    flags.keywords = {"$Junk", "x"};
    flags.unknown = {"\\Foo"};
    write_flags(out, flags);
    write_date_time(out, *parse_date_time("17-Jul-1996 02:44:25 -0700"));
    write_text(out, "a\r\n\xC3\xBC");
    write_nstring(out, std::nullopt, QuotedText::ascii);
    write_literal_header(out, 5, LiteralKind::text);
    write_literal_header(out, 6, LiteralKind::binary);
    EXPECT_EQ(out,
              "()(\\Seen \\Recent $Junk x)\"17-Jul-1996 02:44:25 -0700\"a????NIL{5}\r\n~{6}\r\n");
}

TEST(Writer, QuotesHeaderFieldNamesThatAreNoAtoms) {
    FetchSection section;
    section.section.text = SectionText::header_fields;
    section.section.fields = {"From", "a b", "x\r\ny"};
    std::string out;
    write_fetch_name(out, section);
    EXPECT_EQ(out, "BODY[HEADER.FIELDS (From \"a b\" {4}\r\nx\r\ny)]");
}

// The message of RFC 9051 8.
records::Envelope example_envelope() {
    const records::Address gray{"Terry Gray", std::nullopt, "gray", "cac.washington.edu"};
    records::Envelope envelope;
    envelope.date = "Wed, 17 Jul 1996 02:23:25 -0700 (PDT)";
    envelope.subject = "IMAP4rev2 WG mtg summary and minutes";
    envelope.from = envelope.sender = envelope.reply_to = {gray};
    envelope.to = {{std::nullopt, std::nullopt, "imap", "cac.washington.edu"}};
    envelope.cc = {{std::nullopt, std::nullopt, "minutes", "CNRI.Reston.VA.US"},
                   {"John Klensin", std::nullopt, "KLENSIN", "MIT.EDU"}};
    envelope.message_id = "<B27397-0100000@cac.washington.edu>";
    return envelope;
}

constexpr std::string_view kExampleEnvelope =
    "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\" "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((NIL NIL \"imap\" \"cac.washington.edu\")) "
    "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")"
    "(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL "
    "\"<B27397-0100000@cac.washington.edu>\")";

TEST(EnvelopeWriter, WritesTheExampleOfTheStandard) {
    std::string out;
    write_envelope(out, example_envelope(), QuotedText::ascii);
    EXPECT_EQ(out, kExampleEnvelope);
}

TEST(EnvelopeWriter, WritesGroupsAndHostileText) {
    records::Envelope envelope;
    envelope.subject = "x\r\n* BYE\r\n";
    envelope.to = {{std::nullopt, std::nullopt, "friends", std::nullopt},
                   {"J\xC3\xBCrgen", std::nullopt, "j", ""},
                   {std::nullopt, std::nullopt, std::nullopt, std::nullopt}};
    std::string out;
    write_envelope(out, envelope, QuotedText::ascii);
    EXPECT_EQ(out,
              "(NIL {10}\r\nx\r\n* BYE\r\n NIL NIL NIL ((NIL NIL \"friends\" NIL)"
              "({7}\r\nJ\xC3\xBCrgen NIL \"j\" \"\")(NIL NIL NIL NIL)) NIL NIL NIL NIL)");
}

std::string structure_of(const records::BodyPart& part, BodyFields fields) {
    std::string out;
    write_body_structure(out, part, fields, QuotedText::ascii);
    return out;
}

// RFC 9051 8, "12 body".
records::BodyPart text_part() {
    records::BodyPart part;
    part.parameters = {{"charset", "US-ASCII"}};
    part.body = {0, 3028};
    part.lines = 92;
    return part;
}

TEST(BodyStructureWriter, WritesATextPart) {
    EXPECT_EQ(structure_of(text_part(), BodyFields::basic),
              "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92)");
    EXPECT_EQ(structure_of(text_part(), BodyFields::extended),
              "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92 "
              "NIL NIL NIL NIL)");
}

records::BodyPart image_part() {
    records::BodyPart part;
    part.type = "image";
    part.subtype = "png";
    part.id = "<1@x>";
    part.description = "a \"dot\"";
    part.encoding = "base64";
    part.md5 = "Q2h";
    part.disposition = records::Disposition{"attachment", {{"filename", "dot.png"}}};
    part.languages = {"en", "no"};
    part.location = "http://x/";
    part.body = {10, 30};
    return part;
}

TEST(BodyStructureWriter, WritesAMultipartWithExtensionData) {
    records::BodyPart part;
    part.kind = records::PartKind::multipart;
    part.type = "multipart";
    part.subtype = "mixed";
    part.parameters = {{"boundary", "b"}};
    part.languages = {"en"};
    part.children = {text_part(), image_part()};
    EXPECT_EQ(structure_of(part, BodyFields::basic),
              "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92)"
              "(\"IMAGE\" \"PNG\" NIL \"<1@x>\" \"a \\\"dot\\\"\" \"BASE64\" 20) \"MIXED\")");
    EXPECT_EQ(structure_of(part, BodyFields::extended),
              "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92 "
              "NIL NIL NIL NIL)"
              "(\"IMAGE\" \"PNG\" NIL \"<1@x>\" \"a \\\"dot\\\"\" \"BASE64\" 20 \"Q2h\" "
              "(\"ATTACHMENT\" (\"FILENAME\" \"dot.png\")) (\"en\" \"no\") \"http://x/\") "
              "\"MIXED\" (\"BOUNDARY\" \"b\") NIL \"en\" NIL)");
}

TEST(BodyStructureWriter, WritesAMessageWithinAMessage) {
    records::BodyPart part;
    part.kind = records::PartKind::message;
    part.type = "message";
    part.subtype = "rfc822";
    part.envelope = example_envelope();
    part.children = {text_part()};
    part.body = {0, 4000};
    part.lines = 100;
    EXPECT_EQ(structure_of(part, BodyFields::basic),
              "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 4000 " + std::string(kExampleEnvelope) +
                  " (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3028 92) 100)");
}

// RFC 9051 9, body-type-basic.
TEST(BodyStructureWriter, ShowsAnUnreadableMessageAsOctets) {
    records::BodyPart part;
    part.type = "message";
    part.subtype = "rfc822";
    EXPECT_EQ(structure_of(part, BodyFields::basic),
              "(\"APPLICATION\" \"OCTET-STREAM\" NIL NIL NIL \"7BIT\" 0)");
}

TEST(BodyStructureWriter, RefusesAMultipartWithoutParts) {
    records::BodyPart part;
    part.kind = records::PartKind::multipart;
    EXPECT_THROW(structure_of(part, BodyFields::basic), std::logic_error);
}

}  // namespace
}  // namespace postvern::services::imap::grammar
