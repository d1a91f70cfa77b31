#include "policy/language/json/value_writer.hpp"

#include <string>
#include <string_view>

namespace postvern::policy::language::json {

namespace {

void write_extension(Writer& writer, std::string_view function, const std::string& argument) {
    writer.begin_object();
    writer.name("__extn");
    writer.begin_object();
    writer.string("fn", function);
    writer.string("arg", argument);
    writer.end_object();
    writer.end_object();
}

// An instant beyond what text can write is an offset from the first one of all.
void write_datetime(Writer& writer, extension::Datetime value) {
    if (const auto text = extension::to_text(value)) {
        write_extension(writer, "datetime", *text);
        return;
    }
    writer.begin_object();
    writer.name("__extn");
    writer.begin_object();
    writer.string("fn", "offset");
    writer.name("args");
    writer.begin_array();
    write_extension(writer, "datetime", "1970-01-01");
    write_extension(writer, "duration", to_text(extension::Duration{value.milliseconds}));
    writer.end_array();
    writer.end_object();
    writer.end_object();
}

void write_record(Writer& writer, const Record& record) {
    writer.begin_object();
    for (const Field& field : record.fields()) {
        writer.name(field.name);
        write_value(writer, field.value);
    }
    writer.end_object();
}

}  // namespace

void write_value(Writer& writer, const Value& value) {
    if (const auto* truth = value.as_bool()) return writer.boolean(*truth);
    if (const auto* number = value.as_long()) return writer.integer(*number);
    if (const auto* text = value.as_string()) return writer.string(*text);
    if (const auto* uid = value.as_entity()) {
        writer.begin_object();
        writer.name("__entity");
        write_uid(writer, *uid);
        return writer.end_object();
    }
    if (const auto* ip = value.as_ip()) return write_extension(writer, "ip", to_text(*ip));
    if (const auto* decimal = value.as_decimal()) {
        return write_extension(writer, "decimal", to_text(*decimal));
    }
    if (const auto* datetime = value.as_datetime()) return write_datetime(writer, *datetime);
    if (const auto* duration = value.as_duration()) {
        return write_extension(writer, "duration", to_text(*duration));
    }
    if (const auto* record = value.as_record()) return write_record(writer, *record);
    writer.begin_array();
    for (const Value& element : value.as_set()->elements()) write_value(writer, element);
    writer.end_array();
}

void write_uid(Writer& writer, const EntityUid& uid) {
    writer.begin_object();
    writer.string("type", uid.type);
    writer.string("id", uid.id);
    writer.end_object();
}

void write_entity(Writer& writer, const Entity& entity) {
    writer.begin_object();
    writer.name("uid");
    write_uid(writer, entity.uid);
    writer.name("attrs");
    write_record(writer, entity.attributes);
    writer.name("parents");
    writer.begin_array();
    for (const EntityUid& parent : entity.parents) write_uid(writer, parent);
    writer.end_array();
    if (!entity.tags.fields().empty()) {
        writer.name("tags");
        write_record(writer, entity.tags);
    }
    writer.end_object();
}

}  // namespace postvern::policy::language::json
