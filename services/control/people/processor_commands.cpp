#include "services/control/people/processor_commands.hpp"

#include <Poco/JSON/Array.h>

#include "services/control/calendar_day.hpp"
#include "services/control/desk.hpp"

namespace postvern::services::control {

namespace {

policy::Grant leave(Desk& desk) {
    return desk.ask(policy::Action::administer_processors, policy::Resource::site(),
                    policy::Purpose::administration);
}

std::uint64_t number_in(const Arguments& arguments, std::string_view name) {
    const auto number = arguments.number(name, INT64_MAX);
    if (!number) throw Refused(Status::usage, std::string(name) + " is missing");
    return *number;
}

std::optional<std::int64_t> agreement_in(const Arguments& arguments) {
    const auto day = arguments.find("agreement-until");
    if (!day) return {};
    return end_of_day("agreement-until", *day);
}

std::string agreement_text(std::optional<std::int64_t> until) {
    return until ? "agreement until " + day_of(*until) : "without an agreement";
}

std::string described(const records::Processor& processor) {
    std::string text = std::to_string(processor.number) + "  " + processor.name + "  " +
                       agreement_text(processor.agreement_until) + '\n';
    for (const records::Instruction& each : processor.instructions) {
        text += "    instruction " + std::to_string(each.number) + " of " + day_of(each.moment) +
                (each.ended ? ", ended " + day_of(*each.ended) : std::string()) + ": " + each.text +
                '\n';
    }
    return text;
}

Poco::JSON::Object to_json(const records::Processor& processor) {
    Poco::JSON::Array instructions;
    for (const records::Instruction& each : processor.instructions) {
        Poco::JSON::Object object;
        object.set("number", each.number);
        object.set("moment", each.moment);
        if (each.ended) object.set("ended", *each.ended);
        object.set("text", each.text);
        instructions.add(object);
    }
    Poco::JSON::Object object;
    object.set("number", processor.number);
    object.set("name", processor.name);
    if (processor.agreement_until) object.set("agreement_until", *processor.agreement_until);
    object.set("instructions", instructions);
    return object;
}

}  // namespace

Reply list_processors(Desk& desk, const Arguments&) {
    Reply reply;
    Poco::JSON::Array list;
    for (const auto& processor : desk.processors().list(leave(desk))) {
        reply.text += described(processor);
        list.add(to_json(processor));
    }
    if (reply.text.empty()) reply.text = "No company processes data for this house.\n";
    reply.data.set("processors", list);
    return reply;
}

Reply add_processor(Desk& desk, const Arguments& arguments) {
    const auto agreement = agreement_in(arguments);
    const std::uint64_t number =
        desk.processors().add(leave(desk), arguments.text("name"), agreement);
    Reply reply(Status::done, "On record as processor " + std::to_string(number) + ", " +
                                  agreement_text(agreement) + ".\n");
    reply.data.set("number", number);
    return reply;
}

Reply set_agreement(Desk& desk, const Arguments& arguments) {
    const std::uint64_t number = number_in(arguments, "number");
    const auto agreement = agreement_in(arguments);
    desk.processors().set_agreement(leave(desk), number, agreement);
    return {Status::done,
            "Processor " + std::to_string(number) + ": " + agreement_text(agreement) + ".\n"};
}

Reply remove_processor(Desk& desk, const Arguments& arguments) {
    const std::uint64_t number = number_in(arguments, "number");
    desk.processors().remove(leave(desk), number);
    return {Status::done, "Processor " + std::to_string(number) + " is no longer on record.\n"};
}

Reply instruct_processor(Desk& desk, const Arguments& arguments) {
    const std::uint64_t number = number_in(arguments, "number");
    const std::uint64_t instruction =
        desk.processors().instruct(leave(desk), number, arguments.text("text"));
    Reply reply(Status::done, "Instruction " + std::to_string(instruction) + " to processor " +
                                  std::to_string(number) + " is in force.\n");
    reply.data.set("instruction", instruction);
    return reply;
}

Reply end_instruction(Desk& desk, const Arguments& arguments) {
    const std::uint64_t instruction = number_in(arguments, "instruction");
    desk.processors().end_instruction(leave(desk), instruction);
    return {Status::done, "Instruction " + std::to_string(instruction) + " is no longer in force.\n"};
}

}  // namespace postvern::services::control
