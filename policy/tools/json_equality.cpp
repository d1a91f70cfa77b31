#include "policy/tools/json_equality.hpp"

namespace postvern::policy::tools {

using language::json::Array;
using language::json::Node;
using language::json::Object;

namespace {

constexpr const char* kHere = "(here)";

// The way below this step, or nothing where there is no difference.
std::string below(const std::string& step, const std::string& rest) {
    if (rest.empty()) return rest;
    return rest == kHere ? step : step + "." + rest;
}

std::string compare_arrays(const Array& left, const Array& right) {
    if (left.size() != right.size()) return kHere;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const std::string way = below(std::to_string(i), first_difference(left[i], right[i]));
        if (!way.empty()) return way;
    }
    return {};
}

std::string compare_objects(const Object& left, const Object& right) {
    if (left.members().size() != right.members().size()) return kHere;
    for (const auto& member : left.members()) {
        const Node* const other = right.find(member.name);
        if (other == nullptr) return member.name;
        const std::string way = below(member.name, first_difference(member.value, *other));
        if (!way.empty()) return way;
    }
    return {};
}

}  // namespace

std::string first_difference(const Node& left, const Node& right) {
    if (left.content.index() != right.content.index()) return kHere;
    if (const Array* const array = left.as_array()) {
        return compare_arrays(*array, *right.as_array());
    }
    if (const Object* const object = left.as_object()) {
        return compare_objects(*object, *right.as_object());
    }
    bool same = true;
    if (left.as_bool() != nullptr) same = *left.as_bool() == *right.as_bool();
    if (left.as_string() != nullptr) same = *left.as_string() == *right.as_string();
    if (left.as_number() != nullptr) same = left.as_number()->text == right.as_number()->text;
    return same ? "" : kHere;
}

}  // namespace postvern::policy::tools
