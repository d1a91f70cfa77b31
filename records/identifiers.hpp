// Strong types of the store. Plain values.
#pragma once

#include <cstdint>
#include <functional>
#include <exception>
#include <variant>

#include "policy/resource.hpp"

namespace postvern::records {

using policy::AccountId;
using policy::CollectionId;
using policy::CollectionKind;
using policy::UidSet;

// Unique identifier of an item in its collection, ascending, never reused (RFC 9051 2.3.1.1).
enum class Uid : std::uint32_t {};
enum class UidValidity : std::uint32_t {};
// Value of the account's modification counter; one step per commit (RFC 7162 3.1).
enum class ModSeq : std::uint64_t {};
// A sealed object; items of one account may share it (COPY).
enum class ObjectId : std::uint64_t {};
enum class PeriodKeyId : std::uint64_t {};

constexpr std::uint32_t number(Uid uid) { return static_cast<std::uint32_t>(uid); }
constexpr std::uint32_t number(UidValidity value) { return static_cast<std::uint32_t>(value); }
constexpr std::uint64_t number(ModSeq value) { return static_cast<std::uint64_t>(value); }
constexpr std::uint64_t number(ObjectId value) { return static_cast<std::uint64_t>(value); }
constexpr std::uint64_t number(PeriodKeyId value) { return static_cast<std::uint64_t>(value); }
constexpr std::uint64_t number(AccountId value) { return static_cast<std::uint64_t>(value); }
constexpr std::uint64_t number(CollectionId value) { return static_cast<std::uint64_t>(value); }

// What kind of octets an object holds; part of what its seal authenticates. Numbers are on disk.
enum class ObjectKind : std::uint8_t {
    content = 1,  // an item as it was stored
    summary = 2,  // envelope, structure and header cache of a message: rebuildable
    index = 3,    // reserved: derived data such as a search index, rebuildable at sign-in
};

// Data classes of a disclosure order; each has period keys of its own. Numbers are on disk.
enum class DataClass : std::uint8_t { mail = 1, calendar = 2, contacts = 3, files = 4 };

// Days since 1970-01-01 UTC.
enum class Day : std::int32_t {};

// How an asynchronous call ends: with its value or its failure. The callback is called exactly once,
// from any thread, and must not throw or block.
template <typename T>
using Outcome = std::variant<T, std::exception_ptr>;
template <typename T>
using Done = std::function<void(Outcome<T>)>;

}  // namespace postvern::records
