#include "dump.hpp"

namespace postvern::records::test {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string nstring(const std::optional<std::string>& text) { return text ? quoted(*text) : "NIL"; }

std::string dump(const std::vector<Parameter>& parameters) {
    if (parameters.empty()) return "NIL";
    std::string text;
    for (const auto& each : parameters) text += " " + quoted(each.name) + " " + quoted(each.value);
    return "(" + text.substr(1) + ")";
}

std::string dump(const std::optional<Disposition>& disposition) {
    if (!disposition) return "NIL";
    return "(" + quoted(disposition->kind) + " " + dump(disposition->parameters) + ")";
}

std::string dump(const std::vector<std::string>& languages) {
    if (languages.empty()) return "NIL";
    std::string text;
    for (const auto& each : languages) text += " " + quoted(each);
    return "(" + text.substr(1) + ")";
}

std::string tail(const BodyPart& part) {
    return dump(part.disposition) + " " + dump(part.languages) + " " + nstring(part.location) + ")";
}

}  // namespace

std::string dump(const std::vector<Address>& list) {
    if (list.empty()) return "NIL";
    std::string text;
    for (const auto& each : list) {
        text += "(" + nstring(each.name) + " " + nstring(each.route) + " " + nstring(each.mailbox) +
                " " + nstring(each.host) + ")";
    }
    return "(" + text + ")";
}

std::string dump(const Envelope& envelope) {
    std::string text = "(" + nstring(envelope.date) + " " + nstring(envelope.subject);
    for (const auto* list : {&envelope.from, &envelope.sender, &envelope.reply_to, &envelope.to,
                             &envelope.cc, &envelope.bcc}) {
        text += " " + dump(*list);
    }
    return text + " " + nstring(envelope.in_reply_to) + " " + nstring(envelope.message_id) + ")";
}

std::string dump(const BodyPart& part) {
    std::string text = "(";
    if (part.kind == PartKind::multipart) {
        for (const auto& child : part.children) text += dump(child);
        return text + " " + quoted(part.subtype) + " " + dump(part.parameters) + " " + tail(part);
    }
    text += quoted(part.type) + " " + quoted(part.subtype) + " " + dump(part.parameters) + " " +
            nstring(part.id) + " " + nstring(part.description) + " " + quoted(part.encoding) + " " +
            std::to_string(part.size());
    if (part.kind == PartKind::message) {
        text += " " + dump(part.envelope.value()) + " " + dump(part.children.at(0));
    }
    if (part.kind == PartKind::message || part.type == "text")
        text += " " + std::to_string(part.lines);
    return text + " " + nstring(part.md5) + " " + tail(part);
}

std::string crlf(std::string_view text) {
    std::string lines;
    for (const char c : text) {
        if (c == '\n') lines.push_back('\r');
        lines.push_back(c);
    }
    return lines;
}

}  // namespace postvern::records::test
