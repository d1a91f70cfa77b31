#include "tests/architecture/source_scan.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string_view>

namespace postvern::architecture {

namespace fs = std::filesystem;

namespace {

// Left to right: each sees those before it.
constexpr std::array<std::string_view, 4> kLayers = {"policy", "records", "compliance", "services"};

std::size_t position(std::string_view layer) {
    return static_cast<std::size_t>(std::find(kLayers.begin(), kLayers.end(), layer) -
                                    kLayers.begin());
}

// Where a line stands. `folder` is "services/imap" or a layer's name.
struct Place {
    std::string file;
    std::string layer;
    std::string folder;

    bool in(std::initializer_list<std::string_view> folders_or_files) const {
        return std::any_of(folders_or_files.begin(), folders_or_files.end(), [&](auto each) {
            return layer == each || folder == each || file == each;
        });
    }
    // Part of the services library, not of an executable.
    bool speaks() const {
        return layer == "services" && !in({"services/house", "services/daemon", "services/cli"});
    }
};

Place place_of(const fs::path& file, const fs::path& root) {
    Place place{file.lexically_relative(root).generic_string(), {}, {}};
    const std::size_t first = place.file.find('/');
    place.layer = place.file.substr(0, first);
    place.folder = place.file.substr(0, std::max(first, place.file.find('/', first + 1)));
    if (place.file.find('/', first + 1) == std::string::npos) place.folder = place.layer;
    return place;
}

// --- Includes -------------------------------------------------------------------------------

using Broken = std::optional<std::string_view>;  // which rule is broken

Broken broken_by_project_header(const Place& place, const std::string& header) {
    const std::string layer = header.substr(0, header.find('/'));
    if (position(layer) == kLayers.size()) return "unknown folder";
    if (position(layer) > position(place.layer)) return "to the right";
    const bool in_sub_folder = std::count(header.begin(), header.end(), '/') > 1;
    if (layer != place.layer && in_sub_folder) return "private folder";
    // Internal to the policy library, though no folder says so.
    if (header == "policy/question.hpp" && layer != place.layer) return "private folder";
    // Who may make a gate: what puts the house together, and what makes ports for it.
    if (header == "policy/assembly.hpp" &&
        !place.in({"policy", "records/site.hpp", "records/backup.hpp", "services/house",
                   "services/daemon", "services/cli"})) {
        return "assembly";
    }
    // Who may hold a site, and with it the token of the house, its store and its vault.
    const bool gives_site = header == "records/site.hpp" || header == "records/backup.hpp";
    if (gives_site && place.speaks() && !place.in({"services/control"})) return "site";
    return {};
}

Broken broken_by_system_header(const Place& place, const std::string& header) {
    const auto is_of = [&](std::string_view pattern) {
        return std::regex_search(header, std::regex(pattern.begin(), pattern.end()));
    };
    // The proofs are a target of their own, of which one file speaks to the solver.
    if (place.file == "policy/proof/solver.cpp" && header == "z3++.h") return {};
    if (place.layer == "policy" && is_of("[./]")) return "standard library only";
    if (place.layer == "services" && is_of("sqlite|soci|argon2|gmime|sodium"))
        return "database or key";
    if (place.speaks() && is_of("openssl/(aes|cipher|kdf|hpke|ec|ecdh|curve|bn)"))
        return "database or key";
    if (place.speaks() && is_of("^(fstream|dirent.h|sys/mman.h)$")) return "file";
    return {};
}

// --- Code -----------------------------------------------------------------------------------

struct Rule {
    std::string_view name;
    std::regex pattern;
    bool (*applies)(const Place&);
};

const std::vector<Rule>& code_rules() {
    static const auto everywhere = [](const Place&) { return true; };
    static const auto outside_policy = [](const Place& place) { return place.layer != "policy"; };
    static const auto in_services = [](const Place& place) { return place.layer == "services"; };
    static const auto where_it_speaks = [](const Place& place) { return place.speaks(); };
    static const auto forms_no_session = [](const Place& place) {
        return !place.in({"policy", "records/vault"});
    };
    using R = std::regex;
    static const std::vector<Rule> rules = {
        {"access",
         R(R"(^\s*#\s*define\s+(private|protected|class|struct|friend|POSTVERN_SEALED)\b)"),
         everywhere},
        {"access",
         R(R"(-fno-access-control|-fvisibility|-Bsymbolic|--unresolved-symbols|--allow-shlib-undefined)"),
         everywhere},
        {"access", R(R"(^\s*template\s+(struct|class|auto|void|[\w:]+)\s*[\w:]*\s*<\s*&)"),
         everywhere},
        {"dynamic loading",
         R(R"(\b(dlopen|dlsym|dlmopen|asm|__asm__)\b|__attribute__\s*\(\(.*\b(alias|ifunc|weakref)\b)"),
         everywhere},
        {"forged door", R(R"(\b(Grant::Claims|Subject::Identity|Gate::State)\b)"), outside_policy},
        {"forged door",
         R(R"(\b(class|struct)\s+(policy::)?(Gate|Grant|Subject|Assembly|Claims)\b[^;]*\{)"),
         outside_policy},
        {"forged door",
         R(R"((^|\s)(policy::)?(Gate|Grant|Subject|Assembly)::~?\w+\s*\([^;]*\{\s*$)"),
         outside_policy},
        {"forged door", R(R"(_cast<[^>]*\b(Gate|Grant|Subject)\b)"), everywhere},
        {"key session", R(R"(\bKeySession\s*[({]|_cast<[^>]*KeySession)"), forms_no_session},
        {"SQL",
         R(R"raw("\s*(SELECT\b.*\bFROM\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\b.*\bSET\b|DELETE\s+FROM\b|CREATE\s+(TABLE|INDEX)\b|PRAGMA\b))raw"),
         in_services},
        {"database or key",
         R(R"(\b(sqlite3_\w+|soci::\w+|EVP_(Encrypt|Decrypt|Cipher|Seal|Open|PKEY_derive|KDF|AEAD|CIPHER)\w*|AES_\w+)\s*\()"),
         where_it_speaks},
        {"file",
         R(R"(::(open|openat|creat|fopen|mkstemp|opendir|mmap)\s*\(|\b(fopen|freopen|openat|opendir)\s*\(|\bstd::(basic_)?[io]?f(ile)?stream\b|directory_iterator)"),
         where_it_speaks},
    };
    return rules;
}

// Exceptions, each with its reason.
bool allowed(const Place& place, const std::string& line) {
    if (place.in({"policy/sealed.hpp"})) return true;  // where the seal is defined
    // A spare descriptor, given up to refuse a connection when there are no more; nothing is read.
    return place.in({"services/net/listener.cpp"}) &&
           line.find("::open(\"/dev/null\"") != std::string::npos;
}

// Without what stands behind `//`, unless that is part of an address.
std::string without_comment(const std::string& line) {
    for (std::size_t at = line.find("//"); at != std::string::npos; at = line.find("//", at + 1)) {
        if (at == 0 || line[at - 1] != ':') return line.substr(0, at);
    }
    return line;
}

void scan_line(const Place& place, std::size_t number, const std::string& text, Scan& scan) {
    static const std::regex kInclude(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
    const std::string line = without_comment(text);
    const auto report = [&](std::string_view rule) {
        scan.findings.push_back({place.file, number, std::string(rule), text});
    };
    std::smatch match;
    if (std::regex_search(line, match, kInclude)) {
        const Broken broken = match[1] == "\"" ? broken_by_project_header(place, match[2])
                                               : broken_by_system_header(place, match[2]);
        if (broken) report(*broken);
        return;
    }
    if (allowed(place, line)) return;
    for (const Rule& rule : code_rules()) {
        const bool told = !scan.findings.empty() && scan.findings.back().file == place.file &&
                          scan.findings.back().line == number &&
                          scan.findings.back().rule == rule.name;
        if (!told && rule.applies(place) && std::regex_search(line, rule.pattern)) {
            report(rule.name);
        }
    }
}

bool is_source(const fs::path& file) {
    return file.extension() == ".cpp" || file.extension() == ".hpp" ||
           file.filename() == "CMakeLists.txt";
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Finding& finding) {
    return out << "\n  " << finding.file << ':' << finding.line << ": " << finding.rule << ": "
               << finding.text;
}

Scan scan_sources(const fs::path& root) {
    Scan scan;
    for (const std::string_view layer : kLayers) {
        for (const auto& entry : fs::recursive_directory_iterator(root / layer)) {
            if (!entry.is_regular_file() || !is_source(entry.path())) continue;
            ++scan.files;
            const Place place = place_of(entry.path(), root);
            std::ifstream source(entry.path());
            if (!source) throw std::runtime_error("cannot read " + place.file);
            std::size_t number = 0;
            for (std::string line; std::getline(source, line);) {
                scan_line(place, ++number, line, scan);
            }
        }
    }
    std::sort(scan.findings.begin(), scan.findings.end());
    return scan;
}

}  // namespace postvern::architecture
