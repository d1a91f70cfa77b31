#include "policy/engine/rule_set.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "policy/language/limits.hpp"
#include "policy/language/policy_parser.hpp"

namespace postvern::policy::engine {

namespace {

constexpr std::size_t kMaxIdOctets = 64;

// Ids go into records, logs and command lines: nothing in them may need quoting.
bool is_plain(std::string_view id) {
    return std::all_of(id.begin(), id.end(), [](char octet) {
        return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
               (octet >= '0' && octet <= '9') || octet == '.' || octet == '_' || octet == '-';
    });
}

std::string read_id(const language::SourceText& source, const language::PolicySyntax& syntax) {
    const language::Annotation* const id = syntax.annotation("id");
    if (id == nullptr) {
        throw source.error(syntax.span.begin, "expected an @id on this policy, found none");
    }
    const std::string value = id->value.value_or("");
    if (value.empty() || value.size() > kMaxIdOctets || !is_plain(value)) {
        throw source.error(id->span.begin,
                           "expected an @id of 1 to 64 letters, digits, '.', '_' and '-'");
    }
    return value;
}

std::optional<RecordStrength> read_record(const language::SourceText& source,
                                          const language::PolicySyntax& syntax) {
    const language::Annotation* const record = syntax.annotation("record");
    if (record == nullptr) return std::nullopt;
    if (record->value == "entry") return RecordStrength::entry;
    if (record->value == "tally") return RecordStrength::tally;
    if (record->value == "none") return RecordStrength::none;
    throw source.error(record->span.begin, "expected @record of \"entry\", \"tally\" or \"none\"");
}

}  // namespace

Policy::Policy(const language::SourceText& source, language::PolicySyntax syntax)
    : source_(&source),
      syntax_(std::move(syntax)),
      id_(read_id(source, syntax_)),
      record_(read_record(source, syntax_)) {}

std::optional<std::string_view> Policy::annotation(std::string_view name) const {
    const language::Annotation* const found = syntax_.annotation(name);
    if (found == nullptr) return std::nullopt;
    return found->value ? std::string_view(*found->value) : std::string_view();
}

RuleSet RuleSet::parse(std::span<const Source> sources) {
    RuleSet rules;
    std::unordered_map<std::string, std::string> known;  // @id -> file
    for (const Source& source : sources) {
        rules.texts_.push_back(std::make_unique<const language::SourceText>(source));
        const language::SourceText& text = *rules.texts_.back();
        for (language::PolicySyntax& syntax : language::parse_policies(text)) {
            const std::uint32_t begin = syntax.span.begin;
            if (rules.policies_.size() == language::kMaxPolicies) {
                throw text.error(begin, "expected at most " +
                                            std::to_string(language::kMaxPolicies) +
                                            " policies in all files, found more");
            }
            if (syntax.is_template()) {
                throw text.error(begin, "expected a policy, found a template: nothing links it");
            }
            Policy policy(text, std::move(syntax));
            const auto [other, added] = known.try_emplace(policy.id(), text.name());
            if (!added) {
                throw text.error(begin, "expected a new @id, found \"" + policy.id() +
                                            "\", which stands in " + other->second + " already");
            }
            rules.policies_.push_back(std::move(policy));
        }
    }
    return rules;
}

const Policy* RuleSet::find(std::string_view id) const {
    const auto found = std::find_if(policies_.begin(), policies_.end(),
                                    [&](const Policy& policy) { return policy.id() == id; });
    return found == policies_.end() ? nullptr : &*found;
}

}  // namespace postvern::policy::engine
