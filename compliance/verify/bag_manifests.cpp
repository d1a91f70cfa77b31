// RFC 8493: whether a bag is complete and valid.
#include "compliance/verify/bag_parts.hpp"
#include "compliance/verify/lines.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::string_view kManifest = "manifest-sha256.txt";
constexpr std::string_view kTagManifest = "tagmanifest-sha256.txt";
constexpr std::string_view kTimestamp = "tagmanifest-sha256.txt.tsr";

// Path by path, what a manifest lists.  RFC 8493 2.1.3
std::map<std::string, std::string> listed_in(const BagFiles& files, std::string_view manifest) {
    std::map<std::string, std::string> listed;
    std::string_view rest = file_of(files, manifest).octets;
    try {
        while (!rest.empty()) {
            const std::string_view line = take_line(rest);
            if (line.size() < 67 || line.substr(64, 2) != "  ") throw Fault("has a line that is none");
            from_digits(line.substr(0, 64), 32);
            if (!listed.emplace(line.substr(66), line.substr(0, 64)).second) throw Fault("lists a file twice");
        }
    } catch (const Fault& fault) {
        throw Fault(std::string(manifest) + ": " + fault.what());
    }
    return listed;
}

// Each is there as it is listed, and each that `belongs` is listed.
void compare(const BagFiles& files, std::string_view manifest, bool (*belongs)(const std::string&)) {
    const auto listed = listed_in(files, manifest);
    for (const auto& [path, digits] : listed) {
        const auto found = files.find(path);
        if (!belongs(path)) throw Fault(path + ": does not belong into " + std::string(manifest));
        if (found == files.end()) throw Fault(path + ": is missing");
        if (to_digits(found->second.hash) != digits) {
            throw Fault(path + ": is not what " + std::string(manifest) + " says");
        }
    }
    for (const auto& [path, file] : files) {
        if (belongs(path) && !listed.contains(path)) throw Fault(path + ": is not in " + std::string(manifest));
    }
}

bool is_payload(const std::string& path) { return path.starts_with("data/"); }
bool is_listed_tag(const std::string& path) { return !is_payload(path) && path != kTagManifest && path != kTimestamp; }

}  // namespace

void check_manifests(const BagFiles& files) {
    if (file_of(files, "bagit.txt").octets != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n") {
        throw Fault("bagit.txt: is not that of a bag of version 1.0");
    }
    compare(files, kTagManifest, is_listed_tag);
    compare(files, kManifest, is_payload);
    std::uint64_t octets = 0;
    std::uint64_t streams = 0;
    for (const auto& [path, file] : files) {
        if (!is_payload(path)) continue;
        octets += file.size;
        ++streams;
    }
    const std::string oxum = "\nPayload-Oxum: " + std::to_string(octets) + '.' + std::to_string(streams) + '\n';
    if (file_of(files, "bag-info.txt").octets.find(oxum) == std::string::npos) {
        throw Fault("bag-info.txt: Payload-Oxum is not that of the payload");
    }
}

}  // namespace postvern::compliance::verify
