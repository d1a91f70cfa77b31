#include "policy/engine/seen_values.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "policy/language/name_parser.hpp"

namespace postvern::policy::engine {

using language::Expression;
using language::ExpressionPointer;

namespace {

// The text of a path from a variable, or nothing if the expression is none.
std::optional<std::string> path_text(const Expression& expression) {
    if (const auto* variable = std::get_if<language::Variable>(&expression.node)) {
        return std::string(name_of(variable->name));
    }
    if (const auto* access = std::get_if<language::AttributeAccess>(&expression.node)) {
        auto base = path_text(*access->operand);
        if (!base) return std::nullopt;
        return *base + (language::is_identifier(access->name)
                            ? "." + access->name
                            : "[" + language::to_quoted(access->name) + "]");
    }
    if (const auto* binary = std::get_if<language::Binary>(&expression.node)) {
        if (binary->operation != language::BinaryOperator::get_tag) return std::nullopt;
        const auto* key = std::get_if<language::Literal>(&binary->right->node);
        auto base = key == nullptr ? std::nullopt : path_text(*binary->left);
        if (!base) return std::nullopt;
        return *base + ".getTag(" + language::to_text(key->value) + ")";
    }
    return std::nullopt;
}

// Walks an expression and collects its longest paths.
class Collector {
  public:
    Collector(const Evaluator& evaluator, language::Span within)
        : evaluator_(evaluator), within_(within) {}

    void visit(const Expression& expression) {
        if (found_.size() == kMaxSeenValues || !touches(expression.span)) return;
        if (auto text = path_text(expression)) {
            add(std::move(*text), expression);
        } else {
            std::visit(*this, expression.node);
        }
    }

    std::vector<SeenValue> take() { return std::move(found_); }

    void operator()(const language::Literal&) {}
    void operator()(const language::Variable&) {}
    void operator()(const language::Unary& node) { visit(*node.operand); }
    void operator()(const language::Binary& node) { visit(*node.left), visit(*node.right); }
    void operator()(const language::Conjunction& node) { visit_all(node.operands); }
    void operator()(const language::Disjunction& node) { visit_all(node.operands); }
    void operator()(const language::Conditional& node) {
        visit(*node.condition);
        visit(*node.consequent);
        visit(*node.alternative);
    }
    void operator()(const language::AttributeAccess& node) { visit(*node.operand); }
    void operator()(const language::AttributeTest& node) { visit(*node.operand); }
    void operator()(const language::PatternTest& node) { visit(*node.operand); }
    void operator()(const language::TypeTest& node) {
        visit(*node.operand);
        if (node.container) visit(*node.container);
    }
    void operator()(const language::SetConstruction& node) { visit_all(node.elements); }
    void operator()(const language::RecordConstruction& node) {
        for (const auto& member : node.members) visit(*member.value);
    }
    void operator()(const language::ExtensionCall& node) { visit_all(node.arguments); }

  private:
    bool touches(language::Span span) const {
        if (within_.begin == within_.end) return true;
        return span.begin < within_.end && within_.begin < span.end;
    }

    void visit_all(const std::vector<ExpressionPointer>& all) {
        for (const ExpressionPointer& each : all) visit(*each);
    }

    void add(std::string text, const Expression& expression) {
        const bool known = std::any_of(found_.begin(), found_.end(), [&](const SeenValue& seen) {
            return seen.expression == text;
        });
        if (known) return;
        const Outcome outcome = evaluator_.evaluate(expression);
        found_.push_back({std::move(text), outcome.failed()
                                               ? "none: " + outcome.error().message
                                               : shortened(language::to_text(outcome.value()))});
    }

    const Evaluator& evaluator_;
    const language::Span within_;
    std::vector<SeenValue> found_;
};

}  // namespace

std::vector<SeenValue> seen_values(const Expression& expression, language::Span within,
                                   const Evaluator& evaluator) {
    Collector collector(evaluator, within);
    collector.visit(expression);
    return collector.take();
}

std::string shortened(std::string text) {
    if (text.size() <= kMaxSeenOctets) return text;
    std::size_t end = kMaxSeenOctets;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "...";
}

}  // namespace postvern::policy::engine
