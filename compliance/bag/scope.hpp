// What the order lets into a bag, and to whom: read from the text that validators signed. Values and pure functions.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "compliance/bag.hpp"

namespace postvern::compliance::bag {

struct Scope {
    std::string case_reference{};      // 32 digits
    std::set<std::string> accounts{};
    std::set<std::string> classes{};   // "mail", ...
    std::int64_t from = 0;             // Unix seconds
    std::int64_t until = 0;            // exclusive
    std::string recipient{};           // 64 digits: the certificate that the bag is sealed to
    bool is_privileged = false;        // it is the court's, alone
};

// Throws records::Unacceptable.
Scope read_scope(std::string_view order);

std::string_view name(records::DataClass data_class);
// Throws records::Unacceptable, which says what of the item the order does not name.
void require_ordered(const Scope& scope, const BagItem& item);

}  // namespace postvern::compliance::bag
