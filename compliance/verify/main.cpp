// postvern-verify: checks an access record without the server that keeps it.
// docs/man/postvern-verify.1.md
#include <fstream>
#include <iostream>
#include <map>
#include <set>

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
    "--witness KEY  as often as wished: a witness that must have cosigned the checkpoint\n"
    "--quorum N     so many of them suffice\n\n"
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
    static const std::set<std::string> kOptions = {"--key", "--leaf", "--quorum", "--witness"};
    Words words;
    for (int i = 1; i < count; ++i) {
        const std::string word = arguments[i];
        if (!kOptions.contains(word)) {
            if (word.starts_with("-")) throw Usage(word + ": no such option");
            words.plain.push_back(word);
        } else if (++i == count || (word != "--witness" && words.options.contains(word))) {
            throw Usage(word + ": takes one value, once");
        } else {
            words.options.emplace(word, arguments[i]);
        }
    }
    return words;
}

std::string content(const std::string& file) {
    std::string octets(verify::kLargestText + 1, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(octets.data(), static_cast<std::streamsize>(octets.size()));
    if (stream.bad() || !stream.is_open()) throw verify::Fault("cannot be read");
    octets.resize(static_cast<std::size_t>(stream.gcount()));
    return octets;
}

std::string leaf_from(const Words& words, const verify::Proof& proof) {
    const auto given = words.option("--leaf");
    if (!given) {
        if (proof.extra.size() == verify::kLeafSize) return proof.extra;
        throw Usage("the file does not hold the leaf: name it with --leaf HEX");
    }
    const std::string& digits = *given;
    if (digits.size() != 2 * verify::kLeafSize ||
        digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
        throw Usage("--leaf: takes 128 hexadecimal digits");
    }
    std::string leaf;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        leaf += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    return leaf;
}

verify::Key key_from(const std::string& option, const std::string& text, verify::Kind kind) {
    try {
        return verify::parse_key(text, kind);
    } catch (const verify::Fault& fault) {
        throw Usage(option + ": " + fault.what());
    }
}

verify::Trust trust_from(const Words& words) {
    const auto log = words.option("--key");
    if (!log) throw Usage("--key KEY is missing");
    verify::Trust trust(key_from("--key", *log, verify::Kind::log));
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
    const verify::Proof proof = verify::parse_proof(content(words.plain[1]));
    const bool is_record = words.plain[0] == "record";
    const std::string leaf = is_record ? verify::leaf_of(proof.extra) : leaf_from(words, proof);
    const verify::Checkpoint checkpoint = verify::check_inclusion(proof, leaf, trust);
    const std::string words_of_it = is_record ? verify::in_words(proof.extra) : "";
    return "Sound: leaf " + std::to_string(proof.index) +
           (is_record ? " commits to this entry" : "") + " and is in the record of\n" +
           checkpoint.text + (is_record ? "\n" : "") + words_of_it;
}

std::string examine_stream(const Words& words, const verify::Trust& trust) {
    const verify::Stream stream = verify::open_stream(content(words.plain[1]), trust);
    const auto missing = verify::missing_entries(stream, words.plain[2], trust);
    if (!missing.empty()) {
        throw verify::Fault("entry " + std::to_string(missing[0] + 1) + " of " + std::to_string(stream.count) +
                            " is not in the directory, " + std::to_string(missing.size()) +
                            " in all: it is missing, or waited for a later batch than the directory has");
    }
    return "Sound: of day " + std::to_string(stream.day) + " since 1970, " + std::to_string(stream.count) +
           " entries were committed to, and each is in the directory, which goes on from\n" + stream.checkpoint.text;
}

std::string run(const Words& words) {
    const std::string command = words.plain.empty() ? "" : words.plain[0];
    const bool takes_two = command == "extends" || command == "stream";
    const bool is_known =
        takes_two || command == "tiles" || command == "proof" || command == "record";
    if (!is_known) throw Usage("takes tiles, extends, proof, record or stream");
    if (words.plain.size() != (takes_two ? 3U : 2U))
        throw Usage(command + ": wrong number of arguments");
    if (command != "proof" && words.options.contains("--leaf"))
        throw Usage("--leaf: goes with proof only");
    const verify::Trust trust = trust_from(words);
    if (command == "tiles") return examine_tiles(words.plain[1], trust, {});
    std::optional<verify::Checkpoint> earlier;
    try {
        if (command == "stream") return examine_stream(words, trust);
        if (command != "extends") return examine_proof(words, trust);
        earlier = verify::open_checkpoint(content(words.plain[1]),
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
