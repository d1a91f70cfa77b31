#include "services/daemon/demo_mail.hpp"

#include <array>
#include <ctime>
#include <string_view>

namespace postvern::services::daemon {

namespace {

enum class Form { plain, alternative, attachment, forwarded, invitation, signed_mail, digest };

struct Letter {
    int recipient;
    Form form;
    std::string_view from;
    std::string_view subject;  // RFC 2047 where it is not ASCII
    std::string_view text;     // UTF-8
    int answers;               // index of the letter that it answers, -1: none
};

constexpr std::array kLetters{
    Letter{0, Form::plain, "Kari Nordmann <kari@fjellpost.example>", "Minutes of the board meeting",
           "Hello Alice,\n\nthe minutes are below. The budget was approved with two remarks.\n\n"
           "1. The new server room is ready in May.\n2. We review the contracts in June.\n\nKari", -1},
    Letter{0, Form::plain, "Ola Hansen <ola@fjellpost.example>", "Re: Minutes of the board meeting",
           "Thanks! Point two should say \"by the end of June\".\n\nOla", 0},
    Letter{0, Form::alternative, "Bokhandelen <ordre@bokhandel.example>",
           "=?UTF-8?Q?Din_bestilling_er_p=C3=A5_vei?=",
           "Hei Alice,\n\nbøkene dine er sendt i dag og leveres i løpet av tre dager.\n"
           "Takk for at du handler hos oss!", -1},
    Letter{0, Form::attachment, "Regnskap AS <faktura@regnskap.example>", "Invoice 20417",
           "Dear customer,\n\nplease find your invoice attached. It is due in 14 days.", -1},
    Letter{0, Form::invitation, "Jon Berg <jon@bergogfjord.example>", "Project kick-off",
           "You are invited to the kick-off in room Galdhøpiggen.", -1},
    Letter{0, Form::forwarded, "Bob Example <bob@example.org>", "Fwd: The cabin in July",
           "Have a look at this, shall we take it?", -1},
    Letter{0, Form::digest, "Choir list <choir-request@sang.example>", "Choir digest, issue 12",
           "Today's topics are below.", -1},
    Letter{0, Form::signed_mail, "Mina Solberg <mina@solberg.example>", "Keys for the workshop",
           "This message is signed. Tell me if it does not verify.", -1},
    Letter{1, Form::plain, "Alice Example <alice@example.org>", "Dinner on Friday?",
           "Hi Bob,\n\nshall we try the new place by the harbour on Friday at seven?\n\nAlice", -1},
    Letter{0, Form::plain, "Bob Example <bob@example.org>", "Re: Dinner on Friday?",
           "Yes! I book a table for two.\n\nBob", 8},
    Letter{1, Form::alternative, "Toget <kvittering@tog.example>", "=?UTF-8?Q?Kvittering_for_din_reise?=",
           "Oslo S – Bergen, avgang 08:25. God tur!", -1},
    Letter{1, Form::attachment, "Bilverksted <post@verksted.example>", "=?UTF-8?B?U2VydmljZSBww6UgYmlsZW4=?=",
           "Rapporten fra servicen ligger ved. Bremsene bør byttes før vinteren.", -1},
    Letter{1, Form::plain, "=?UTF-8?Q?Jos=C3=A9_Garc=C3=ADa?= <jose@viajes.example>",
           "=?UTF-8?Q?Fotos_del_viaje?=", "¡Hola Bob! Las fotos están en mi página.\n\nUn abrazo, José", -1},
    Letter{1, Form::digest, "Chess club <sjakk@klubb.example>", "Chess club weekly",
           "Results and the next pairings.", -1},
};

constexpr int kRounds = 3;  // each letter comes again, as mail does: later and in other words

std::string crlf(std::string_view text) {
    std::string lines;
    for (const char octet : text) {
        if (octet == '\n') lines += '\r';
        lines += octet;
    }
    return lines + "\r\n";
}

// RFC 5322 3.3, in UTC.
std::string date(std::int64_t seconds) {
    const std::time_t moment = seconds;
    std::tm parts{};
    gmtime_r(&moment, &parts);
    std::array<char, 48> text;
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S +0000", &parts);
    return text.data();
}

std::string message_id(std::size_t letter, int round) {
    return "<demo." + std::to_string(letter) + '.' + std::to_string(round) + "@mail.example>";
}

std::string part(std::string_view type, std::string_view more, std::string_view body) {
    return "Content-Type: " + std::string(type) + "\r\n" + std::string(more) + "\r\n" +
           std::string(body);
}

std::string multipart(std::string_view type, std::initializer_list<std::string> parts) {
    std::string text = "Content-Type: " + std::string(type) +
                       "; boundary=\"=_demo_part\"\r\n\r\nThis is a message of several parts.\r\n";
    for (const std::string& each : parts) text += "--=_demo_part\r\n" + each + "\r\n";
    return text + "--=_demo_part--\r\n";
}

std::string plain_part(std::string_view text) {
    return part("text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit\r\n", crlf(text));
}

// A picture of one pixel.
std::string picture_part() {
    return part("image/png; name=\"scan.png\"",
                "Content-Transfer-Encoding: base64\r\n"
                "Content-Disposition: attachment; filename=\"scan.png\"\r\n",
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ\r\n"
                "RU5ErkJggg==\r\n");
}

std::string invitation_part(std::int64_t moment) {
    const std::time_t start = moment + 3 * 86'400;
    std::tm parts{};
    gmtime_r(&start, &parts);
    std::array<char, 32> text;
    std::strftime(text.data(), text.size(), "%Y%m%dT%H0000Z", &parts);
    const std::string at = text.data();
    return part("text/calendar; method=REQUEST; charset=utf-8", "Content-Transfer-Encoding: 8bit\r\n",
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Planner//EN\r\nMETHOD:REQUEST\r\n"
                "BEGIN:VEVENT\r\nUID:kick-off-" + at + "@bergogfjord.example\r\nDTSTAMP:" + at +
                    "\r\nDTSTART:" + at + "\r\nDURATION:PT1H\r\nSUMMARY:Project kick-off\r\n"
                    "ORGANIZER:mailto:jon@bergogfjord.example\r\nATTENDEE:mailto:alice@example.org\r\n"
                    "END:VEVENT\r\nEND:VCALENDAR\r\n");
}

std::string inner_message(std::string_view subject, std::string_view text) {
    return "From: Utleie <post@hytter.example>\r\nTo: bob@example.org\r\nSubject: " +
           std::string(subject) +
           "\r\nDate: Mon, 02 Mar 2026 09:00:00 +0100\r\nMessage-ID: <inner@hytter.example>\r\n"
           "MIME-Version: 1.0\r\n" +
           plain_part(text);
}

std::string body(const Letter& letter, std::int64_t moment) {
    const std::string text(letter.text);
    switch (letter.form) {
        case Form::plain:
            return plain_part(text);
        case Form::alternative:
            return multipart("multipart/alternative",
                             {plain_part(text), part("text/html; charset=utf-8",
                                                     "Content-Transfer-Encoding: 8bit\r\n",
                                                     crlf("<!DOCTYPE html><p>" + text + "</p>"))});
        case Form::attachment:
            return multipart("multipart/mixed", {plain_part(text), picture_part()});
        case Form::forwarded:
            return multipart("multipart/mixed",
                             {plain_part(text),
                              part("message/rfc822", "Content-Disposition: inline\r\n",
                                   inner_message("The cabin in July", "The cabin is free in week 29."))});
        case Form::invitation:
            return multipart("multipart/alternative", {plain_part(text), invitation_part(moment)});
        case Form::signed_mail:
            return multipart("multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"",
                             {plain_part(text),
                              part("application/pgp-signature; name=\"signature.asc\"", "",
                                   "-----BEGIN PGP SIGNATURE-----\r\n\r\niHUEABYKAB0WIQ=demo\r\n"
                                   "-----END PGP SIGNATURE-----\r\n")});
        case Form::digest:
            return multipart("multipart/digest",
                             {"\r\n" + inner_message("First topic", "We meet on Tuesday."),
                              "\r\n" + inner_message("Second topic", "Bring your own coffee.")});
    }
    return {};
}

std::string compose(std::size_t index, int round, std::int64_t moment) {
    const Letter& letter = kLetters[index];
    std::string text = "Return-Path: <bounces@mail.example>\r\n"
                       "Received: from mail.example by relay.example.org with ESMTPS;\r\n\t" +
                       date(moment) + "\r\nFrom: " + std::string(letter.from) + "\r\nTo: " +
                       (letter.recipient == 0 ? "Alice Example <alice@example.org>"
                                              : "Bob Example <bob@example.org>") +
                       "\r\nSubject: " + std::string(letter.subject) + "\r\nDate: " + date(moment) +
                       "\r\nMessage-ID: " + message_id(index, round) + "\r\n";
    if (letter.answers >= 0) {
        const auto original = message_id(static_cast<std::size_t>(letter.answers), round);
        text += "In-Reply-To: " + original + "\r\nReferences: " + original + "\r\n";
    }
    if (letter.form == Form::digest) text += "List-Id: <demo.list.example>\r\nPrecedence: list\r\n";
    return text + "MIME-Version: 1.0\r\n" + body(letter, moment);
}

}  // namespace

std::vector<DemoMessage> demo_mail(std::int64_t now) {
    std::vector<DemoMessage> mail;
    const std::int64_t step = 90 * 86'400 / (kRounds * static_cast<std::int64_t>(kLetters.size()));
    std::int64_t moment = now - 90 * 86'400;
    for (int round = 0; round < kRounds; ++round) {
        for (std::size_t letter = 0; letter < kLetters.size(); ++letter) {
            moment += step;
            mail.push_back({kLetters[letter].recipient, moment, compose(letter, round, moment)});
        }
    }
    return mail;
}

}  // namespace postvern::services::daemon
