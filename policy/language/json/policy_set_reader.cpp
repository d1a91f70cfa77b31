#include <stdexcept>
#include <utility>

#include "policy/language/json/policies.hpp"
#include "policy/language/json/values.hpp"
#include "policy/language/policy_parser.hpp"

namespace postvern::policy::language::json {

namespace {

enum class EntryKind : std::uint8_t { static_policy, policy_template };

class PolicySetReader {
  public:
    explicit PolicySetReader(const Document& document) : document_(document) {}

    PolicySet read(const Node& node) {
        const Object& object = document_.object(node, "a policy set, an object");
        document_.only_members(object, {"staticPolicies", "templates", "templateLinks"});
        if (const Node* const policies = object.find("staticPolicies")) add_policies(*policies);
        if (const Node* const templates = object.find("templates")) {
            add_entries(*templates, EntryKind::policy_template);
        }
        if (const Node* const links = object.find("templateLinks")) {
            for (const Node& link : document_.array(*links, "a list of links")) add_link(link);
        }
        return std::move(set_);
    }

  private:
    void add_policies(const Node& node) {
        if (const std::string* const text = node.as_string()) {
            set_.read({document_.source().name(), *text});
            if (!set_.templates().empty()) {
                document_.fail(node.span, "expected policies, found a template among them");
            }
            return;
        }
        const Array* const list = node.as_array();
        if (list == nullptr) return add_entries(node, EntryKind::static_policy);
        for (std::size_t index = 0; index < list->size(); ++index) {
            const Node& one = (*list)[index];
            add(one.span, "policy" + std::to_string(index), one, EntryKind::static_policy);
        }
    }

    void add_entries(const Node& node, EntryKind kind) {
        for (const Member& member : document_.object(node, "policies by id").members()) {
            add(member.name_span, member.name, member.value, kind);
        }
    }

    // `where`: what an error about the entry as such points at.
    void add(Span where, const std::string& id, const Node& node, EntryKind kind) {
        std::shared_ptr<const SourceText> source = document_.shared_source();
        PolicySyntax syntax = read_entry(id, node, source);
        if (syntax.is_template() != (kind == EntryKind::policy_template)) {
            document_.fail(where, syntax.is_template() ? "expected a policy, found a template"
                                                       : "expected a template, found a policy");
        }
        const auto added = [&] { set_.add(id, std::move(syntax), std::move(source)); };
        checked(where, added);
    }

    // A policy in JSON, or a text of Cedar; `source` becomes that text.
    PolicySyntax read_entry(const std::string& id, const Node& node,
                            std::shared_ptr<const SourceText>& source) {
        const std::string* const text = node.as_string();
        if (text == nullptr) return read_policy(document_, node);
        source =
            std::make_shared<const SourceText>(Source{document_.source().name() + ":" + id, *text});
        std::vector<PolicySyntax> parsed = parse_policies(*source);
        if (parsed.size() != 1) {
            document_.fail(node.span, "expected one policy in the text, found " +
                                          std::to_string(parsed.size()));
        }
        return std::move(parsed.front());
    }

    void add_link(const Node& node) {
        const Object& object = document_.object(node, "a link, an object");
        document_.only_members(object, {"templateId", "newId", "values"});
        const auto text = [&](std::string_view name) {
            return document_.string(document_.member(node, object, name), "an id, a string");
        };
        const Node& values = document_.member(node, object, "values");
        SlotValues filled;
        for (const Member& member : document_.object(values, "values of slots").members()) {
            if (member.name != "?principal" && member.name != "?resource") {
                document_.fail(member.name_span, "expected ?principal or ?resource, found " +
                                                     language::to_quoted(member.name));
            }
            auto& value = member.name == "?principal" ? filled.principal : filled.resource;
            value = read_entity_uid(document_, member.value);
        }
        const std::string id = text("newId");
        const std::string origin = text("templateId");
        checked(node.span, [&] { set_.link(origin, id, std::move(filled)); });
    }

    // What the set refuses is an error at this place of the document.
    template <class Change>
    void checked(Span where, Change&& change) const {
        try {
            change();
        } catch (const std::invalid_argument& error) {
            document_.fail(where, std::string("expected a sound policy set: ") + error.what());
        }
    }

    const Document& document_;
    PolicySet set_;
};

}  // namespace

PolicySet read_policy_set(const Document& document, const Node& node) {
    return PolicySetReader(document).read(node);
}

}  // namespace postvern::policy::language::json
