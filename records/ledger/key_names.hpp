// Names of the record's keys in the key store. A person's begin with "ledger/<pseudonym>/", so that
// erasure finds them. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "records/ledger/private_record.hpp"
#include "records/ledger/retention.hpp"

namespace postvern::records::ledger {

std::string record_key_name(const PrivateRecord& record);
std::string stream_key_name(const Pseudonym& subject, Stream stream);
std::string tally_key_name(Day day);
std::string key_names_of(const Pseudonym& subject);  // the common beginning

// What such a name tells.
struct KeyName {
    std::string person;  // key_names_of() the subject
    Stream stream = Stream::visible;
    // Of a record key; absent: of a stream.
    struct Records {
        RetentionClass retention;
        Month month;
    };
    std::optional<Records> records;
};
// Absent for the name of a tally key, and for what is no name.
std::optional<KeyName> read_key_name(std::string_view name);

}  // namespace postvern::records::ledger
