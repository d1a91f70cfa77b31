// What postvern-verify knows of a bag of disclosed data: that it is whole, that its evidence is signed and fits together,
// and that nothing in it lies outside of the order. Shares no line with the server, which wrote it. Sources: RFC 8493;
// docs/formats/bag.md, docs/formats/disclosure-documents.md; RFC 3161. Plain values; all throw Fault, which names the
// file in the bag.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/verify/verifier.hpp"

namespace postvern::compliance::verify {

struct BagFile {
    Hash hash{};
    std::uint64_t size = 0;
    std::string octets{};  // of tag files; payload is hashed as it passes, and not kept
};
using BagFiles = std::map<std::string, BagFile>;  // by path in the bag

// A folder, or a tar (POSIX ustar) of one folder. Links and whatever is neither file nor folder are faults.
BagFiles read_bag(const std::filesystem::path& place);

// That the manifests list every file, and each as it is; bagit.txt and Payload-Oxum.  RFC 8493 3
void check_manifests(const BagFiles& files);

// Raw Ed25519 keys (32 octets) by office: "managing_director", "second_officer", "data_protection_officer", "validator".
using OfficeKeys = std::multimap<std::string, std::string, std::less<>>;
// The key in PEM "PUBLIC KEY" (RFC 7468 13), Ed25519 only.
std::string parse_public_key(std::string_view pem);
// Those of evidence/keys.
OfficeKeys contained_keys(const BagFiles& files);

struct Order {
    std::string reference;
    std::vector<std::string> accounts, classes;
    std::int64_t from = 0, until = 0;  // Unix seconds, until is exclusive; 0, 0: no window, subscriber data alone
    std::int64_t in_force_from = 0, in_force_until = 0;
    std::string recipient;  // of the two that it may name, the one that the bag is for
    Hash hash{};
    std::string text;
};
// evidence/order.txt and its hash.
Order check_order(const BagFiles& files);
// Validators' signatures, request, approvals, substitutes, attestation: who signed, and what. Value: how many keys the
// request lists, which are of the order's accounts, classes and days alone.
std::uint64_t check_mandate(const BagFiles& files, const Order& order, const OfficeKeys& keys);
// That each item is where evidence/items.tsv says, and of an account, class and moment of the order.
void check_items(const BagFiles& files, const Order& order);
// Chain of custody, decisions, bag-info.txt.
void check_circumstances(const BagFiles& files, const Order& order);
// What the bag says of the case's entries in the access record.
struct RecordStatement {
    bool is_made = false;
    std::uint64_t proven = 0;   // that it shows
    std::uint64_t pending = 0;  // not published when it was made
    std::uint64_t left_out = 0;
    std::optional<std::int64_t> closed_before{};  // Unix seconds: of entries before it some may not be among them
    std::uint64_t steps_before = 0;               // steps of the case before that
};
// That each entry of evidence/proofs is of the order's case, each once, and as many as evidence/record.txt says.
RecordStatement check_record(const BagFiles& files, const Order& order);
// evidence/proofs and evidence/checkpoint under the record's key; at least one. Value: how many.
std::uint64_t check_proofs(const BagFiles& files, const Trust& trust);
// The time (Unix seconds) that the timestamp over the tag manifest states; absent: there is none. `certificates`, PEM:
// whom to trust; empty: only what it is over is compared.
std::optional<std::int64_t> check_bag_timestamp(const BagFiles& files, const std::filesystem::path& certificates);

struct BagTrust {
    OfficeKeys officers{};               // known from elsewhere; empty: those that the bag contains
    std::optional<Trust> record{};       // absent: proofs are not looked at
    std::filesystem::path timestamps{};  // as in check_bag_timestamp()
};
// All of it. Value: what was found, in sentences.
std::string check_bag(const std::filesystem::path& place, const BagTrust& trust);

}  // namespace postvern::compliance::verify
