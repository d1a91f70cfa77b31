// A JSON text as a tree, strictly after RFC 8259: UTF-8, one value, no comments, no trailing
// commas; beyond it, every name at most once in an object (RFC 8259 4 leaves that open, and two
// answers to one question are none). Every node knows its place, so that whoever reads it can
// complain with line and column. Immutable once parsed, so threads may share it.
// INVARIANT: no node lies deeper than kMaxJsonDepth.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/language/position.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::language::json {

struct Node;
struct Member;

struct Null {};

// A number. Cedar knows only whole numbers of 64 bits; `whole` is empty for everything else: a
// fraction, an exponent, a minus before zero, a number beyond the range.
struct Number {
    std::string text;
    std::optional<std::int64_t> whole;
};

using Array = std::vector<Node>;

class Object {
  public:
    Object() = default;
    explicit Object(std::vector<Member> members);

    // In the order of the text.
    const std::vector<Member>& members() const { return members_; }
    // The value of this name, or null. Linear: for objects whose names are fixed by a format.
    const Node* find(std::string_view name) const;

  private:
    std::vector<Member> members_;
};

struct Node {
    Span span;
    std::variant<Null, bool, Number, std::string, Array, Object> content;

    bool is_null() const { return std::holds_alternative<Null>(content); }
    // Each: the content, or null where the node is of another kind.
    const bool* as_bool() const { return std::get_if<bool>(&content); }
    const Number* as_number() const { return std::get_if<Number>(&content); }
    const std::string* as_string() const { return std::get_if<std::string>(&content); }
    const Array* as_array() const { return std::get_if<Array>(&content); }
    const Object* as_object() const { return std::get_if<Object>(&content); }

    // "null", "a boolean", "a number", "a string", "an array" or "an object".
    std::string_view kind() const;
};

struct Member {
    std::string name;
    Span name_span;
    Node value;
};

class Document {
  public:
    // Throws SyntaxError if the text is not JSON or exceeds a limit.
    explicit Document(Source source);

    const Node& root() const { return root_; }
    const SourceText& source() const { return *source_; }
    const std::shared_ptr<const SourceText>& shared_source() const { return source_; }

    // Throws SyntaxError at the node: "expected <expected>, found <kind>".
    [[noreturn]] void refuse(const Node& node, std::string_view expected) const;
    // Throws SyntaxError at the span with this problem.
    [[noreturn]] void fail(Span span, std::string problem) const;

    // Each: the content of a node, or throws "expected <role>, found <kind>". `role` is what a
    // person calls it: "the effect, a string".
    const Object& object(const Node& node, std::string_view role) const;
    const Array& array(const Node& node, std::string_view role) const;
    const std::string& string(const Node& node, std::string_view role) const;
    // The member `name` of `object`, the content of `node`, or throws "expected <name>".
    const Node& member(const Node& node, const Object& object, std::string_view name) const;
    // Throws at the first member whose name is not among `known`.
    void only_members(const Object& object, std::initializer_list<std::string_view> known) const;

  private:
    std::shared_ptr<const SourceText> source_;
    Node root_;
};

}  // namespace postvern::policy::language::json
