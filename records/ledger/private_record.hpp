// What an entry of the access record says, as fixed 512 octets: the size tells nothing. It names
// people by pseudonyms only, and no address, device, message, folder or query can stand in it. Plain
// value. The layout is in docs/formats/ledger.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/decision.hpp"
#include "policy/journal.hpp"
#include "records/ledger/leaf.hpp"
#include "records/ledger/retention.hpp"

namespace postvern::records::ledger {

inline constexpr std::size_t kPrivateRecordSize = 512;  // octets
inline constexpr std::size_t kLegalBasisSize = 168;
inline constexpr std::size_t kRulesSize = 200;

using Pseudonym = std::array<std::uint8_t, 16>;
using CaseReference = std::array<std::uint8_t, 16>;  // all zero: no case

// Numbers are on disk.
enum class RecordedRole : std::uint8_t {
    owner = 1,
    delivery_agent = 2,
    system_job = 3,
    staff = 4,
    founder = 5,
    processor = 6,
    authority = 7,
};

RecordedRole recorded(policy::Role role);

// Which kind of data the act touched. Numbers are on disk; the first four are those of DataClass.
enum class RecordedData : std::uint8_t {
    not_stated = 0,
    mail = 1,
    calendar = 2,
    contacts = 3,
    files = 4,
    subscriber = 16,     // names, addresses, credentials
    access_record = 17,
    whole_site = 18,     // backup and restore
};

// Which of a subject's streams the entry is in. Numbers are on disk.
enum class Stream : std::uint8_t {
    visible = 0,
    restricted = 1,  // acts in requests for data of which their owners were not told yet
};

struct PrivateRecord {
    RetentionClass retention = RetentionClass::staff_access;
    Stream stream = Stream::visible;
    RecordedRole role = RecordedRole::owner;
    Day day{};                    // of the act
    std::int64_t moment = 0;      // Unix seconds, rounded
    LookupTag tag{};
    Pseudonym actor{};
    Pseudonym subject{};
    std::string operation;        // policy::name of the action, at most 24 octets
    std::string purpose;          // policy::name of the purpose, at most 24 octets
    RecordedData data = RecordedData::not_stated;
    policy::Outcome outcome = policy::Outcome::refused;
    std::uint8_t band = 0;        // as band_of() gives it
    policy::RulebookVersion rulebook{};
    CaseReference case_reference{};
    std::string legal_basis;      // cut to kLegalBasisSize octets
    bool legal_basis_cut = false;
    std::string rules;            // ids of the rules that decided, by blanks; cut to kRulesSize octets
    bool rules_cut = false;       // the rulebook's version still tells them all
    friend bool operator==(const PrivateRecord&, const PrivateRecord&) = default;
};

// The kPrivateRecordSize octets. Throws std::logic_error for an operation or purpose that is too long.
std::string encode(const PrivateRecord& record);

// Absent unless `octets` are exactly what encode() gives for some record.
std::optional<PrivateRecord> decode_private_record(std::string_view octets);

// The record of `act`, but for what needs keys: tag, pseudonyms and the reference of a case.
PrivateRecord describe(const policy::Act& act);

}  // namespace postvern::records::ledger
