#include "policy/language/policy_parser.hpp"

#include <string>
#include <unordered_set>
#include <utility>

#include "policy/language/expression_parser.hpp"
#include "policy/language/limits.hpp"
#include "policy/language/name_parser.hpp"
#include "policy/language/string_literal.hpp"

namespace postvern::policy::language {

namespace {

class PolicyParser {
  public:
    explicit PolicyParser(const SourceText& source) : tokens_(source), expressions_(tokens_) {}

    std::vector<PolicySyntax> policies();
    ExpressionPointer only_expression();

  private:
    PolicySyntax policy();
    std::vector<Annotation> annotations();
    Annotation annotation();
    Effect effect();
    ScopeConstraint entity_constraint(std::string_view word);
    ScopeConstraint action_constraint();
    std::optional<EntityUid> entity_or_slot(std::string_view word);
    EntityUid action_entity();
    std::vector<EntityUid> action_entities();
    std::size_t open_parentheses();
    void close_parentheses(std::size_t open);
    std::vector<Condition> conditions();

    TokenStream tokens_;
    ExpressionParser expressions_;
};

std::vector<PolicySyntax> PolicyParser::policies() {
    std::vector<PolicySyntax> parsed;
    while (!tokens_.at(TokenKind::end)) {
        if (parsed.size() == kMaxPolicies) {
            tokens_.fail(tokens_.current().span, "expected at most " +
                                                     std::to_string(kMaxPolicies) +
                                                     " policies in one file, found more");
        }
        parsed.push_back(policy());
    }
    return parsed;
}

ExpressionPointer PolicyParser::only_expression() {
    ExpressionPointer parsed = expressions_.parse();
    if (!tokens_.at(TokenKind::end)) tokens_.refuse("the end of the expression");
    return parsed;
}

// Policy ::= {Annotation} Effect '(' Scope ')' {Conditions} ';'
// Scope ::= Principal ',' Action ',' Resource [',']
PolicySyntax PolicyParser::policy() {
    const Span begin = tokens_.current().span;
    PolicySyntax parsed;
    parsed.annotations = annotations();
    parsed.effect = effect();
    tokens_.expect(TokenKind::left_parenthesis);
    parsed.principal = entity_constraint("principal");
    tokens_.expect(TokenKind::comma);
    parsed.action = action_constraint();
    tokens_.expect(TokenKind::comma);
    parsed.resource = entity_constraint("resource");
    tokens_.accept(TokenKind::comma);
    tokens_.expect(TokenKind::right_parenthesis);
    parsed.conditions = conditions();
    if (!tokens_.at(TokenKind::semicolon)) tokens_.refuse("'when', 'unless' or ';'");
    parsed.span = join(begin, tokens_.take().span);
    return parsed;
}

std::vector<Annotation> PolicyParser::annotations() {
    std::vector<Annotation> parsed;
    std::unordered_set<std::string> names;
    while (tokens_.at(TokenKind::at)) {
        Annotation next = annotation();
        if (!names.insert(next.name).second) {
            tokens_.fail(next.span,
                         "expected each annotation once, found '@" + next.name + "' again");
        }
        parsed.push_back(std::move(next));
    }
    return parsed;
}

// Annotation ::= '@' ANYIDENT ( '('STR')' )?
Annotation PolicyParser::annotation() {
    const Span begin = tokens_.take().span;
    if (!tokens_.at(TokenKind::identifier)) tokens_.refuse("the name of an annotation");
    const Token name = tokens_.take();
    Annotation parsed{std::string(name.text), std::nullopt, join(begin, name.span)};
    if (tokens_.accept(TokenKind::left_parenthesis)) {
        parsed.value = read_string(tokens_.source(), tokens_.expect(TokenKind::string));
        parsed.span = join(begin, tokens_.expect(TokenKind::right_parenthesis).span);
    }
    return parsed;
}

Effect PolicyParser::effect() {
    if (tokens_.accept_word("permit")) return Effect::permit;
    if (tokens_.accept_word("forbid")) return Effect::forbid;
    tokens_.refuse("'permit' or 'forbid'");
}

// Principal ::= 'principal' [(['is' PATH] ['in' (Entity | '?principal')]) |
//                            ('==' (Entity | '?principal'))], Resource likewise
ScopeConstraint PolicyParser::entity_constraint(std::string_view word) {
    ScopeConstraint parsed;
    const Span begin = tokens_.current().span;
    tokens_.expect_word(word);
    if (tokens_.accept(TokenKind::double_equal)) {
        auto uid = entity_or_slot(word);
        if (uid) parsed.demand = EqualTo{std::move(*uid)};
        if (!uid) parsed.demand = EqualToSlot{};
    } else if (tokens_.accept_word("in")) {
        auto uid = entity_or_slot(word);
        if (uid) parsed.demand = InHierarchy{{std::move(*uid)}};
        if (!uid) parsed.demand = InSlot{};
    } else if (tokens_.accept_word("is")) {
        OfType typed{parse_type(tokens_), std::nullopt};
        const bool contained = tokens_.accept_word("in");
        if (contained) typed.ancestor = entity_or_slot(word);
        const bool slot = contained && !typed.ancestor;
        if (slot) parsed.demand = OfTypeInSlot{std::move(typed.type)};
        if (!slot) parsed.demand = std::move(typed);
    } else if (!tokens_.at(TokenKind::comma) && !tokens_.at(TokenKind::right_parenthesis)) {
        tokens_.refuse(word == "principal" ? "'==', 'in', 'is' or ','" : "'==', 'in', 'is' or ')'");
    }
    parsed.span = tokens_.since(begin);
    return parsed;
}

// An entity, or nothing for the slot that bears the name of this part of the scope; either may
// stand in parentheses.
std::optional<EntityUid> PolicyParser::entity_or_slot(std::string_view word) {
    const std::size_t open = open_parentheses();
    std::optional<EntityUid> uid;
    if (tokens_.at(TokenKind::question_mark)) {
        const Token mark = tokens_.take();
        const std::string slot = "'?" + std::string(word) + "'";
        if (!tokens_.at_word(word)) tokens_.fail(mark.span, "expected the slot " + slot);
        const Token name = tokens_.take();
        if (name.span.begin != mark.span.end) {
            tokens_.fail(mark.span, "expected the slot " + slot + " without space in it");
        }
    } else {
        uid = parse_entity(tokens_);
    }
    close_parentheses(open);
    return uid;
}

std::size_t PolicyParser::open_parentheses() {
    std::size_t open = 0;
    while (tokens_.accept(TokenKind::left_parenthesis)) ++open;
    return open;
}

void PolicyParser::close_parentheses(std::size_t open) {
    for (; open > 0; --open) tokens_.expect(TokenKind::right_parenthesis);
}

// Action ::= 'action' [( '==' Entity | 'in' ('[' EntList ']' | Entity) )]
ScopeConstraint PolicyParser::action_constraint() {
    ScopeConstraint parsed;
    const Span begin = tokens_.current().span;
    tokens_.expect_word("action");
    if (tokens_.accept(TokenKind::double_equal)) {
        parsed.demand = EqualTo{action_entity()};
    } else if (tokens_.accept_word("in")) {
        parsed.demand = InHierarchy{action_entities()};
    } else if (!tokens_.at(TokenKind::comma)) {
        tokens_.refuse("'==', 'in' or ','");
    }
    parsed.span = tokens_.since(begin);
    return parsed;
}

std::vector<EntityUid> PolicyParser::action_entities() {
    const std::size_t open = open_parentheses();
    std::vector<EntityUid> entities;
    if (tokens_.accept(TokenKind::left_bracket)) {
        while (!tokens_.accept(TokenKind::right_bracket)) {
            entities.push_back(action_entity());
            if (!tokens_.accept(TokenKind::comma) && !tokens_.at(TokenKind::right_bracket)) {
                tokens_.refuse("',' or ']'");
            }
        }
    } else {
        entities.push_back(action_entity());
    }
    close_parentheses(open);
    return entities;
}

// An entity of another type could never match, and a forbid that never matches is no protection.
EntityUid PolicyParser::action_entity() {
    const std::size_t open = open_parentheses();
    const Span begin = tokens_.current().span;
    EntityUid uid = parse_entity(tokens_);
    close_parentheses(open);
    if (!is_action_type(uid.type)) {
        tokens_.fail(begin, "expected an entity of type Action, found one of type " + uid.type);
    }
    return uid;
}

// Condition ::= ('when' | 'unless') '{' Expr '}'
std::vector<Condition> PolicyParser::conditions() {
    std::vector<Condition> parsed;
    while (tokens_.at_word("when") || tokens_.at_word("unless")) {
        const Token word = tokens_.take();
        tokens_.expect(TokenKind::left_brace);
        ExpressionPointer body = expressions_.parse();
        if (!tokens_.at(TokenKind::right_brace)) tokens_.refuse("an operator or '}'");
        const Span span = join(word.span, tokens_.take().span);
        parsed.push_back({word.text == "when" ? ConditionKind::when : ConditionKind::unless,
                          std::move(body), span});
    }
    return parsed;
}

}  // namespace

std::vector<PolicySyntax> parse_policies(const SourceText& source) {
    return PolicyParser(source).policies();
}

ExpressionPointer parse_expression(const SourceText& source) {
    return PolicyParser(source).only_expression();
}

}  // namespace postvern::policy::language
