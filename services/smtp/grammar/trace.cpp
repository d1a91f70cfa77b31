#include "services/smtp/grammar/trace.hpp"

#include "services/smtp/grammar/date.hpp"

namespace postvern::services::smtp::grammar {
namespace {

// Whether `name` may stand in Received as it is; what is no host could be read as other clauses.
bool is_host(const std::string& name) {
    Cursor cursor(name);
    try {
        take_host(cursor);
        return cursor.at_end();
    } catch (const SyntaxError&) {
        return false;
    }
}

}  // namespace

std::string trace_fields(const Trace& trace) {
    std::string fields = "Return-Path: <";
    if (trace.sender) fields += trace.sender->text();
    fields += ">\r\nReceived: ";
    if (trace.client)
        fields += "from " + (is_host(*trace.client) ? *trace.client : "unknown") + ' ';
    fields += "by " + trace.host + " with " + trace.protocol + " id " + trace.id + ";\r\n\t" +
              date_time(trace.moment) + "\r\n";
    return fields;
}

}  // namespace postvern::services::smtp::grammar
