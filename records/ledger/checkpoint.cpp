#include "records/ledger/checkpoint.hpp"

#include <charconv>

#include "records/base64.hpp"

namespace postvern::records::ledger {

namespace {

// Takes the next line off `rest`, without its newline; absent when none is left.
std::optional<std::string_view> take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

}  // namespace

std::string text_of(const Checkpoint& checkpoint) {
    std::string text = checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
                       base64(merkle::octets(checkpoint.root)) + '\n';
    for (const std::string& extension : checkpoint.extensions) text += extension + '\n';
    return text;
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
    std::string_view rest = text;
    const auto origin = take_line(rest);
    const auto size = take_line(rest);
    const auto root = take_line(rest);
    if (!root || origin->empty()) return {};

    Checkpoint checkpoint;
    checkpoint.origin = *origin;
    std::from_chars(size->data(), size->data() + size->size(), checkpoint.size);
    const auto hash = from_base64(*root);
    if (!hash || hash->size() != merkle::kHashSize) return {};
    checkpoint.root = merkle::hash_from(*hash);
    while (const auto extension = take_line(rest)) {
        if (extension->empty()) return {};
        checkpoint.extensions.emplace_back(*extension);
    }
    if (text_of(checkpoint) != text) return {};  // leading zeroes, signs, a size out of range
    return checkpoint;
}

std::optional<Checkpoint> open_checkpoint(const NoteVerifier& verifier, std::string_view note) {
    const auto text = verifier.open(note);
    if (!text) return {};
    auto checkpoint = parse_checkpoint(*text);
    if (!checkpoint || checkpoint->origin != verifier.name()) return {};
    return checkpoint;
}

std::string to_string(const Checkpoint& checkpoint) {
    return "size " + std::to_string(checkpoint.size) + ", root " +
           base64(merkle::octets(checkpoint.root));
}

}  // namespace postvern::records::ledger
