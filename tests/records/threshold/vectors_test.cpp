// The worked example of docs/formats/disclosure-key.md, made again from its inputs. reference.py
// makes it a second time, without this code.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "records/threshold/hash.hpp"
#include "test_places.hpp"
#include "tests/records/threshold/holders.hpp"

namespace postvern::records::threshold {
namespace {

std::string hexadecimal(std::string_view octets) {
    std::string text(octets.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(octets.data()),
                   octets.size());
    text.pop_back();
    return text;
}

std::map<std::string, std::string> vectors_of_the_document() {
    std::ifstream document(std::string(POSTVERN_SOURCE_DIR) + "/docs/formats/disclosure-key.md");
    std::map<std::string, std::string> vectors;
    std::string name;
    bool within = false;
    for (std::string line; std::getline(document, line);) {
        if (line == "## Vectors") within = true;
        if (!within || line.rfind("    ", 0) != 0) continue;
        if (line.rfind("        ", 0) == 0) {
            vectors[name] += line.substr(8);
        } else {
            name = line.substr(4, line.find(':') - 4);
        }
    }
    return vectors;
}

// A participant with a seed of one repeated octet, by way of what is saved.
Participant seeded(const Plan& plan, unsigned index, const DeviceKey& device, unsigned char seed,
                   std::optional<Share> old = std::nullopt) {
    Participant::Saved saved;
    saved.data()[0] = 1;
    const auto hash = plan.hash();
    std::copy(hash.begin(), hash.end(), saved.data() + 1);
    saved.data()[33] = static_cast<unsigned char>(index);
    std::fill_n(saved.data() + 36, 32, seed);
    return Participant::resume(plan, index, device, std::move(old), saved);
}

struct Example {
    std::map<std::string, std::string> made;
    void put(const std::string& name, std::string_view octets) { made[name] = hexadecimal(octets); }
};

Devices devices_of(unsigned char third) {
    Devices devices;
    for (const unsigned char seed :
         {static_cast<unsigned char>(1), static_cast<unsigned char>(2), third}) {
        devices.keys.emplace_back(secret_filled<32>(seed));
    }
    return devices;
}

Table seated(const Devices& devices, const Plan& plan, unsigned char seed,
             const std::vector<Share>& old) {
    Table table(devices, plan, old);
    for (unsigned index = 1; index <= 3; ++index) {
        std::optional<Share> share;
        if (plan.previous && plan.deals(index)) share = old[index - 1].clone();
        table.seat(index) = seeded(plan, index, devices.of(index),
                                   static_cast<unsigned char>(seed + index - 1), std::move(share));
    }
    std::mt19937_64 random(3);
    table.talk(random);
    return table;
}

void generate(Example& example, Holders& holders) {
    const Devices devices = devices_of(3);
    Plan plan = devices.plan();
    plan.session = filled<32>(0xa2);
    Table table = seated(devices, plan, 17, {});
    holders = Holders::after(table);
    const auto messages = table.seat(1).outgoing();
    example.put("device 1", view(devices.of(1).identity()));
    example.put("plan", plan.encode());
    example.put("plan hash", view(plan.hash()));
    example.put("opening 1", messages.at(0));
    example.put("dealing 1", messages.at(1));
    example.put("confirmation 1", messages.at(2));
    example.put("transcript", view(table.seat(2).transcript()));
    example.put("public key", holders.key.encode());
    for (const Share& share : holders.shares) {
        example.put("share " + std::to_string(share.index), share.encode().view());
    }
}

void replace(Example& example, Holders& holders) {
    const Devices devices = devices_of(4);
    Plan plan = devices.plan(holders.key, {1, 2});
    plan.session = filled<32>(0xa3);
    Table table = seated(devices, plan, 33, holders.shares);
    holders = Holders::after(table);
    example.put("replacement plan hash", view(plan.hash()));
    example.put("replacement transcript", view(table.seat(3).transcript()));
    example.put("replacement public key", holders.key.encode());
    example.put("replacement share 1", holders.of(1).encode().view());
    example.put("replacement share 3", holders.of(3).encode().view());
}

TEST(WorkedExample, IsWhatTheDocumentShows) {
    const PeriodKey period_key = secret_filled<32>(0xa4);
    const RequestHash request = filled<32>(0xa6);
    const Label label = label_for(period_key);
    Example example;
    Holders holders{Holders::known().key, {}};
    generate(example, holders);
    const Ciphertext sealed = encrypt(holders.key, label, period_key, secret_filled<32>(0xa5));
    example.put("second generator", view(second_generator().octets()));
    example.put("account id", view(label.account));
    example.put("label", label.encode());
    example.put("ciphertext", sealed.encode());
    const auto partial_of = [&](unsigned index, unsigned with) {
        return holders.partial_of(index, with, sealed, label, request).encode();
    };
    example.put("partial 1 with 3", partial_of(1, 3));
    example.put("partial 3 with 1", partial_of(3, 1));
    replace(example, holders);
    example.put("replacement partial 2 with 3", partial_of(2, 3));
    EXPECT_EQ(vectors_of_the_document(), example.made);
}

// From the document's octets alone: what another implementation wrote is opened by this one.
TEST(WorkedExample, OpensWhatTheDocumentShows) {
    const auto vectors = vectors_of_the_document();
    const auto octets = [&](const std::string& name) {
        const std::string& text = vectors.at(name);
        std::string result(text.size() / 2, '\0');
        std::size_t size = 0;
        sodium_hex2bin(reinterpret_cast<unsigned char*>(result.data()), result.size(), text.data(),
                       text.size(), nullptr, &size, nullptr);
        return result;
    };
    const auto key = PublicKey::decode(octets("public key"));
    const auto label = Label::decode(octets("label"));
    EXPECT_TRUE(Share::decode(octets("share 2")).belongs_to(key));
    const auto opened = combine(key, Ciphertext::decode(octets("ciphertext")), label,
                                filled<32>(0xa6), Partial::decode(octets("partial 1 with 3")),
                                Partial::decode(octets("partial 3 with 1")), commit);
    EXPECT_EQ(opened.view(), secret_filled<32>(0xa4).view());
    EXPECT_EQ(Plan::decode(octets("plan")).encode(), octets("plan"));
}

}  // namespace
}  // namespace postvern::records::threshold
