// A transparency report and the signature that the data protection officer's device puts under it.
#include <gtest/gtest.h>

#include <cstdlib>

#include "compliance/verify/bag.hpp"
#include "compliance/verify/report.hpp"
#include "tests/compliance/officer/devices.hpp"

namespace postvern::tests {
namespace {

namespace verify = compliance::verify;

using Reports = House;

// One case, which is opened.
std::string report_with(const std::string& instrument) {
    threshold::Octets<32> random;
    random.fill(3);
    const auto commitment =
        disclosure::sha256("postvern transparency case 1\n" + std::string(random.begin(), random.end()) + "subpoena\nUS\nrejected\n2027\n");
    const auto root = disclosure::sha256(std::string(1, '\0') + std::string(commitment.begin(), commitment.end()));
    return R"({"format":"postvern transparency report 1","publisher":"Example Mail AS","site":"postvern.00ff/ledger",)"
           R"("from":"2027","until":"2027","made":"2028-01-10","previous":null,"cases":1,"root":")" +
           disclosure::to_hex(root) + R"(","figures":[{"instrument":")" + instrument +
           R"(","country":"US","outcome":"rejected","period":"2027","count":1,"opened":1,"leaves":[{"commitment":")" +
           disclosure::to_hex(commitment) + R"(","random":")" + disclosure::to_hex(random) + "\"}]}]}\n";
}

TEST_F(Reports, ReportsAreCountedAndSignedByTheDataProtectionOfficersDevice) {
    const std::string report = report_with("subpoena");
    put(path("report.json"), report);
    const std::string told = done(6, {"sign-report", file("report.json"), "--out", file("report.json.sig")});
    EXPECT_NE(told.find("2027 US subpoena rejected: 1"), std::string::npos) << told;
    EXPECT_EQ(told_value(told, "sha256"), disclosure::to_hex(disclosure::sha256(report)));
    done(6, {"key", "--pem", "--out", file("key.pem")});
    const std::string key = verify::parse_public_key(content(path("key.pem")));
    const std::string signature = content(path("report.json.sig"));
    verify::check_report_signature(report, signature, key);
    const std::string changed = report_with("subpoenas");
    EXPECT_THROW(verify::check_report_signature(changed, signature, key), verify::Fault);
    EXPECT_THROW(verify::check_report_signature(report, signature + "x", key), verify::Fault);
    EXPECT_THROW(verify::check_report_signature(report, signature, std::string(32, 'x')), verify::Fault);
    std::string other_office = signature;
    other_office.replace(other_office.find("data_"), 5, "dato_");
    EXPECT_THROW(verify::check_report_signature(report, other_office, key), verify::Fault);
    // As the format's description has it, by OpenSSL alone.
    const std::string by_openssl =
        "cd '" + path("").string() +
        "' && sed -n 's/^\xe2\x80\x94 data_protection_officer //p' report.json.sig | base64 -d | tail -c 64 > raw && "
        "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in report.json -sigfile raw > checked";
    EXPECT_EQ(std::system(by_openssl.c_str()), 0);
}

TEST_F(Reports, SignsNoReportThatIsNotSound) {
    put(path("report.json"), report_with("subpoena"));
    refused(1, {"sign-report", file("report.json"), "--out", file("signed")}, "only the data protection officer's device");
    put(path("other.json"), report_with("court-order"));
    refused(6, {"sign-report", file("other.json"), "--out", file("signed")}, "is not one of this figure");
    std::string interim = report_with("subpoena");
    interim.replace(interim.find("transparency"), 0, "interim ");
    put(path("interim.json"), interim);
    refused(6, {"sign-report", file("interim.json"), "--out", file("signed")}, "is an interim report");
    put(path("none.json"), "{}");
    refused(6, {"sign-report", file("none.json"), "--out", file("signed")}, "is not the JSON of a report");
    EXPECT_FALSE(fs::exists(path("signed")));
}

}  // namespace
}  // namespace postvern::tests
