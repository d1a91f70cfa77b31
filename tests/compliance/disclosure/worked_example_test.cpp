// The documents that docs/formats/disclosure-documents.md shows.
#include <gtest/gtest.h>

#include <fstream>

#include "test_places.hpp"
#include "tests/compliance/disclosure/house.hpp"

namespace postvern::compliance::disclosure {
namespace {

// Blocks of lines that are indented by four blanks, without those.
std::vector<std::string> examples() {
    std::ifstream page(std::string(POSTVERN_SOURCE_DIR) + "/docs/formats/disclosure-documents.md");
    std::vector<std::string> blocks;
    bool is_inside = false;
    for (std::string line; std::getline(page, line);) {
        const bool belongs = line.starts_with("    ");
        if (belongs && !is_inside) blocks.emplace_back();
        if (belongs) blocks.back() += line.substr(4) + "\n";
        is_inside = belongs;
    }
    return blocks;
}

// All that begin with a kind's first line.
std::vector<std::string> of_kind(const std::string& first_line) {
    std::vector<std::string> found;
    for (const auto& block : examples()) {
        if (block.starts_with(first_line + "\n")) found.push_back(block);
    }
    return found;
}

Pins pins_of_the_page() {
    Pins pins;
    for (const auto& text : of_kind("postvern officer card 1")) {
        const Card card = parse_card(text);
        pins.site = card.site;
        const unsigned holder = holder_index(card.office);
        if (holder != 0) pins.holders[holder - 1] = card.signing;
        if (card.office == Office::validator) pins.validators.push_back(card.signing);
        if (card.office == Office::data_protection_officer) pins.data_protection_officer = card.signing;
    }
    pins.disclosure_key = parse_disclosure_key(of_kind("postvern disclosure key 1").at(0)).key;
    return pins;
}

TEST(WorkedExample, OpensWhatThePageSays) {
    const Pins pins = pins_of_the_page();
    const Request request = parse_request(of_kind("postvern extraction request 1").at(0));
    EXPECT_EQ(request.order.text, of_kind("postvern court order 1").at(0));
    ASSERT_NO_THROW(verify_request(request, pins, tests::kNow));
    Mandate mandate;
    for (const auto& text : of_kind("postvern disclosure approval 1")) mandate.approvals.push_back(parse_approval(text));
    mandate.attestation = parse_attestation(of_kind("postvern disclosure attestation 1").at(0));
    ASSERT_NO_THROW(verify_mandate(request, mandate, pins, tests::kNow));
    const auto partials = of_kind("postvern disclosure partials 1");
    const auto opened =
        combine_all(request, parse_partials(partials.at(0)), parse_partials(partials.at(1)), pins, tests::commit);
    std::string keys;
    for (const auto& key : opened) keys += to_hex({key.data(), key.size()}) + "\n";
    const auto all = examples();
    EXPECT_NE(std::find(all.begin(), all.end(), keys), all.end()) << keys;
}

TEST(WorkedExample, HasSignaturesThatCount) {
    const Pins pins = pins_of_the_page();
    const Request request = parse_request(of_kind("postvern extraction request 1").at(0));
    const auto withdrawal = parse_withdrawal(of_kind("postvern disclosure withdrawal 1").at(0));
    EXPECT_NO_THROW(verify_withdrawal(withdrawal, request.hash, pins));
    const auto appointment = parse_appointment(of_kind("postvern substitute appointment 1").at(0));
    const auto last = appointment.text.rfind("signature: ");
    EXPECT_TRUE(verifies(pins.holders[1], appointment.text.substr(0, last), appointment.signature));
}

}  // namespace
}  // namespace postvern::compliance::disclosure
