#include <sstream>
#include <type_traits>

#include "services/imap/grammar/writer.hpp"
#include "tests/services/imap/grammar/command_wire.hpp"

namespace postvern::services::imap::grammar::testing {

namespace {

template <typename List, typename Each>
std::string joined(const List& list, Each each) {
    std::string text;
    for (const auto& element : list) {
        if (!text.empty()) text += ',';
        text += each(element);
    }
    return '[' + text + ']';
}

std::string identity(const std::string& text) { return '<' + text + '>'; }

std::string describe_set(const SequenceSet& set) {
    const auto bound = [](std::uint32_t n) { return n == 0 ? "*" : std::to_string(n); };
    const auto ranges = joined(set.ranges(), [&](const SequenceSet::Range& range) {
        return range.from == range.to ? bound(range.from)
                                      : bound(range.from) + ':' + bound(range.to);
    });
    if (!set.has_saved_result()) return ranges;
    return set.ranges().empty() ? "$" : ranges + '$';
}

std::string describe_flags(const FlagSet& flags) {
    std::string text;
    write_flags(text, flags);
    for (const std::string& unknown : flags.unknown) text += " unknown " + unknown;
    return text;
}

std::string describe_value(const ExtensionValue& value) {
    if (const auto* text = std::get_if<std::string>(&value.value)) return identity(*text);
    return joined(std::get<std::vector<ExtensionValue>>(value.value), describe_value);
}

std::string describe_parameters(const Parameters& parameters) {
    if (parameters.empty()) return "";
    return " with " + joined(parameters, [](const Parameter& parameter) {
               return parameter.name +
                      (parameter.value ? '=' + describe_value(*parameter.value) : "");
           });
}

std::string describe_status(const std::vector<StatusItem>& items) {
    return joined(items, [](StatusItem item) { return std::string(status_item_name(item)); });
}

std::string describe_day(const std::chrono::year_month_day& day) {
    std::ostringstream text;
    text << static_cast<int>(day.year()) << '/' << static_cast<unsigned>(day.month()) << '/'
         << static_cast<unsigned>(day.day());
    return text.str();
}

struct KeyDescriber {
    std::string operator()(const search::All&) const { return "all"; }
    std::string operator()(const search::HasFlag& key) const {
        return (key.set ? "" : "!") + std::string(system_flag_name(key.flag));
    }
    std::string operator()(const search::HasKeyword& key) const {
        return (key.set ? "" : "!") + key.keyword;
    }
    std::string operator()(const search::EnvelopeContains& key) const {
        constexpr std::string_view kNames[] = {"bcc", "cc", "from", "subject", "to"};
        return std::string(kNames[static_cast<std::size_t>(key.field)]) + identity(key.text);
    }
    std::string operator()(const search::HeaderContains& key) const {
        return "header" + identity(key.name) + identity(key.text);
    }
    std::string operator()(const search::BodyContains& key) const {
        return "body" + identity(key.text);
    }
    std::string operator()(const search::TextContains& key) const {
        return "text" + identity(key.text);
    }
    std::string operator()(const search::DateIs& key) const {
        constexpr std::string_view kRelations[] = {"<", "=", ">="};
        return (key.field == search::DateField::sent ? "sent" : "internal") +
               std::string(kRelations[static_cast<std::size_t>(key.relation)]) +
               describe_day(key.day);
    }
    std::string operator()(const search::SizeIs& key) const {
        return (key.relation == search::SizeRelation::larger ? "size>" : "size<") +
               std::to_string(key.octets);
    }
    std::string operator()(const search::SequenceIn& key) const {
        return "seq" + describe_set(key.set);
    }
    std::string operator()(const search::UidIn& key) const { return "uid" + describe_set(key.set); }
    std::string operator()(const search::Combination& key) const {
        constexpr std::string_view kNames[] = {"and", "or", "not"};
        return std::string(kNames[static_cast<std::size_t>(key.quantifier)]) +
               joined(key.keys,
                      [this](const search::Key& inner) { return std::visit(*this, inner.value); });
    }
};

std::string describe_returned(const SearchReturn& returned) {
    std::string text = " returning";
    if (returned.min) text += " min";
    if (returned.max) text += " max";
    if (returned.all) text += " all";
    if (returned.count) text += " count";
    if (returned.save) text += " save";
    return text;
}

std::string describe_attribute(const FetchAttribute& attribute) {
    std::string text;
    write_fetch_name(text, attribute);
    const auto add = [&](SeenEffect effect, const std::optional<Partial>& partial) {
        if (effect == SeenEffect::peeks) text += " peek";
        if (partial) text += " length " + std::to_string(partial->length);
    };
    if (const auto* section = std::get_if<FetchSection>(&attribute)) {
        add(section->effect, section->partial);
    }
    if (const auto* binary = std::get_if<FetchBinary>(&attribute)) {
        add(binary->effect, binary->partial);
    }
    return text;
}

struct BodyDescriber {
    template <typename Simple>
    std::string operator()(const Simple&) const {
        static_assert(std::is_empty_v<Simple>);
        return "";
    }
    std::string operator()(const Id& id) const {
        return joined(id.fields, [](const auto& field) {
            return field.first + '=' + (field.second ? identity(*field.second) : "nil");
        });
    }
    std::string operator()(const Authenticate& body) const {
        return body.mechanism + (body.initial_response
                                     ? identity(std::string(body.initial_response->reveal()))
                                     : "");
    }
    std::string operator()(const Login& body) const {
        return identity(body.user) + identity(std::string(body.password.reveal()));
    }
    std::string operator()(const Enable& body) const { return joined(body.capabilities, identity); }
    std::string operator()(const Select& body) const {
        return (body.access == Access::read_only ? "ro" : "rw") + identity(body.mailbox.utf8) +
               describe_parameters(body.parameters);
    }
    std::string operator()(const Create& body) const {
        return identity(body.mailbox.utf8) +
               (body.special_uses.empty() ? "" : joined(body.special_uses, identity));
    }
    std::string operator()(const Delete& body) const { return identity(body.mailbox.utf8); }
    std::string operator()(const Rename& body) const {
        return identity(body.from.utf8) + identity(body.to.utf8);
    }
    std::string operator()(const Subscribe& body) const { return identity(body.mailbox.utf8); }
    std::string operator()(const Unsubscribe& body) const { return identity(body.mailbox.utf8); }
    std::string operator()(const Status& body) const {
        return identity(body.mailbox.utf8) + describe_status(body.items);
    }
    std::string operator()(const List& body) const {
        std::string text = body.form == List::Form::extended ? "extended" : "basic";
        if (body.selection.subscribed) text += " subscribed";
        if (body.selection.remote) text += " remote";
        if (body.selection.recursive_match) text += " recursive";
        if (body.selection.special_use) text += " special";
        text += identity(body.reference) + joined(body.patterns, identity);
        if (body.returned.subscribed) text += " +subscribed";
        if (body.returned.children) text += " +children";
        if (body.returned.special_use) text += " +special";
        if (!body.returned.status.empty())
            text += " +status" + describe_status(body.returned.status);
        return text;
    }
    std::string operator()(const Lsub& body) const {
        return identity(body.reference) + identity(body.pattern);
    }
    std::string operator()(const Append& body) const {
        return identity(body.mailbox.utf8) + describe_flags(body.flags) +
               (body.date ? identity(format_date_time(*body.date)) : "") +
               (body.message.binary ? "~" : "") + std::to_string(body.message.octets) +
               (body.message.non_synchronizing ? "+" : "");
    }
    std::string operator()(const GetQuota& body) const { return identity(body.root); }
    std::string operator()(const GetQuotaRoot& body) const { return identity(body.mailbox.utf8); }
    std::string operator()(const SetQuota& body) const {
        return identity(body.root) + joined(body.limits, [](const auto& limit) {
                   return limit.first + '=' + std::to_string(limit.second);
               });
    }
    std::string operator()(const Expunge& body) const {
        return body.uids ? describe_set(*body.uids) : "";
    }
    std::string operator()(const Search& body) const {
        return (body.charset ? *body.charset + ' ' : "") +
               std::visit(KeyDescriber{}, body.program.value) +
               (body.returned ? describe_returned(*body.returned) : "");
    }
    std::string operator()(const Fetch& body) const {
        return describe_set(body.messages) + joined(body.attributes, describe_attribute) +
               describe_parameters(body.modifiers);
    }
    std::string operator()(const Store& body) const {
        constexpr std::string_view kModes[] = {"=", "+", "-"};
        return describe_set(body.messages) +
               std::string(kModes[static_cast<std::size_t>(body.mode)]) +
               describe_flags(body.flags) + (body.reply == StoreReply::silent ? " silent" : "") +
               describe_parameters(body.modifiers);
    }
    std::string operator()(const Copy& body) const {
        return describe_set(body.messages) + identity(body.mailbox.utf8);
    }
    std::string operator()(const Move& body) const {
        return describe_set(body.messages) + identity(body.mailbox.utf8);
    }
};

}  // namespace

std::string describe(const Command& command) {
    const std::string arguments = std::visit(BodyDescriber{}, command.body);
    return std::string(command.name) + (arguments.empty() ? "" : ' ' + arguments);
}

}  // namespace postvern::services::imap::grammar::testing
