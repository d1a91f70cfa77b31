#include "records/vault/generated_secret.hpp"

#include "records/sha256.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/secret.hpp"

namespace postvern::records::vault {

namespace {

constexpr std::string_view kSymbols = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kRandomSymbols = 26;
constexpr std::size_t kCheckSymbols = 2;
constexpr std::size_t kGroup = 4;
constexpr std::size_t kLongestTyped = 64;  // with hyphens or spaces

char symbol(unsigned bits) { return kSymbols[bits & 31]; }

std::string check_symbols(GeneratedKind kind, std::string_view random_symbols) {
    Framing fields("generated secret");
    fields.small(static_cast<std::uint8_t>(kind)).text(random_symbols);
    const Sha256 hash = sha256(fields.view());
    return {symbol(hash[0]), symbol(hash[1])};
}

// 0 when it is no symbol.
char symbol_typed(char typed) {
    const char small = typed >= 'A' && typed <= 'Z' ? static_cast<char>(typed - 'A' + 'a') : typed;
    if (small == 'o') return '0';
    if (small == 'i' || small == 'l') return '1';
    return kSymbols.find(small) != std::string_view::npos ? small : '\0';
}

}  // namespace

std::string generate(GeneratedKind kind) {
    const Secret random = Secret::random(kRandomSymbols);
    std::string symbols;
    for (std::size_t at = 0; at < kRandomSymbols; ++at) symbols += symbol(random.data()[at]);
    symbols += check_symbols(kind, symbols);
    std::string shown;
    for (std::size_t at = 0; at < symbols.size(); ++at) {
        if (at != 0 && at % kGroup == 0) shown += '-';
        const char small = symbols[at];
        const bool capital = kind == GeneratedKind::recovery_code && small >= 'a';
        shown += capital ? static_cast<char>(small - 'a' + 'A') : small;
    }
    wipe(symbols);
    return shown;
}

std::optional<Recognised> recognise(std::string_view typed) {
    if (typed.size() > kLongestTyped) return {};
    std::string symbols;
    for (const char character : typed) {
        if (character == '-' || character == ' ') continue;
        const char read = symbol_typed(character);
        if (read == '\0') return {};
        symbols += read;
    }
    if (symbols.size() != kRandomSymbols + kCheckSymbols) return {};
    const std::string_view random_symbols = std::string_view(symbols).substr(0, kRandomSymbols);
    const std::string_view check = std::string_view(symbols).substr(kRandomSymbols);
    for (const auto kind : {GeneratedKind::app_password, GeneratedKind::recovery_code}) {
        if (check == check_symbols(kind, random_symbols)) return Recognised{kind, symbols};
    }
    return {};
}

}  // namespace postvern::records::vault
