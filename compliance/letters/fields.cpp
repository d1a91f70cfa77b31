// Values of fields, checked as they are set.
#include <algorithm>

#include "compliance/letters.hpp"
#include "compliance/letters/characters.hpp"
#include "compliance/letters/paragraphs.hpp"

namespace postvern::compliance {

namespace {

constexpr std::size_t kLongestLine = 500;  // characters
constexpr std::size_t kLongestWord =
    200;  // stands alone on a line, of which RFC 5322 2.1.1 allows 998 octets
constexpr std::size_t kLongestText = 4000;
constexpr std::size_t kMostLines = 8;
constexpr std::size_t kMostListed = 100;

std::string_view shape_name(FieldShape shape) {
    switch (shape) {
        case FieldShape::line:
            return "one line";
        case FieldShape::lines:
            return "lines";
        case FieldShape::text:
            return "a text";
        case FieldShape::date:
            return "a date";
        case FieldShape::moment:
            return "a moment";
        case FieldShape::code:
            return "one of its codes";
        case FieldShape::codes:
            return "some of its codes";
        case FieldShape::list:
            return "a list";
    }
    return "";
}

void require_shape(LetterField field, std::initializer_list<FieldShape> shapes) {
    if (std::ranges::find(shapes, shape(field)) != shapes.end()) return;
    throw FieldError(field, "is to be " + std::string(shape_name(shape(field))));
}

void check_printable(LetterField field, std::string_view line) {
    if (const std::string_view fault = letters::fault_of_line(line); !fault.empty()) {
        throw FieldError(field, std::string(fault));
    }
    for (const std::string& word : letters::words_of(line)) {
        if (letters::width(word) <= kLongestWord) continue;
        throw FieldError(field,
                         "has a word of more than " + std::to_string(kLongestWord) + " characters");
    }
}

void check_line(LetterField field, std::string_view line) {
    check_printable(field, line);
    if (line.find_first_not_of(' ') == line.npos) throw FieldError(field, "is empty");
    if (letters::width(line) > kLongestLine) {
        throw FieldError(field, "is longer than " + std::to_string(kLongestLine) + " characters");
    }
}

void check_text(LetterField field, std::string_view text) {
    if (text.size() > 4 * kLongestText || letters::width(text) > kLongestText) {
        throw FieldError(field, "is longer than " + std::to_string(kLongestText) + " characters");
    }
    const auto paragraphs = letters::paragraphs_of(text);
    if (paragraphs.empty()) throw FieldError(field, "is empty");
    for (const std::string& paragraph : paragraphs) {
        check_printable(field, paragraph);
    }
}

void check_code(LetterField field, const std::string& code) {
    if (std::ranges::find(codes(field), std::string_view(code)) != codes(field).end()) return;
    throw FieldError(field, "has no code \"" + code.substr(0, 40) + "\"");
}

void check_number(LetterField field, std::size_t size, std::size_t most) {
    if (size == 0) throw FieldError(field, "is empty");
    if (size > most) throw FieldError(field, "has more than " + std::to_string(most) + " lines");
}

}  // namespace

FieldError::FieldError(LetterField field, const std::string& what)
    : std::runtime_error("field " + std::string(compliance::name(field)) + " " + what),
      field_(field) {}

LetterFields& LetterFields::set(LetterField field, std::string value) {
    require_shape(field, {FieldShape::line, FieldShape::text, FieldShape::code});
    if (shape(field) == FieldShape::line) check_line(field, value);
    if (shape(field) == FieldShape::text) check_text(field, value);
    if (shape(field) == FieldShape::code) check_code(field, value);
    values_[field] = std::move(value);
    return *this;
}

LetterFields& LetterFields::set_each(LetterField field, std::vector<std::string> values) {
    require_shape(field, {FieldShape::lines, FieldShape::list, FieldShape::codes});
    if (shape(field) == FieldShape::codes) {
        check_number(field, values.size(), codes(field).size());
        for (const std::string& code : values) {
            check_code(field, code);
            if (std::ranges::count(values, code) > 1)
                throw FieldError(field, "says \"" + code + "\" twice");
        }
    } else {
        check_number(field, values.size(),
                     shape(field) == FieldShape::lines ? kMostLines : kMostListed);
        for (const std::string& line : values) check_line(field, line);
    }
    values_[field] = std::move(values);
    return *this;
}

LetterFields& LetterFields::set(LetterField field, Day value) {
    require_shape(field, {FieldShape::date});
    if (!value.ok() || value.year() < std::chrono::year(1970) ||
        value.year() > std::chrono::year(9999)) {
        throw FieldError(field, "is no date of 1970 to 9999");
    }
    values_[field] = value;
    return *this;
}

LetterFields& LetterFields::set(LetterField field, Moment value) {
    require_shape(field, {FieldShape::moment});
    constexpr std::int64_t kEnd = 253402300800;  // the year 10000
    if (value.unix_seconds < 0 || value.unix_seconds >= kEnd)
        throw FieldError(field, "is no moment of 1970 to 9999");
    values_[field] = value;
    return *this;
}

LetterFields LetterFields::without(LetterField field) const {
    LetterFields rest = *this;
    rest.values_.erase(field);
    return rest;
}

const LetterFields::Value* LetterFields::find(LetterField field) const {
    const auto found = values_.find(field);
    return found == values_.end() ? nullptr : &found->second;
}

}  // namespace postvern::compliance
