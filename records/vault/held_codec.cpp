#include "records/vault/held_codec.hpp"

#include "records/errors.hpp"
#include "records/format/wire.hpp"

namespace postvern::records::vault {

namespace {

using format::WireReader;
using format::WireWriter;

constexpr std::uint8_t kVersion = 1;

template <typename Read>
auto decode(std::string_view octets, Read read) {
    try {
        WireReader in(octets);
        if (in.octet() != kVersion) in.fail("version 1");
        auto value = read(in);
        in.expect_end();
        return value;
    } catch (const SummaryError& fault) {
        throw StorageError(std::string("keys.db: what is held cannot be read: ") + fault.what());
    }
}

DataClass read_class(WireReader& in) {
    const std::uint8_t value = in.octet();
    if (value < static_cast<std::uint8_t>(DataClass::mail) ||
        value > static_cast<std::uint8_t>(DataClass::files)) {
        in.fail("a data class");
    }
    return static_cast<DataClass>(value);
}

Day read_day(WireReader& in) { return static_cast<Day>(in.signed_number()); }

threshold::Octets<32> read_hash(WireReader& in) {
    const std::string_view octets = in.text();
    if (octets.size() != 32) in.fail("32 octets");
    return threshold::octets_of<32>(octets);
}

}  // namespace

std::string encode(const HeldScope& scope) {
    WireWriter out;
    out.octet(kVersion);
    out.number(number(scope.account));
    out.number(scope.classes.size());
    for (const DataClass each : scope.classes) out.octet(static_cast<std::uint8_t>(each));
    out.signed_number(static_cast<std::int64_t>(scope.first));
    out.signed_number(static_cast<std::int64_t>(scope.last));
    out.octet(scope.arrivals ? 1 : 0);
    out.octet(scope.identity ? 1 : 0);
    if (scope.identity) {
        out.text(threshold::view(scope.identity->salt));
        out.text(threshold::view(scope.identity->id));
    }
    out.text(scope.subscriber);
    return out.take();
}

HeldScope decode_scope(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        HeldScope scope;
        scope.account = AccountId{in.number()};
        for (std::size_t left = in.count(); left > 0; --left) scope.classes.insert(read_class(in));
        scope.first = read_day(in);
        scope.last = read_day(in);
        scope.arrivals = in.octet() == 1;
        if (in.octet() == 1) {
            scope.identity.emplace();
            scope.identity->salt = read_hash(in);
            scope.identity->id = read_hash(in);
        }
        scope.subscriber = in.text();
        return scope;
    });
}

std::string encode(const DisclosedKey& key) {
    WireWriter out;
    out.octet(kVersion);
    out.number(number(key.place.account));
    out.octet(static_cast<std::uint8_t>(key.place.data_class));
    out.signed_number(static_cast<std::int64_t>(key.place.day));
    out.number(number(key.id));
    out.text(key.commitment);
    out.number(key.sealed_to);
    out.text(key.ciphertext);
    return out.take();
}

DisclosedKey decode_held_key(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        DisclosedKey key;
        key.place.account = AccountId{in.number()};
        key.place.data_class = read_class(in);
        key.place.day = read_day(in);
        key.id = PeriodKeyId{in.number()};
        key.commitment = in.text();
        key.sealed_to = in.number();
        key.ciphertext = in.text();
        return key;
    });
}

}  // namespace postvern::records::vault
