#include "compliance/casework/answers.hpp"

#include <algorithm>
#include <chrono>

#include "compliance/casework/view.hpp"

namespace postvern::compliance::casework {

namespace {

using F = LetterField;

Day day_of(std::int64_t moment) {
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(moment)));
}

// YYYY-MM-DD, as read_intake() found it to be.
Day day_in(const std::string& text) {
    return {std::chrono::year(std::stoi(text.substr(0, 4))),
            std::chrono::month(static_cast<unsigned>(std::stoul(text.substr(5, 2)))),
            std::chrono::day(static_cast<unsigned>(std::stoul(text.substr(8, 2))))};
}

std::string field(const records::CaseFile& file, const std::string& name) {
    const auto found = file.fields.find(name);
    return found == file.fields.end() ? std::string() : found->second;
}

void set_text(LetterFields& fields, LetterField which, const std::string& value) {
    if (!value.empty()) fields.set(which, value);
}

constexpr std::int64_t kAnswerWithin = 14 * kDay;  // of a letter that asks whether silence is still needed

// Which code of the letter asks for what the table misses.
std::vector<std::string> missing_codes(const std::vector<Evidence>& missing) {
    std::vector<std::string> codes;
    const auto add = [&](std::string_view code) { codes.emplace_back(code); };
    for (const Evidence each : missing) {
        switch (each) {
            case Evidence::instrument: add("instrument"); break;
            case Evidence::section: add("section"); break;
            case Evidence::authority: add("authority"); break;
            case Evidence::country: add("country"); break;
            case Evidence::accounts: add("accounts"); break;
            case Evidence::data_classes: add("data_classes"); break;
            case Evidence::time_window: add("time_window"); break;
            case Evidence::verified_sender: add("call_back"); break;
            default: break;
        }
    }
    return codes;
}

void set_house(LetterFields& fields, const HouseIdentity& house) {
    set_text(fields, F::house, house.name);
    if (!house.address.empty()) fields.set_each(F::house_address, house.address);
    if (!house.contact.empty()) fields.set_each(F::house_contact, house.contact);
}

void set_sender(LetterFields& fields, const Intake& intake) {
    const std::string recipient = intake.person.empty() ? intake.authority : intake.person;
    set_text(fields, F::recipient, recipient);
    std::vector<std::string> address;
    if (!intake.person.empty() && !intake.authority.empty()) address.push_back(intake.authority);
    if (!intake.contact.empty()) address.push_back(intake.contact);
    if (!address.empty()) fields.set_each(F::recipient_address, address);
    set_text(fields, F::their_reference, intake.case_number);
}

// What was received stands in for an order where there is none: a preservation, a silence that somebody ordered with it.
void set_instrument(LetterFields& fields, const CaseView& view, const Intake& intake) {
    set_text(fields, F::court, intake.authority);
    set_text(fields, F::order_number, intake.case_number);
    if (!intake.date.empty()) fields.set(F::order_date, day_in(intake.date));
    set_text(fields, F::section, intake.statute);
    if (!view.accounts.empty()) fields.set_each(F::accounts, view.accounts);
}

template <typename Value>
void add_once(std::vector<Value>& values, const Value& value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

// What is taken of the order, which may be less than it says (CaseStep::scope).
void set_taken(LetterFields& fields, const CaseView& view) {
    std::vector<std::string> accounts;
    std::vector<std::string> classes;
    std::optional<Span> window;
    for (const OrderExtent& each : view.extents) {
        add_once(accounts, each.account);
        add_once(classes, std::string(policy::name(each.data_class)));
        if (each.window) window = each.window;  // the same of all
    }
    if (!accounts.empty()) fields.set_each(F::accounts, accounts);
    if (!classes.empty()) fields.set_each(F::classes, classes);
    if (window) {
        fields.set(F::window_from, Moment{window->from});
        fields.set(F::window_until, Moment{window->until});
    }
}

void set_order(LetterFields& fields, const CaseView& view, const Intake& intake) {
    set_text(fields, F::authority, intake.authority);
    if (!view.order) {
        set_instrument(fields, view, intake);
        return;
    }
    const CourtOrder& order = *view.order;
    if (intake.authority.empty()) set_text(fields, F::authority, order.court);
    set_text(fields, F::court, order.court);
    set_text(fields, F::order_number, order.number);
    if (order.date) fields.set(F::order_date, Day(*order.date));
    set_text(fields, F::section, order.section);
    set_taken(fields, view);
    if (order.in_force) fields.set(F::expired, Moment{order.in_force->until});
    const bool to_court = order.privilege == Privilege::flagged;
    const auto& certificate = to_court ? order.court_recipient : order.recipient;
    if (certificate) fields.set(F::certificate_sha256, records::hexadecimal(*certificate));
}

void set_defects(LetterFields& fields, const CaseView& view, std::int64_t now) {
    if (!view.order) return;
    std::vector<std::string> codes;
    for (const OrderDefect& each : defects(*view.order, view, now)) {
        const std::string code(each.text);
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    }
    if (!codes.empty()) fields.set_each(F::defects, codes);
}

void set_handling(LetterFields& fields, const CaseView& view, const records::CaseFile& file, const Intake& intake,
                  const CaseAct& act, std::int64_t now) {
    fields.set(F::our_reference, file.reference);
    fields.set(F::date, day_of(now));
    fields.set(F::received, day_of(act.came.value_or(intake.received)));
    const std::string road = field(file, "proposed-road");
    if (view.route) {
        fields.set(F::right_route, std::string(policy::name(*view.route)));
    } else if (road == "E") {
        fields.set(F::right_route, std::string("european_order"));
    }
    if (view.basis && is_statutory(*view.basis)) fields.set(F::hold_basis, std::string(policy::name(*view.basis)));
    if (const auto ends = hold_ends(view)) fields.set(F::decide_by, Moment{*ends});
    if (view.preserved) fields.set(F::preserved_until, day_of(view.preserved->until));
    const bool is_released = act.step == CaseStep::lapse || act.step == CaseStep::release_hold;
    if (view.preserved && (is_released || view.preserved->until <= now)) {
        fields.set(F::ended, day_of(std::min(now, view.preserved->until)));
    }
    if (act.answer_by) {
        fields.set(F::answer_by, day_of(*act.answer_by));
    } else if (act.step == CaseStep::review_silence || act.step == CaseStep::remind) {
        fields.set(F::answer_by, day_of(now + kAnswerWithin));
    }
    fields.set(F::withdrawn, day_of(now));
    set_text(fields, F::reasons, act.reason);
    set_text(fields, F::answer, act.reason);
    set_text(fields, F::objection, field(file, "objection"));
    if (const auto from = approval_from(view)) fields.set(F::approval_from, Moment{*from});
    if (view.silent_until) fields.set(F::deferred_until, Moment{*view.silent_until});
    if (act.step == CaseStep::release_silence) fields.set(F::deferred_until, Moment{now});
    if (view.delivered_at) fields.set(F::handed_over, day_of(*view.delivered_at));
    set_text(fields, F::bag, field(file, "bag-name"));
    set_text(fields, F::bag_sha256, field(file, "bag-sha256"));
}

void set_quashing(LetterFields& fields, const records::CaseFile& file, const CaseAct& act) {
    Quashing quashing{field(file, "quashed-by"), field(file, "quashed-number"), 0};
    const std::string day = field(file, "quashed-on");
    if (!day.empty()) quashing.day = std::stoll(day);
    if (act.quashing) quashing = *act.quashing;
    set_text(fields, F::quashed_by, quashing.court);
    set_text(fields, F::quashed_number, quashing.number);
    if (quashing.day != 0) fields.set(F::quashed_on, day_of(quashing.day));
}

// To an owner: nothing of who asked stands in the head, and the accounts are the owner's.
void set_owner(LetterFields& fields, const CaseView& view) {
    fields = fields.without(F::recipient_address).without(F::their_reference);
    if (!view.accounts.empty()) fields.set(F::recipient, view.accounts.front());
}

std::string signature_of(const HouseIdentity& house) { return house.name; }

// Of a letter that does not say who sent it.
std::string unnamed(Language language) {
    return language == Language::norwegian ? "Til avsenderen av brevet" : "To the sender of the letter";
}

// What lacks is not the sender's to bring.
bool asks_for_nothing(LetterKind kind, const LetterFields& fields) {
    return (kind == LetterKind::missing_fields && fields.find(F::missing) == nullptr) ||
           (kind == LetterKind::order_defects && fields.find(F::defects) == nullptr);
}

}  // namespace

Letter letter_of(const std::string& text, std::int64_t moment) {
    Letter letter;
    letter.date = day_of(moment);
    letter.text = text;
    LetterBlock::Form form = LetterBlock::Form::line;
    for (const std::string& line : lines_of(text)) {
        // A line after an empty one begins a block.
        if (line.empty()) {
            form = LetterBlock::Form::paragraph;
            continue;
        }
        letter.blocks.push_back({form, line});
        form = LetterBlock::Form::line;
    }
    return letter;
}

Written write_letter(const LetterOffice& office, const std::string& id, const CaseView& view,
                     const records::CaseFile& file, const std::vector<Evidence>& missing, const CaseAct& act,
                     std::int64_t now) {
    Written written;
    const auto kind = letter_named(id);
    if (!kind) {
        if (!id.empty()) written = {id, {}, "there is no such letter"};
        return written;
    }
    written.id = id;
    try {
        const Intake intake = read_intake(field(file, "request"));
        LetterFields fields;
        set_house(fields, office.house);
        fields.set(F::signed_by, signature_of(office.house));
        set_sender(fields, intake);
        set_order(fields, view, intake);
        set_defects(fields, view, now);
        set_handling(fields, view, file, intake, act, now);
        set_quashing(fields, file, act);
        if (fields.find(F::recipient) == nullptr) fields.set(F::recipient, unnamed(act.language));
        if (id.starts_with("owner_")) set_owner(fields, view);
        if (!act.owner.empty()) fields.set(F::recipient, act.owner);
        auto codes = missing_codes(missing);
        if (codes.empty() && missing.empty()) codes = lines_of(field(file, "proposed-missing"));
        if (!codes.empty()) fields.set_each(F::missing, codes);
        if (asks_for_nothing(*kind, fields)) return {};
        written.text = render(office.templates, *kind, act.language, fields).text;
    } catch (const FieldError& fault) {
        written.lacks = fault.what();
    } catch (const RequestSyntaxError& fault) {
        written.lacks = fault.what();
    }
    return written;
}

}  // namespace postvern::compliance::casework
