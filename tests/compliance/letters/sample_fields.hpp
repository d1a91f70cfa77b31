// Fields for letters in tests: all of a case that went to its end, with synthetic people and
// bodies.
#pragma once

#include <algorithm>
#include <string>

#include "compliance/letters.hpp"

namespace postvern::compliance {

inline Day day(int year, unsigned month, unsigned of_month) {
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(of_month)};
}

// What is known of house, sender and handling.
inline LetterFields fields_before_order() {
    using F = LetterField;
    LetterFields fields;
    fields.set(F::house, "Postvern Eksempel AS")
        .set_each(F::house_address, {"Prøveveien 1", "0001 Eksempelby"})
        .set_each(F::house_contact, {"legal@example.no", "+47 00 00 00 00"})
        .set(F::recipient, "Ærlig Øst, advokat")
        .set_each(F::recipient_address, {"1 Example Street", "Springfield"})
        .set(F::their_reference, "EX-2027-0042")
        .set(F::our_reference, "4f1c0de2a9b84c1d8e7f605142332415")
        .set(F::date, day(2027, 3, 1))
        .set(F::signed_by, "Åse Prøve, legal officer")
        .set(F::received, day(2027, 2, 28))
        .set_each(F::missing, {"section", "time_window", "call_back"})
        .set_each(F::defects, {"seal", "time_zone"})
        .set(F::right_route, "diplomatic")
        .set(F::hold_basis, "urgent_order")
        .set(F::answer_by, day(2027, 3, 15))
        .set(F::decide_by, Moment{1803902400})  // 2027-03-01T12:00:00Z
        .set(F::preserved_until, day(2027, 5, 29))
        .set(F::ended, day(2027, 5, 29))
        .set(F::expired, Moment{1803902400})
        .set(F::withdrawn, day(2027, 3, 2))
        .set(F::reasons, "The statute binds access providers.\n\nIt does not bind us.")
        .set(F::answer, "We stand by our answer.")
        .set(F::objection, "The order is wider than the section that it cites.");
    return fields;
}

// And of an order and what there was.
inline LetterFields fields_after_order(const std::string& address = "kari@example.no") {
    using F = LetterField;
    LetterFields fields = fields_before_order();
    fields.set(F::authority, "Eksempel politidistrikt")
        .set(F::court, "Eksempel tingrett")
        .set(F::order_number, "27-000042ENE-EKST/01")
        .set(F::order_date, day(2027, 2, 26))
        .set(F::section, "straffeprosessloven § 210")
        .set_each(F::accounts, {address})
        .set_each(F::classes, {"mail", "calendar"})
        .set(F::window_from, Moment{1801350000})    // 2027-01-30T23:00:00Z
        .set(F::window_until, Moment{1802559599})   // 2027-02-13T22:59:59Z
        .set(F::approval_from, Moment{1804161600})  // 2027-03-04T12:00:00Z
        .set(F::deferred_until, Moment{1804161600})
        .set(F::handed_over, day(2027, 3, 5))
        .set(F::bag, "4f1c0de2.tar.cms")
        .set(F::bag_sha256, std::string(64, 'a'))
        .set(F::certificate_sha256, std::string(64, 'b'))
        .set(F::quashed_by, "Eksempel lagmannsrett")
        .set(F::quashed_number, "27-000043SAK-EKLA/02")
        .set(F::quashed_on, day(2027, 4, 1));
    return fields;
}

inline std::vector<LetterKind> all_letters() {
    std::vector<LetterKind> kinds;
    for (std::size_t at = 0; at < kLetterKindCount; ++at)
        kinds.push_back(static_cast<LetterKind>(at));
    return kinds;
}

inline std::string on_one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

inline constexpr Language kBoth[] = {Language::english, Language::norwegian};

}  // namespace postvern::compliance
