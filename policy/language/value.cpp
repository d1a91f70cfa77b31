#include "policy/language/value.hpp"

#include <algorithm>
#include <array>

namespace postvern::policy::language {

Set::Set(std::vector<Value> elements) : elements_(std::move(elements)) {
    std::sort(elements_.begin(), elements_.end());
    elements_.erase(std::unique(elements_.begin(), elements_.end()), elements_.end());
}

std::span<const Value> Set::elements() const { return elements_; }

bool Set::contains(const Value& value) const {
    return std::binary_search(elements_.begin(), elements_.end(), value);
}

bool Set::contains_all(const Set& other) const {
    return std::includes(elements_.begin(), elements_.end(), other.elements_.begin(),
                         other.elements_.end());
}

bool Set::contains_any(const Set& other) const {
    return std::any_of(other.elements_.begin(), other.elements_.end(),
                       [this](const Value& value) { return contains(value); });
}

bool Set::operator==(const Set& other) const {
    return std::equal(elements_.begin(), elements_.end(), other.elements_.begin(),
                      other.elements_.end());
}

std::strong_ordering Set::operator<=>(const Set& other) const {
    return std::lexicographical_compare_three_way(elements_.begin(), elements_.end(),
                                                  other.elements_.begin(), other.elements_.end());
}

Record::Record() = default;
Record::Record(const Record&) = default;
Record::Record(Record&&) noexcept = default;
Record& Record::operator=(const Record&) = default;
Record& Record::operator=(Record&&) noexcept = default;
Record::~Record() = default;

Record::Record(std::initializer_list<Field> fields) {
    for (const Field& field : fields) set(field.name, field.value);
}

Record Record::of(std::vector<Field> fields) {
    std::sort(fields.begin(), fields.end(),
              [](const Field& left, const Field& right) { return left.name < right.name; });
    Record record;
    record.fields_ = std::move(fields);
    return record;
}

void Record::set(std::string name, Value value) {
    const auto place = std::lower_bound(
        fields_.begin(), fields_.end(), name,
        [](const Field& field, const std::string& wanted) { return field.name < wanted; });
    if (place != fields_.end() && place->name == name) {
        place->value = std::move(value);
    } else {
        fields_.insert(place, Field{std::move(name), std::move(value)});
    }
}

const Value* Record::find(std::string_view name) const {
    const auto place = std::lower_bound(
        fields_.begin(), fields_.end(), name,
        [](const Field& field, std::string_view wanted) { return field.name < wanted; });
    return place != fields_.end() && place->name == name ? &place->value : nullptr;
}

std::span<const Field> Record::fields() const { return fields_; }

bool Record::operator==(const Record& other) const {
    return (*this <=> other) == std::strong_ordering::equal;
}

std::strong_ordering Record::operator<=>(const Record& other) const {
    const auto by_name_then_value = [](const Field& left, const Field& right) {
        const std::strong_ordering names = left.name <=> right.name;
        return names != std::strong_ordering::equal ? names : left.value <=> right.value;
    };
    return std::lexicographical_compare_three_way(fields_.begin(), fields_.end(),
                                                  other.fields_.begin(), other.fields_.end(),
                                                  by_name_then_value);
}

Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

std::string_view Value::type_name() const {
    constexpr std::array<std::string_view, 10> kNames = {
        "bool",   "long",   "string",  "entity",   "set",
        "record", "ipaddr", "decimal", "datetime", "duration"};
    return kNames[data_.index()];
}

bool Value::operator==(const Value& other) const { return data_ == other.data_; }

std::strong_ordering Value::operator<=>(const Value& other) const { return data_ <=> other.data_; }

std::string to_quoted(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char octet : text) {
        const auto value = static_cast<unsigned char>(octet);
        if (octet == '"' || octet == '\\') {
            quoted += {'\\', octet};
        } else if (octet == '\n') {
            quoted += "\\n";
        } else if (value < 0x20 || value == 0x7F) {
            quoted += {'\\', 'x', kHex[value >> 4U], kHex[value & 0xFU]};
        } else {
            quoted.push_back(octet);
        }
    }
    return quoted + "\"";
}

std::string to_text(const EntityUid& uid) { return uid.type + "::" + to_quoted(uid.id); }

std::string to_text(const Value& value) {
    if (const auto* truth = value.as_bool()) return *truth ? "true" : "false";
    if (const auto* number = value.as_long()) return std::to_string(*number);
    if (const auto* text = value.as_string()) return to_quoted(*text);
    if (const auto* uid = value.as_entity()) return to_text(*uid);
    if (const auto* ip = value.as_ip()) return "ip(" + to_quoted(extension::to_text(*ip)) + ")";
    if (const auto* decimal = value.as_decimal()) {
        return "decimal(" + to_quoted(extension::to_text(*decimal)) + ")";
    }
    if (const auto* datetime = value.as_datetime()) return extension::to_call(*datetime);
    if (const auto* duration = value.as_duration()) {
        return "duration(" + to_quoted(extension::to_text(*duration)) + ")";
    }
    std::string joined;
    if (const auto* set = value.as_set()) {
        for (const Value& element : set->elements()) {
            joined += (joined.empty() ? "" : ", ") + to_text(element);
        }
        return "[" + joined + "]";
    }
    for (const Field& field : value.as_record()->fields()) {
        joined += (joined.empty() ? "" : ", ") + to_quoted(field.name) + ": " +
                  to_text(field.value);
    }
    return "{" + joined + "}";
}

}  // namespace postvern::policy::language
