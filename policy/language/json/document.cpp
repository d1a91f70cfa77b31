#include "policy/language/json/document.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "policy/language/json/reader.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::json {

Object::Object(std::vector<Member> members) : members_(std::move(members)) {}

const Node* Object::find(std::string_view name) const {
    const auto found = std::find_if(members_.begin(), members_.end(),
                                    [&](const Member& member) { return member.name == name; });
    return found == members_.end() ? nullptr : &found->value;
}

std::string_view Node::kind() const {
    constexpr std::array<std::string_view, 6> kKinds = {"null",     "a boolean", "a number",
                                                        "a string", "an array",  "an object"};
    return kKinds[content.index()];
}

Document::Document(Source source)
    : source_(std::make_shared<const SourceText>(std::move(source))),
      root_(Reader(*source_).read()) {}

void Document::refuse(const Node& node, std::string_view expected) const {
    fail(node.span, "expected " + std::string(expected) + ", found " + std::string(node.kind()));
}

void Document::fail(Span span, std::string problem) const {
    throw source_->error(span.begin, std::move(problem));
}

const Object& Document::object(const Node& node, std::string_view role) const {
    if (const Object* const object = node.as_object()) return *object;
    refuse(node, role);
}

const Array& Document::array(const Node& node, std::string_view role) const {
    if (const Array* const array = node.as_array()) return *array;
    refuse(node, role);
}

const std::string& Document::string(const Node& node, std::string_view role) const {
    if (const std::string* const text = node.as_string()) return *text;
    refuse(node, role);
}

const Node& Document::member(const Node& node, const Object& object, std::string_view name) const {
    if (const Node* const found = object.find(name)) return *found;
    fail(node.span, "expected a member \"" + std::string(name) + "\" in this object, found none");
}

void Document::only_members(const Object& object,
                            std::initializer_list<std::string_view> known) const {
    for (const Member& member : object.members()) {
        if (std::find(known.begin(), known.end(), member.name) != known.end()) continue;
        std::string names;
        for (const std::string_view name : known) {
            names += (names.empty() ? "\"" : ", \"") + std::string(name) + "\"";
        }
        fail(member.name_span, "expected " + names + ", found " + language::to_quoted(member.name));
    }
}

}  // namespace postvern::policy::language::json
