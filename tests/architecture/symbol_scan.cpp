#include "tests/architecture/symbol_scan.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <string_view>

namespace postvern::architecture {

namespace fs = std::filesystem;

namespace {

// The text of the public headers of a layer, without forward declarations: those make nothing
// public.
std::string public_text(const fs::path& layer) {
    std::string text;
    for (const auto& entry : fs::directory_iterator(layer)) {
        if (entry.path().extension() != ".hpp" || entry.path().filename() == "question.hpp")
            continue;
        std::ifstream header(entry.path());
        text.append(std::istreambuf_iterator<char>(header), {});
    }
    static const std::regex kForward(R"((class|struct)\s+\w+;|//[^\n]*|#include[^\n]*)");
    return std::regex_replace(text, kForward, "");
}

// Whether `symbol` belongs to `layer` and is not declared in its public headers: a member of a type
// that they do not define, or a function that they do not name.
bool is_private_to(const std::string& layer, const std::string& symbol,
                   const std::string& headers) {
    const std::regex kOwner("^(?:(?:vtable|typeinfo|typeinfo name|VTT) for )?postvern::" + layer +
                            R"(::(\w+)(?:\[abi:\w+\])?(\()?)");
    std::smatch owner;
    if (!std::regex_search(symbol, owner, kOwner)) return false;
    const std::string name = owner[1];
    const std::regex declared(owner[2].matched
                                  ? R"(\b)" + name + R"(\()"
                                  : R"(\b(class|struct|enum)\s+)" + name + R"(\b[^;]*\{)");
    return !std::regex_search(headers, declared);
}

// How a house is put together; for executables.
const std::regex& composition() {
    static const std::regex pattern(
        R"(^postvern::(policy::(Assembly::|Gate::Gate\(|Gate::State::|Grant::claims\(|read_rulebook)|)"
        R"(records::(Archive::Archive|Accounts::Accounts|Ledger::(Ledger|honour_grants_of)|)"
        R"(Personnel::Personnel|Rulebooks::(Rulebooks|honour_grants_of|keep_founding|install)|)"
        R"(Register::Register|Restoration::ports|Site::(Site|create|serve|ports|store|vault))\(|)"
        R"(records::Restoration::Restoration\())");
    return pattern;
}

// Interfaces of other libraries that protocols have no use for.
const std::regex& foreign() {
    static const std::regex pattern(
        R"(^(sqlite3_|argon2|g_mime_|soci::|EVP_(Encrypt|Decrypt|Cipher|CIPHER|Seal|Open|KDF|PKEY_(derive|encrypt|decrypt|encapsulate|decapsulate))|)"
        R"(AES_|X25519|PKCS5_PBKDF2|(f|fd|fre)open(64)?(@|$)|openat(64)?(@|$)|creat(64)?(@|$)|opendir(@|$)|mmap(64)?(@|$)|)"
        R"(mkstemp|dl(m)?open|dlsym|ptrace|process_vm_|)"
        R"(std::(__cxx11::)?basic_(i|o)?f(stream|ilebuf)|std::filesystem::(__cxx11::)?(recursive_)?directory_iterator))");
    return pattern;
}

}  // namespace

std::vector<std::string> forbidden_to_services(const std::vector<Symbol>& symbols,
                                               const fs::path& root) {
    std::vector<std::string> found;
    std::map<std::string, std::string> headers;
    for (const auto* layer : {"policy", "records", "compliance"}) {
        headers[layer] = public_text(root / layer);
    }
    for (const Symbol& symbol : symbols) {
        if (symbol.type != 'U') continue;
        bool forbidden = std::regex_search(symbol.name, composition()) ||
                         std::regex_search(symbol.name, foreign());
        for (const auto& [layer, text] : headers) {
            forbidden = forbidden || is_private_to(layer, symbol.name, text);
        }
        if (forbidden) found.push_back(symbol.name);
    }
    return found;
}

std::vector<std::string> interposed(const std::vector<Symbol>& earlier,
                                    const std::vector<Symbol>& later) {
    static constexpr std::string_view kStrong = "TDBRG";
    std::set<std::string> doors;
    for (const Symbol& symbol : earlier) {
        if (kStrong.find(symbol.type) != std::string_view::npos) doors.insert(symbol.name);
    }
    std::vector<std::string> found;
    for (const Symbol& symbol : later) {
        // Copies of data that a program refers to are of the linker's making and hold no code.
        const bool defined = symbol.type != 'U' && symbol.type != 'w' && symbol.type != 'v';
        const bool is_ours = symbol.name.find("postvern::") != std::string::npos;
        if (defined && is_ours && doors.contains(symbol.name)) found.push_back(symbol.name);
    }
    return found;
}

std::vector<std::string> unsealed(const std::vector<Symbol>& policy_library) {
    static const std::regex kSealed(
        R"(^postvern::policy::(Grant::Grant\((?!postvern::policy::Grant&&)|)"
        R"(Subject::(Subject\((?!postvern::policy::Subject&&)|is_of\(|keys\()|Gate::Gate\())");
    std::vector<std::string> found;
    for (const Symbol& symbol : policy_library) {
        if (symbol.type != 'U' && std::regex_search(symbol.name, kSealed)) {
            found.push_back(symbol.name);
        }
    }
    return found;
}

}  // namespace postvern::architecture
