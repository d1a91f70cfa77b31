// The data protection officer's signature under a transparency report (docs/formats/transparency-report.md).
#include <sodium.h>

#include "compliance/disclosure/lines.hpp"
#include "compliance/officer/commands.hpp"
#include "compliance/verify/report.hpp"

namespace postvern::compliance::officer {

namespace {

constexpr std::string_view kName = "data_protection_officer";
constexpr std::size_t kKeyId = 4;  // octets

// C2SP signed-note: the first octets of SHA-256 of name, line feed, 1 (Ed25519) and key.
std::string key_id(const disclosure::SignerKey& key) {
    std::string text = std::string(kName) + "\n\1";
    text.append(key.octets.begin(), key.octets.end());
    const disclosure::Hash hash = disclosure::sha256(text);
    return {hash.begin(), hash.begin() + kKeyId};
}

std::string signature_line(std::string_view json, const disclosure::SigningKey& key) {
    std::string octets = key_id(key.public_key());
    const disclosure::Signature signature = key.sign(json);
    octets.append(signature.begin(), signature.end());
    std::string line(sodium_base64_encoded_len(octets.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(line.data(), line.size(), reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    line.pop_back();  // its end of a string
    return "\xe2\x80\x94 " + std::string(kName) + ' ' + line + '\n';
}

}  // namespace

// What is signed was counted here first, by the code of postvern-verify: each figure, each opened case, the root.
Told sign_report(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    if (session.device->card.office != disclosure::Office::data_protection_officer) {
        throw Failure("only the data protection officer's device signs transparency reports");
    }
    const std::string json = read_file(arguments.file(), verify::kLargestReport);
    verify::Report report;
    try {
        report = verify::open_report(json);
    } catch (const verify::Fault& fault) {
        throw Failure(arguments.file() + ": " + fault.what());
    }
    Told told;
    told.report.add("publisher", report.publisher).add("site", report.site).add("made", report.made);
    told.report.add("periods", report.from + " to " + report.until).add("cases", std::to_string(report.cases));
    std::vector<std::string> figures;
    for (const verify::Figure& each : report.figures) {
        figures.push_back(each.period + ' ' + each.country + ' ' + each.instrument + ' ' + each.outcome + ": " +
                          std::to_string(each.count));
    }
    told.report.add_list("figures", std::move(figures));
    told.report.add("sha256", disclosure::to_hex(disclosure::sha256(json)));
    arguments.confirm(told.report.in_words() + "You stand for these figures. Type the year of the first period: ",
                      report.from.substr(0, 4));
    told.document = signature_line(json, session.device->signing);
    return told;
}

}  // namespace postvern::compliance::officer
