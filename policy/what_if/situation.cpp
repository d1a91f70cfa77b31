#include "policy/what_if/situation.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "policy/language/constant.hpp"
#include "policy/language/validation/conformance.hpp"
#include "policy/text_parts.hpp"
#include "policy/what_if/assumptions.hpp"
#include "policy/what_if/words.hpp"

namespace postvern::policy::what_if {

using language::Entity;
using language::Record;
using language::Value;
using language::schema::Attribute;
using language::schema::Type;
using language::schema::TypeKind;

namespace {

constexpr std::string_view kHolders[] = {"principal", "resource", "context"};

Record without(const Record& record, std::string_view name) {
    std::vector<language::Field> left;
    for (const auto& field : record.fields()) {
        if (field.name != name) left.push_back(field);
    }
    return Record::of(std::move(left));
}

// `value`: nothing takes the fact away.
void put(Record& record, std::string_view path, const std::optional<Value>& value) {
    const std::size_t dot = path.find('.');
    const std::string name(path.substr(0, dot));
    if (dot != path.npos) {
        const Value* const outer = record.find(name);
        const bool is_there = outer != nullptr && outer->as_record() != nullptr;
        Record inner = is_there ? *outer->as_record() : Record();
        put(inner, path.substr(dot + 1), value);
        record.set(name, std::move(inner));
    } else if (value) {
        record.set(name, *value);
    } else {
        record = without(record, name);
    }
}

template <class Number>
bool read_whole(std::string_view text, Number& number) {
    const char* const end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc() && rest == end && !text.empty();
}

// A day or an instant as Cedar's datetime is written, in Unix seconds.
bool read_date(std::string_view text, std::int64_t& seconds) {
    const auto date = language::extension::parse_datetime(text);
    if (date) seconds = date->milliseconds / 1'000;
    return date.has_value();
}

// "+30d", "-12h": seconds from now.
bool read_span(std::string_view text, std::int64_t& seconds) {
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return false;
    const std::int64_t unit = text.back() == 'd' ? 86'400 : text.back() == 'h' ? 3'600 : 0;
    std::int32_t count = 0;
    if (unit == 0 || !read_whole(text.substr(1, text.size() - 2), count) || count < 0) return false;
    seconds = (text[0] == '-' ? -unit : unit) * count;
    return true;
}

// " (2026-01-31T00:00:00.000Z)" behind a number that is a time of this century; else nothing.
std::string date_of(const Value& value) {
    constexpr std::int64_t kFirst = 946'684'800;
    constexpr std::int64_t kLast = 4'102'444'800;
    const std::int64_t* const number = value.as_long();
    if (number == nullptr || *number < kFirst || *number > kLast) return {};
    return " (" +
           language::extension::to_text(language::extension::Datetime{*number * 1'000})
               .value_or("") +
           ")";
}

void collect(const Record& record, const std::string& prefix,
             std::vector<std::pair<std::string, std::string>>& into) {
    for (const auto& field : record.fields()) {
        const std::string name = prefix + field.name;
        if (const Record* const inner = field.value.as_record()) {
            collect(*inner, name + ".", into);
        } else {
            into.emplace_back(name, language::to_text(field.value) + date_of(field.value));
        }
    }
}

// Through which entrance such a principal comes.
const char* channel_of(const std::string& type) {
    if (type == "Owner") return "imap";
    if (type == "DeliveryAgent") return "lmtp";
    return type == "SystemJob" ? "job" : "control";
}

}  // namespace

Situation::Situation(const language::schema::Schema& schema, language::Request request,
                     Entity principal, std::int64_t now)
    : schema_(schema),
      request_(std::move(request)),
      principal_(std::move(principal)),
      resource_{request_.resource, {}, {}},
      now_(now) {
    add_places("principal", schema.find_entity_type(principal_.uid.type)->attributes);
    add_places("resource", schema.find_entity_type(resource_.uid.type)->attributes);
    add_places("context", schema.find_action(request_.action)->context->attributes);
}

void Situation::add_places(const std::string& holder, const std::vector<Attribute>& all) {
    for (const Attribute& attribute : all) {
        places_.push_back({holder, attribute.name, attribute.type});
        for (const Attribute& part : attribute.type->attributes) {
            places_.push_back({holder, attribute.name + "." + part.name, part.type});
        }
    }
}

const Situation::Place& Situation::place_of(const std::string& name) const {
    const Place* found = nullptr;
    std::vector<std::string> full;
    full.reserve(places_.size());
    std::vector<std::string_view> known;
    for (const Place& place : places_) {
        full.push_back(place.holder + "." + place.path);
        known.push_back(place.path);
        known.push_back(full.back());
        if (full.back() == name) return place;
        if (place.path != name) continue;
        if (found != nullptr) {
            throw std::invalid_argument("there are several facts " + name + ": write " +
                                        found->holder + "." + name + " or " + full.back());
        }
        found = &place;
    }
    if (found == nullptr) demand_known("fact", name, known);
    return *found;
}

Record& Situation::record_of(const std::string& holder) {
    if (holder == "context") return request_.context;
    return holder == "principal" ? principal_.attributes : resource_.attributes;
}

const Record& Situation::record_of(const std::string& holder) const {
    if (holder == "context") return request_.context;
    return holder == "principal" ? principal_.attributes : resource_.attributes;
}

void Situation::set(const std::string& name, const std::string& text, bool told) {
    const Place& place = place_of(name);
    std::optional<Value> value;
    if (!text.empty()) value = read(place, *place.type, text);
    put(record_of(place.holder), place.path, value);
    if (told) told_.push_back(place.holder + "." + place.path);
}

Value Situation::read(const Place& place, const Type& type, const std::string& text) const {
    switch (type.kind) {
        case TypeKind::boolean:
            if (text != "true" && text != "false") {
                throw std::invalid_argument(place.path + " is true or false, not " + text);
            }
            return text == "true";
        case TypeKind::integer:
            return read_number(place, text);
        case TypeKind::string:
            return text;
        case TypeKind::entity:
            return language::parse_entity_constant(place.path, text, type.name);
        case TypeKind::set: {
            if (text.starts_with('[')) break;
            std::vector<Value> elements;
            for (const std::string_view each : parts_of(text, ',')) {
                elements.push_back(read(place, *type.element, std::string(each)));
            }
            return language::Set(std::move(elements));
        }
        default:
            break;
    }
    return language::parse_constant(place.path, text);
}

std::int64_t Situation::read_number(const Place& place, const std::string& text) const {
    std::int64_t number = 0;
    if (text == "now") return now_;
    if (read_span(text, number)) return now_ + number;
    if (read_date(text, number) || read_whole(std::string_view(text), number)) return number;
    throw std::invalid_argument(
        place.path + " is a number, or a time: now, +30d, -12h, 2026-01-31; not " + text);
}

void Situation::assume() {
    const auto take = [&](std::string_view holder, const Assumption& assumption) {
        set(std::string(holder) + "." + std::string(assumption.fact), std::string(assumption.value),
            false);
    };
    for (const Assumption& each : assumptions_of_entities()) {
        if (each.type == principal_.uid.type) take("principal", each);
        if (each.type == resource_.uid.type) take("resource", each);
    }
    for (const Assumption& each : assumptions_of_context()) {
        if (each.type == request_.action.id) take("context", each);
    }
    const bool owned = resource_.uid.type == "Account" || resource_.uid.type == "Collection";
    const std::string account = resource_.uid.id.substr(0, resource_.uid.id.find('/'));
    if (owned) set("resource.owner", "Owner::\"" + account + "\"", false);
    if (resource_.uid.type == "Collection") resource_.parents.push_back({"Account", account});
    set("context.moment", std::to_string(now_), false);
    set("context.channel", channel_of(principal_.uid.type), false);
}

void Situation::check() const {
    const auto fault = language::validation::check_request(schema_, request_);
    if (fault) throw std::invalid_argument(*fault);
    if (const auto wrong = language::validation::check_entities(schema_, entities())) {
        throw std::invalid_argument(*wrong);
    }
}

std::vector<Entity> Situation::entities() const {
    std::vector<Entity> all{principal_};
    if (!(resource_.uid == principal_.uid)) all.push_back(resource_);
    return all;
}

std::vector<KnownFact> Situation::facts() const {
    std::vector<KnownFact> all;
    for (const std::string_view holder : kHolders) {
        std::vector<std::pair<std::string, std::string>> facts;
        collect(record_of(std::string(holder)), std::string(holder) + ".", facts);
        for (auto& [name, value] : facts) {
            const bool told = std::find(told_.begin(), told_.end(), name) != told_.end();
            all.push_back({std::move(name), std::move(value), told});
        }
    }
    return all;
}

}  // namespace postvern::policy::what_if
