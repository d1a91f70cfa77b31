// Which octets answer which section.  RFC 9051 6.4.5.1
#include "records/message_section.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

#include "dump.hpp"

namespace postvern::records::test {
namespace {

using Path = std::vector<std::uint32_t>;

// A message and what its sections must be, written down while it is put together.
struct Expected {
    Path path;
    std::string mime;  // header of the part
    std::string body;
    bool is_message = false;
    std::string inner_header;
    std::string inner_text;
};

struct Written {
    std::string header;
    std::string body;
};

// Random trees of parts, rendered by the rules of RFC 2046 without any parser.
class Writer {
  public:
    explicit Writer(unsigned seed) : random_(seed) {}

    // A message; its parts are numbered from `path`.
    Written message(const Path& path, int depth) {
        auto written = part(path, depth, true);
        written.header = "Subject: m" + std::to_string(pick(100)) + "\r\n" + written.header;
        return written;
    }

    std::vector<Expected> expected;

  private:
    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

    std::string some_text() {
        std::string text;
        for (int lines = pick(4); lines > 0; --lines) {
            text += std::string(static_cast<std::size_t>(pick(5)), '-') +
                    std::to_string(pick(1000)) + "\r\n";
        }
        return pick(2) ? text : text + "end";
    }

    // `root`: its number, if it is no multipart, is 1 below `path`.
    Written part(const Path& path, int depth, bool root) {
        const int kind = depth == 0 ? 0 : pick(3);
        if (kind == 1) return multipart(path, depth);
        auto own = path;
        if (root) own.push_back(1);
        return kind == 2 ? message_part(own, depth) : leaf(own);
    }

    Written leaf(const Path& path) {
        Written written{"Content-Type: text/plain\r\n\r\n", some_text()};
        note({path, written.header, written.body, false, "", ""});
        return written;
    }

    Written message_part(const Path& path, int depth) {
        const auto inner = message(path, depth - 1);
        Written written{"Content-Type: message/rfc822\r\n\r\n", inner.header + inner.body};
        note({path, written.header, written.body, true, inner.header, inner.body});
        return written;
    }

    Written multipart(const Path& path, int depth) {
        const auto boundary = "=_" + std::to_string(++boundaries_);
        Written written{"Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n",
                        some_text()};
        if (!written.body.empty() && !written.body.ends_with('\n')) written.body += "\r\n";
        for (int i = 0, count = 1 + pick(3); i < count; ++i) {
            auto child_path = path;
            child_path.push_back(static_cast<std::uint32_t>(i + 1));
            const auto child = part(child_path, depth - 1, false);
            written.body += "--" + boundary + "\r\n" + child.header + child.body + "\r\n";
        }
        written.body += "--" + boundary + "--\r\n" + some_text();
        note({path, written.header, written.body, false, "", ""});
        return written;
    }

    // A multipart that is the text of a message has no number of its own; nor is its header here
    // whole.
    void note(Expected each) { expected.push_back(std::move(each)); }

    std::mt19937 random_;
    int boundaries_ = 0;
};

std::string section(std::string_view message, const BodyPart& root, const Path& path,
                    SectionKind kind) {
    const auto range = locate_section(root, path, kind);
    return range ? std::string(cut(message, *range)) : "(none)";
}

TEST(Section, CutsWhatWasPutTogether) {
    for (unsigned seed = 0; seed < 2'000; ++seed) {
        Writer writer(seed);
        const auto written = writer.message({}, 4);
        const auto message = written.header + written.body;
        const auto root = summarize(message, kSomeDate).root;
        EXPECT_EQ(section(message, root, {}, SectionKind::whole), message);
        EXPECT_EQ(section(message, root, {}, SectionKind::header), written.header);
        EXPECT_EQ(section(message, root, {}, SectionKind::text), written.body);
        for (const auto& each : writer.expected) {
            const auto* part = find_part(root, each.path);
            ASSERT_NE(part, nullptr) << message;
            // The multipart of an inner message shares its path with the part that holds the
            // message.
            if (each.path.empty() || (part->kind == PartKind::message && !each.is_message))
                continue;
            EXPECT_EQ(cut(message, part->body), each.body) << message;
            EXPECT_TRUE(section(message, root, each.path, SectionKind::mime).ends_with(each.mime));
            EXPECT_EQ(section(message, root, each.path, SectionKind::whole), each.body);
            EXPECT_EQ(section(message, root, each.path, SectionKind::header),
                      each.is_message ? each.inner_header : "(none)");
            EXPECT_EQ(section(message, root, each.path, SectionKind::text),
                      each.is_message ? each.inner_text : "(none)");
        }
    }
}

// The message that RFC 9051 6.4.5.1 numbers the parts of.
const std::string& example() {
    static const auto message = crlf(
        "From: a@x\nContent-Type: multipart/mixed; boundary=o\n\n"
        "--o\nContent-Type: text/plain\n\none\n"
        "--o\nContent-Type: application/octet-stream\n\ntwo\n"
        "--o\nContent-Type: message/rfc822\n\n"
        "Subject: three\nContent-Type: multipart/mixed; boundary=i\n\n"
        "--i\nContent-Type: text/plain\n\n3.1\n--i\nContent-Type: "
        "application/octet-stream\n\n3.2\n--i--\n"
        "\n--o\nContent-Type: multipart/mixed; boundary=m\n\n"
        "--m\nContent-Type: image/gif\n\n4.1\n"
        "--m\nContent-Type: message/rfc822\n\n"
        "Subject: four two\nContent-Type: multipart/mixed; boundary=n\n\n"
        "--n\nContent-Type: text/plain\n\n4.2.1\n"
        "--n\nContent-Type: multipart/alternative; boundary=a\n\n"
        "--a\nContent-Type: text/plain\n\n4.2.2.1\n--a\nContent-Type: "
        "text/richtext\n\n4.2.2.2\n--a--\n"
        "--n--\n--m--\n--o--\n");
    return message;
}

struct SectionCase {
    Path path;
    SectionKind kind;
    const char* expected;
};

TEST(Section, NumbersPartsAsTheStandardsExample) {
    const auto root = summarize(example(), kSomeDate).root;
    const SectionCase cases[] = {
        {{}, SectionKind::header, "From: a@x\nContent-Type: multipart/mixed; boundary=o\n\n"},
        {{1}, SectionKind::whole, "one"},
        {{1}, SectionKind::mime, "Content-Type: text/plain\n\n"},
        {{1}, SectionKind::header, "(none)"},
        {{1}, SectionKind::text, "(none)"},
        {{1, 1}, SectionKind::whole, "(none)"},
        {{2}, SectionKind::whole, "two"},
        {{3}, SectionKind::mime, "Content-Type: message/rfc822\n\n"},
        {{3}, SectionKind::header, "Subject: three\nContent-Type: multipart/mixed; boundary=i\n\n"},
        {{3},
         SectionKind::text,
         "--i\nContent-Type: text/plain\n\n3.1\n--i\nContent-Type: "
         "application/octet-stream\n\n3.2\n--i--\n"},
        {{3, 1}, SectionKind::whole, "3.1"},
        {{3, 2}, SectionKind::whole, "3.2"},
        {{3, 2}, SectionKind::mime, "Content-Type: application/octet-stream\n\n"},
        {{3, 3}, SectionKind::whole, "(none)"},
        {{4}, SectionKind::mime, "Content-Type: multipart/mixed; boundary=m\n\n"},
        {{4}, SectionKind::header, "(none)"},
        {{4, 1}, SectionKind::whole, "4.1"},
        {{4, 1}, SectionKind::mime, "Content-Type: image/gif\n\n"},
        {{4, 2},
         SectionKind::header,
         "Subject: four two\nContent-Type: multipart/mixed; boundary=n\n\n"},
        {{4, 2, 1}, SectionKind::whole, "4.2.1"},
        {{4, 2, 2}, SectionKind::mime, "Content-Type: multipart/alternative; boundary=a\n\n"},
        {{4, 2, 2, 1}, SectionKind::whole, "4.2.2.1"},
        {{4, 2, 2, 2}, SectionKind::whole, "4.2.2.2"},
        {{5}, SectionKind::whole, "(none)"},
        {{0}, SectionKind::whole, "(none)"},
        {{4'294'967'295}, SectionKind::whole, "(none)"},
        {{}, SectionKind::mime, "(none)"},
    };
    for (const auto& each : cases) {
        EXPECT_EQ(section(example(), root, each.path, each.kind), crlf(each.expected));
    }
}

TEST(Section, GivesAPlainMessageOnePart) {
    const auto message = crlf("Subject: x\n\nhello\n");
    const auto root = summarize(message, kSomeDate).root;
    EXPECT_EQ(section(message, root, {1}, SectionKind::whole), "hello\r\n");
    EXPECT_EQ(section(message, root, {1}, SectionKind::mime), "Subject: x\r\n\r\n");
    EXPECT_EQ(section(message, root, {1, 1}, SectionKind::whole), "(none)");
    EXPECT_EQ(section(message, root, {2}, SectionKind::whole), "(none)");
}

TEST(Section, RefusesToCutOutsideOfTheMessage) {
    EXPECT_EQ(cut("abc", {1, 3}), "bc");
    EXPECT_THROW(cut("abc", {1, 4}), std::out_of_range);
    EXPECT_THROW(cut("abc", {2, 1}), std::out_of_range);
}

TEST(HeaderSubset, KeepsOrDropsNamedFieldsAsTheyStand) {
    const auto header =
        crlf("From: a@x\nsubject : one\n folded\nX-A: 1\nSUBJECT: two\nto: b@x\n\n");
    EXPECT_EQ(filter_header(header, {"Subject", "TO"}, FieldChoice::keep),
              crlf("subject : one\n folded\nSUBJECT: two\nto: b@x\n\n"));
    EXPECT_EQ(filter_header(header, {"Subject", "TO"}, FieldChoice::drop),
              crlf("From: a@x\nX-A: 1\n\n"));
    EXPECT_EQ(filter_header(header, {"absent"}, FieldChoice::keep), "\r\n");
    EXPECT_EQ(filter_header(header, {}, FieldChoice::drop), header);
}

TEST(HeaderSubset, HasABlankLineOnlyIfTheHeaderHas) {
    EXPECT_EQ(filter_header("From: a@x\r\nTo: b@x\r\n", {"to"}, FieldChoice::keep), "To: b@x\r\n");
    EXPECT_EQ(filter_header("\r\n", {"to"}, FieldChoice::keep), "\r\n");
    EXPECT_EQ(filter_header("", {"to"}, FieldChoice::keep), "");
    EXPECT_EQ(filter_header("To: a\r\njunk\r\n\r\n", {"to"}, FieldChoice::keep), "To: a\r\n\r\n");
}

struct DecodeCase {
    const char* encoding;
    std::string body;
    std::optional<std::string> expected;
};

TEST(Binary, DecodesKnownEncodingsAndRefusesOthers) {
    const DecodeCase cases[] = {
        {"7bit", "a\r\nb", "a\r\nb"},
        {"8bit", "\xE9", "\xE9"},
        {"binary", std::string("\0\r\n", 3), std::string("\0\r\n", 3)},
        {"base64", "aGVs\r\nbG8=\r\n", "hello"},
        {"base64", "aGV*s bG8", "hello"},
        {"base64", "AAEC/w==", std::string("\0\1\2\xFF", 4)},
        {"base64", "", ""},
        {"quoted-printable", "a=3Db=\r\n c=C3=B8  \r\nd=", "a=b c\xC3\xB8  \r\nd"},
        {"quoted-printable", "=ZZ=4", "=ZZ"},
        {"base64", "aGVsbG8", "hello"},
        {"base64", "aGVsbA", "hell"},
        {"base64", "a", ""},
        {"x-uuencode", "x", std::nullopt},
        {"", "x", std::nullopt},
    };
    for (const auto& each : cases) {
        EXPECT_EQ(decode_part(each.body, each.encoding), each.expected)
            << each.encoding << ": " << each.body;
        EXPECT_EQ(is_known_encoding(each.encoding), each.expected.has_value());
    }
}

}  // namespace
}  // namespace postvern::records::test
