// postvern-verify: checks an access record without the server that keeps it.
// docs/man/postvern-verify.1.md
#include <iostream>
#include <map>
#include <set>

#include "compliance/verify/bag.hpp"
#include "compliance/verify/report.hpp"
#include "compliance/verify/stream.hpp"
#include "compliance/verify/texts.hpp"
#include "compliance/verify/verifier.hpp"

namespace {

namespace verify = postvern::compliance::verify;

constexpr std::string_view kHelp =
    "postvern-verify tiles DIR --key KEY            a directory of tiles, whole\n"
    "postvern-verify extends OLD DIR --key KEY      the same, and that it goes on from the "
    "checkpoint in OLD\n"
    "postvern-verify proof FILE --key KEY [--leaf HEX]\n"
    "                                               that a leaf is in the record (postvern ledger "
    "prove)\n"
    "postvern-verify record FILE --key KEY          an entry that was handed out (postvern ledger "
    "export),\n"
    "                                               shown in words\n"
    "postvern-verify stream FILE DIR --key KEY      that DIR holds each entry about an account (postvern ledger\n"
    "                                               mine --head)\n\n"
    "postvern-verify bag PATH [--checkpoint-key KEY] [--officer OFFICE=PEM] [--timestamp-certificates PEM]\n"
    "                                               disclosed data with their evidence: a folder or a tar\n"
    "postvern-verify report FILE [--key PEM] [--random HEX]\n"
    "                                               a transparency report, its signature in FILE.sig, and where\n"
    "                                               the case of a random number is counted\n\n"
    "--witness KEY  as often as wished: a witness that must have cosigned the checkpoint\n"
    "--quorum N     so many of them suffice\n"
    "--officer      as often as wished; OFFICE is validator, managing_director, second_officer or\n"
    "               data_protection_officer, PEM the file of a public key\n\n"
    "Each KEY is a verifier key, learnt from somewhere else than what is checked. Nothing is "
    "written,\n"
    "and nobody is asked. Exit codes: 0 sound, 1 a fault, 2 wrong usage.\n";

struct Usage : std::runtime_error {
    using runtime_error::runtime_error;
};

struct Words {
    std::vector<std::string> plain;
    std::multimap<std::string, std::string> options;
    // Absent: the option was not given.
    std::optional<std::string> option(const std::string& name) const {
        const auto given = options.find(name);
        return given == options.end() ? std::nullopt : std::optional(given->second);
    }
};

Words parse(int count, char** arguments) {
    static const std::set<std::string> kOptions = {"--checkpoint-key", "--key", "--leaf", "--officer", "--quorum",
                                                   "--random", "--timestamp-certificates", "--witness"};
    Words words;
    for (int i = 1; i < count; ++i) {
        const std::string word = arguments[i];
        if (!kOptions.contains(word)) {
            if (word.starts_with("-")) throw Usage(word + ": no such option");
            words.plain.push_back(word);
        } else if (++i == count || (word != "--witness" && word != "--officer" && words.options.contains(word))) {
            throw Usage(word + ": takes one value, once");
        } else {
            words.options.emplace(word, arguments[i]);
        }
    }
    return words;
}

std::string octets_from(const std::string& option, const std::string& digits, std::size_t size) {
    try {
        return verify::from_digits(digits, size);
    } catch (const verify::Fault& fault) {
        throw Usage(option + ": " + fault.what());
    }
}

std::string leaf_from(const Words& words, const verify::Proof& proof) {
    const auto given = words.option("--leaf");
    if (!given) {
        if (proof.extra.size() == verify::kLeafSize) return proof.extra;
        throw Usage("the file does not hold the leaf: name it with --leaf HEX");
    }
    return octets_from("--leaf", *given, verify::kLeafSize);
}

verify::Key key_from(const std::string& option, const std::string& text, verify::Kind kind) {
    try {
        return verify::parse_key(text, kind);
    } catch (const verify::Fault& fault) {
        throw Usage(option + ": " + fault.what());
    }
}

verify::Trust trust_from(const Words& words, const std::string& option = "--key") {
    const auto log = words.option(option);
    if (!log) throw Usage(option + " KEY is missing");
    verify::Trust trust(key_from(option, *log, verify::Kind::log));
    const auto [first, last] = words.options.equal_range("--witness");
    for (auto each = first; each != last; ++each) {
        trust.witnesses.push_back(key_from("--witness", each->second, verify::Kind::witness));
    }
    trust.quorum = trust.witnesses.size();
    if (const auto number = words.option("--quorum")) {
        const auto most = std::to_string(trust.quorum);
        if (number->find_first_not_of("0123456789") != std::string::npos ||
            number->size() > most.size() || number->empty() || std::stoul(*number) > trust.quorum) {
            throw Usage("--quorum: takes a number up to that of the witnesses, " + most);
        }
        trust.quorum = std::stoul(*number);
    }
    return trust;
}

std::string examine_tiles(const std::string& directory, const verify::Trust& trust,
                          const std::optional<verify::Checkpoint>& earlier) {
    const verify::Sound found = verify::check_tiles(directory, trust, earlier);
    return "Sound: " + std::to_string(found.files) + " files are what the entries give" +
           (found.beyond > 0
                ? "; " + std::to_string(found.beyond) + " of later sizes were not examined"
                : "") +
           (earlier ? "; it goes on from the tree of " + std::to_string(earlier->size) + " leaves"
                    : "") +
           ".\n" + found.checkpoint.text;
}

std::string examine_proof(const Words& words, const verify::Trust& trust) {
    const verify::Proof proof = verify::parse_proof(verify::content(words.plain[1]));
    const bool is_record = words.plain[0] == "record";
    const std::string leaf = is_record ? verify::leaf_of(proof.extra) : leaf_from(words, proof);
    const verify::Checkpoint checkpoint = verify::check_inclusion(proof, leaf, trust);
    const std::string words_of_it = is_record ? verify::in_words(proof.extra) : "";
    return "Sound: leaf " + std::to_string(proof.index) +
           (is_record ? " commits to this entry" : "") + " and is in the record of\n" +
           checkpoint.text + (is_record ? "\n" : "") + words_of_it;
}

std::string examine_stream(const Words& words, const verify::Trust& trust) {
    const verify::Stream stream = verify::open_stream(verify::content(words.plain[1]), trust);
    const auto missing = verify::missing_entries(stream, words.plain[2], trust);
    if (!missing.empty()) {
        throw verify::Fault("entry " + std::to_string(missing[0] + 1) + " of " + std::to_string(stream.count) +
                            " is not in the directory, " + std::to_string(missing.size()) +
                            " in all: it is missing, or waited for a later batch than the directory has");
    }
    return "Sound: of day " + std::to_string(stream.day) + " since 1970, " + std::to_string(stream.count) +
           " entries were committed to, and each is in the directory, which goes on from\n" + stream.checkpoint.text;
}

// The public key in a file that an option names.
std::string public_key(const std::string& option, const std::string& file) {
    try {
        return verify::parse_public_key(verify::content(file));
    } catch (const verify::Fault& fault) {
        throw Usage(option + ": " + file + ' ' + fault.what());
    }
}

std::string examine_bag(const Words& words) {
    static const std::set<std::string, std::less<>> kOffices = {"data_protection_officer", "managing_director",
                                                                "second_officer", "validator"};
    verify::BagTrust trust;
    const auto [first, last] = words.options.equal_range("--officer");
    for (auto each = first; each != last; ++each) {
        const auto end = each->second.find('=');
        const std::string office = each->second.substr(0, end);
        if (end == std::string::npos || !kOffices.contains(office)) throw Usage("--officer: takes OFFICE=PEM");
        trust.officers.emplace(office, public_key("--officer", each->second.substr(end + 1)));
    }
    if (words.options.contains("--checkpoint-key")) trust.record = trust_from(words, "--checkpoint-key");
    trust.timestamps = words.option("--timestamp-certificates").value_or("");
    return verify::check_bag(words.plain[1], trust);
}

std::string examine_report(const Words& words) {
    const std::string& file = words.plain[1];
    const std::string json = verify::content(file, verify::kLargestReport);
    const verify::Report report = verify::open_report(json);
    std::string said = verify::in_words(report);
    if (const auto key = words.option("--key")) {
        try {
            verify::check_report_signature(json, verify::content(file + ".sig"), public_key("--key", *key));
        } catch (const verify::Fault& fault) {
            throw verify::Fault(file + ".sig: " + fault.what());
        }
        said += "It is signed by the data protection officer.\n";
    }
    if (const auto random = words.option("--random")) {
        const auto counted = verify::figure_that_counts(report, octets_from("--random", *random, sizeof(verify::Hash)));
        if (!counted) throw verify::Fault("no figure counts the case of that random number");
        const verify::Figure& figure = report.figures[*counted];
        said += "The case of that random number is counted as " + figure.period + ' ' + figure.country + ' ' +
                figure.instrument + ' ' + figure.outcome + ".\n";
    }
    return said;
}

// Which options go with a command; all others take those of the access record.
void require_options(const Words& words, const std::string& command) {
    static const std::map<std::string, std::set<std::string>> kTaken = {
        {"bag", {"--checkpoint-key", "--officer", "--quorum", "--timestamp-certificates", "--witness"}},
        {"report", {"--key", "--random"}},
        {"proof", {"--key", "--leaf", "--quorum", "--witness"}}};
    const auto found = kTaken.find(command);
    const std::set<std::string> others = {"--key", "--quorum", "--witness"};
    for (const auto& [option, value] : words.options) {
        if (!(found == kTaken.end() ? others : found->second).contains(option)) {
            throw Usage(option + ": does not go with " + command);
        }
    }
}

std::string run(const Words& words) {
    const std::string command = words.plain.empty() ? "" : words.plain[0];
    const bool takes_two = command == "extends" || command == "stream";
    const bool is_disclosure = command == "bag" || command == "report";
    const bool is_known =
        takes_two || is_disclosure || command == "tiles" || command == "proof" || command == "record";
    if (!is_known) throw Usage("takes tiles, extends, proof, record, stream, bag or report");
    if (words.plain.size() != (takes_two ? 3U : 2U))
        throw Usage(command + ": wrong number of arguments");
    require_options(words, command);
    if (is_disclosure) return command == "bag" ? examine_bag(words) : examine_report(words);
    const verify::Trust trust = trust_from(words);
    if (command == "tiles") return examine_tiles(words.plain[1], trust, {});
    std::optional<verify::Checkpoint> earlier;
    try {
        if (command == "stream") return examine_stream(words, trust);
        if (command != "extends") return examine_proof(words, trust);
        earlier = verify::open_checkpoint(verify::content(words.plain[1]),
                                          trust.log);  // older than its witnesses, maybe
    } catch (const verify::Fault& fault) {
        throw verify::Fault(words.plain[1] + ": " + fault.what());
    }
    return examine_tiles(words.plain[2], trust, earlier);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        for (int i = 1; i < count; ++i) {
            if (std::string_view(arguments[i]) != "--help") continue;
            std::cout << kHelp << std::flush;
            return 0;
        }
        std::cout << verify::printable(run(parse(count, arguments)), '\n') << std::flush;
        return std::cout ? 0 : 1;
    } catch (const Usage& usage) {
        std::cerr << "postvern-verify: " << usage.what() << "\n\n" << kHelp;
        return 2;
    } catch (const std::exception& fault) {
        std::cerr << "postvern-verify: NOT sound: " << verify::printable(fault.what()) << '\n';
        return 1;
    }
}
