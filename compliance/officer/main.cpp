// postvern-officer: the device of an officer who has a hand in disclosures. docs/man/postvern-officer.1.md
#include <array>
#include <chrono>
#include <iostream>

#include "compliance/disclosure/refused.hpp"
#include "compliance/officer/commands.hpp"

namespace {

namespace officer = postvern::compliance::officer;

struct CommandRow {
    std::string_view name;
    officer::Told (*run)(const officer::Arguments&);
    std::string_view help;
};

constexpr std::array<CommandRow, 21> kCommands = {{
    {"enrol", officer::enrol, "--site HEX --office OFFICE --name NAME [--signing-key PEM [--signing-key-passphrase-file FILE]]\n"
     "           [--memory MIB]: make the device; its card goes to --out"},
    {"card", officer::card, "the device's card again"},
    {"key", officer::key, "[--pem]: the public signing key, for the server's record of people"},
    {"pin", officer::pin, "CARD... [--disclosure-key FILE --transcript GROUPS]: whom this device knows"},
    {"status", officer::status, "what is pinned, held, under way and answered"},
    {"forget", officer::forget, "destroy the keys and the share"},
    {"keygen", officer::keygen, "--new-plan FILE | --plan FILE: begin to make a disclosure key"},
    {"refresh", officer::refresh, "--new-plan FILE | --plan FILE: begin to make new shares of it"},
    {"replace", officer::replace, "--new-plan FILE | --plan FILE [--card CARD]: begin to put another holder in a place"},
    {"continue", officer::continue_ceremony, "MESSAGES...: go on with what the other devices wrote"},
    {"finish", officer::finish, "GROUPS...: the transcript as the others read it out; the public key goes to --out"},
    {"abandon", officer::abandon, "end a ceremony that is under way"},
    {"show", officer::show, "REQUEST: the list in words, and whether it is what the order grants"},
    {"sign-order", officer::sign_order, "ORDER: a validator's signature"},
    {"appoint", officer::appoint, "--case HEX --seat SEAT --substitute CARD --until MOMENT: a substitute in one case"},
    {"approve", officer::approve, "REQUEST [--seat SEAT --appointment FILE...]: sign it in one's seat"},
    {"attest", officer::attest, "REQUEST: the data protection officer: no objection standing"},
    {"withdraw", officer::withdraw, "REQUEST: nothing is to be opened by it any more"},
    {"heed", officer::heed, "WITHDRAWAL: know of another's withdrawal"},
    {"partials", officer::partials, "REQUEST --with HOLDER --approval FILE... --attestation FILE [--appointment FILE...]\n"
     "           [--withdrawal FILE...]: help to open what is listed"},
    {"sign-report", officer::sign_report, "REPORT: the data protection officer: counts a transparency report and signs it"},
}};

std::string help() {
    std::string text = "postvern-officer COMMAND --device DIRECTORY [OPTIONS]\n\n";
    for (const CommandRow& row : kCommands) {
        text.append(row.name).append(std::max<std::size_t>(11, row.name.size() + 1) - row.name.size(), ' ');
        text.append(row.help).append("\n");
    }
    return text +
           "\n--passphrase-file FILE, --passphrase-stdin   the passphrase; otherwise it is asked for\n"
           "--out FILE   where the document goes that a command makes; otherwise to standard output\n"
           "--json       tell what is told as JSON\n"
           "--yes        ask nothing\n\n"
           "Exit codes: 0 done, 1 refused, 2 wrong usage.\n";
}

const CommandRow& find(const std::string& name) {
    for (const CommandRow& row : kCommands) {
        if (row.name == name) return row;
    }
    throw officer::Usage(name + ": no such command");
}

int run(int count, char** words) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const officer::Arguments arguments(count, words, std::chrono::duration_cast<std::chrono::seconds>(now).count());
    const officer::Told told = find(arguments.command).run(arguments);
    const bool is_document_shown = !told.document.empty() && arguments.output() == "-";
    if (!told.document.empty()) officer::write_output(arguments.output(), told.document);
    (is_document_shown ? std::cerr : std::cout)
        << (arguments.has("json") ? told.report.in_json() : told.report.in_words()) << std::flush;
    if (told.refusal.empty()) return 0;
    std::cerr << "postvern-officer: refused: " << told.refusal << '\n';
    return 1;
}

}  // namespace

int main(int count, char** words) {
    try {
        for (int i = 1; i < count; ++i) {
            if (std::string_view(words[i]) != "--help") continue;
            std::cout << help() << std::flush;
            return 0;
        }
        officer::protect_process();
        return run(count, words);
    } catch (const officer::Usage& usage) {
        std::cerr << "postvern-officer: " << usage.what() << "\n\n" << help();
        return 2;
    } catch (const std::exception& failure) {
        std::cerr << "postvern-officer: refused: " << failure.what() << '\n';
        return 1;
    }
}
