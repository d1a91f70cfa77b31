#include "services/control/site/statistics_commands.hpp"

#include <Poco/JSON/Array.h>

#include "services/control/calendar_day.hpp"
#include "services/control/desk.hpp"

namespace postvern::services::control {

namespace {

Poco::JSON::Object to_json(const records::ReleasedTable& table) {
    Poco::JSON::Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    for (const records::ReleasedNumber& number : table.numbers) {
        object.set(number.name, number.value ? Poco::Dynamic::Var(*number.value) : Poco::Dynamic::Var());
    }
    object.set("margin", table.margin());
    object.set("sensitivity", table.sensitivity);
    object.set("epsilon", std::to_string(table.shares) + "/31");
    return object;
}

Poco::JSON::Object to_json(const records::ReleasedDay& day) {
    Poco::JSON::Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    object.set("day", day_to_text(static_cast<std::int32_t>(day.day)));
    object.set("since_minute", day.since);
    for (const records::ReleasedTable& table : day.tables) object.set(table.name, to_json(table));
    return object;
}

std::string two_digits(std::uint32_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string line_of(const records::ReleasedDay& day) {
    std::string line = day_to_text(static_cast<std::int32_t>(day.day));
    if (day.since > 0) line += " (from " + two_digits(day.since / 60) + ':' + two_digits(day.since % 60) + ')';
    for (const records::ReleasedTable& table : day.tables) {
        line += "  " + table.name;
        for (const records::ReleasedNumber& number : table.numbers) {
            if (number.name != table.name) line += ' ' + number.name;
            line += ' ' + (number.value ? std::to_string(*number.value) : "-");
        }
        line += " +-" + std::to_string(table.margin());
    }
    return line + '\n';
}

}  // namespace

Reply show_statistics(Desk& desk, const Arguments&) {
    const auto days = desk.site().statistics().released();
    Reply reply;
    Poco::JSON::Array list;
    for (const records::ReleasedDay& day : days) {
        reply.text += line_of(day);
        list.add(to_json(day));
    }
    reply.data.set("days", list);
    reply.data.set("verifier_key", desk.site().statistics().verifier_key());
    if (days.empty()) {
        reply.text = "Nothing was released yet: a day's numbers come when it is over (UTC).\n";
    } else {
        reply.text += "Numbers bear noise (+-: 95 percent lie within); - is below 10.\n";
    }
    return reply;
}

Reply verify_statistics(Desk& desk, const Arguments&) {
    const auto found = desk.site().statistics().verify();
    Reply reply(found.fault ? Status::refused : Status::done,
                found.fault ? "The statistics are NOT sound: " + *found.fault + '\n'
                            : "The statistics are sound: " + std::to_string(found.releases) +
                                  " releases, each signed and within its budget.\n");
    reply.is_report = true;
    reply.data.set("sound", !found.fault);
    reply.data.set("releases", found.releases);
    if (found.fault) reply.data.set("fault", *found.fault);
    return reply;
}

}  // namespace postvern::services::control
