#include "compliance/owner_notice.hpp"

#include <gmime/gmime.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compliance/letters/sample_fields.hpp"

namespace postvern::compliance {
namespace {

using testing::HasSubstr;
using testing::Not;

Letter notice(Language language) {
    return render(LetterTemplates::built_in(), LetterKind::owner_notice_after, language,
                  fields_after_order());
}

NoticeEnvelope envelope() {
    return {"Postvern Prøvehus AS", "legal@example.no", "kari@example.no", Moment{1804161600},
            "4f1c0de2a9b84c1d8e7f605142332415"};
}

// As another parser reads it.
struct Read {
    explicit Read(const std::string& message) {
        g_mime_init();
        GMimeStream* stream = g_mime_stream_mem_new_with_buffer(message.data(), message.size());
        GMimeParser* parser = g_mime_parser_new_with_stream(stream);
        GMimeMessage* parsed = g_mime_parser_construct_message(parser, nullptr);
        subject = g_mime_message_get_subject(parsed);
        char* addresses =
            internet_address_list_to_string(g_mime_message_get_from(parsed), nullptr, FALSE);
        from = addresses;
        g_free(addresses);
        id = g_mime_message_get_message_id(parsed);
        char* body =
            g_mime_text_part_get_text(GMIME_TEXT_PART(g_mime_message_get_mime_part(parsed)));
        text = body;
        g_free(body);
        g_object_unref(parsed);
        g_object_unref(parser);
        g_object_unref(stream);
    }
    std::string subject, from, id, text;
};

TEST(OwnerNotice, IsTheLetterAsAMessageThatOthersRead) {
    for (const Language language : kBoth) {
        const Letter letter = notice(language);
        Read read(owner_notice(letter, envelope()));
        EXPECT_EQ(read.subject, letter.subject);
        EXPECT_THAT(read.from, HasSubstr("Postvern Prøvehus AS"));
        EXPECT_THAT(read.from, HasSubstr("<legal@example.no>"));
        EXPECT_EQ(read.id,
                  "4f1c0de2a9b84c1d8e7f605142332415.owner-notice-after.1804161600@example.no");
        std::erase(read.text, '\r');
        EXPECT_EQ(read.text, letter.text);
    }
}

TEST(OwnerNotice, AsksForNothingAndTellsNothingOfTheReader) {
    const std::string message = owner_notice(notice(Language::norwegian), envelope());
    EXPECT_THAT(message, HasSubstr("\r\nAuto-Submitted: auto-generated\r\n"));
    EXPECT_THAT(message, HasSubstr("Date: Thu, 4 Mar 2027 12:00:00 +0000\r\n"));
    for (const char* word :
         {"http", "Disposition-Notification-To", "Return-Receipt-To", "text/html", "List-"}) {
        EXPECT_THAT(message, Not(HasSubstr(word)));
    }
    std::size_t begin = 0;
    for (std::size_t end; (end = message.find('\n', begin)) != message.npos; begin = end + 1) {
        ASSERT_GT(end, begin);
        EXPECT_EQ(message[end - 1], '\r');
        EXPECT_LE(end - begin, 998U);
    }
    EXPECT_EQ(begin, message.size());
    EXPECT_EQ(message, owner_notice(notice(Language::norwegian), envelope()));
}

TEST(OwnerNotice, RefusesWhatWouldBeAnotherHeader) {
    for (const char* address :
         {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "<a@b>", "å@b"}) {
        NoticeEnvelope wrong = envelope();
        wrong.to = address;
        EXPECT_THROW(owner_notice(notice(Language::english), wrong), std::invalid_argument)
            << address;
    }
    NoticeEnvelope wrong = envelope();
    wrong.house = "House\r\nBcc: x@example.org";
    EXPECT_THROW(owner_notice(notice(Language::english), wrong), std::invalid_argument);
    wrong = envelope();
    wrong.case_id = "a>b";
    EXPECT_THROW(owner_notice(notice(Language::english), wrong), std::invalid_argument);
    wrong = envelope();
    wrong.house = "House \"of\" \\ post";
    EXPECT_THAT(Read(owner_notice(notice(Language::english), wrong)).from, HasSubstr("of"));
    const Letter other = render(LetterTemplates::built_in(), LetterKind::recall, Language::english,
                                fields_after_order());
    EXPECT_THROW(owner_notice(other, envelope()), std::logic_error);
}

}  // namespace
}  // namespace postvern::compliance
