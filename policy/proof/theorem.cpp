#include "policy/proof/theorem.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "policy/language/policy_parser.hpp"
#include "policy/language/validation/validator.hpp"

namespace postvern::policy::proof {

using language::Annotation;
using language::Effect;
using language::PolicySyntax;
using language::SourceText;
using language::SyntaxError;

namespace {

constexpr std::array<std::string_view, 7> kAnnotations = {"id",       "statement", "isp",     "law",
                                                          "at_least", "at_most",   "no_error"};

// Makes the claims of one file.
class ClaimReader {
  public:
    ClaimReader(const std::shared_ptr<const SourceText>& source,
                const language::schema::Schema& schema)
        : source_(source), schema_(schema) {}

    Claim read(PolicySyntax syntax) const {
        if (syntax.is_template()) fail(syntax.span, "expected a claim, found a template");
        for (const Annotation& each : syntax.annotations) check_name(each);
        Claim claim;
        claim.id = text(syntax, "id");
        claim.statement = text(syntax, "statement");
        read_kind(syntax, claim);
        check_types(claim.id, syntax);
        claim.file = source_->name();
        claim.line = source_->position(syntax.span.begin).line;
        claim.syntax = std::move(syntax);
        return claim;
    }

  private:
    [[noreturn]] void fail(language::Span span, const std::string& problem) const {
        throw source_->error(span.begin, problem);
    }

    void check_name(const Annotation& annotation) const {
        const auto found = std::find(kAnnotations.begin(), kAnnotations.end(), annotation.name);
        if (found != kAnnotations.end()) return;
        fail(annotation.span,
             "expected @id, @statement, @isp, @law, @at_least, @at_most or @no_error, found @" +
                 annotation.name);
    }

    std::string text(const PolicySyntax& syntax, std::string_view name) const {
        const Annotation* const found = syntax.annotation(name);
        const std::string wanted = "expected @" + std::string(name) + "(\"...\") on this claim";
        if (found == nullptr) fail(syntax.span, wanted + ", found none");
        const std::string value = found->value.value_or("");
        if (value.find_first_not_of(' ') == std::string::npos || value.find('\n') != value.npos) {
            fail(found->span, wanted + ", one line with something in it");
        }
        return value;
    }

    void read_kind(const PolicySyntax& syntax, Claim& claim) const {
        claim.kind = syntax.effect == Effect::forbid ? ClaimKind::denied : ClaimKind::permitted;
        const Annotation* chosen = nullptr;
        const auto choose = [&](const char* name, ClaimKind kind, Effect effect) {
            const Annotation* const found = syntax.annotation(name);
            if (found == nullptr) return;
            if (chosen != nullptr)
                fail(found->span, "expected one of @at_least, @at_most, @no_error");
            if (syntax.effect != effect) {
                fail(found->span, "expected @" + std::string(name) + " on a " +
                                      (effect == Effect::permit ? "permit" : "forbid"));
            }
            chosen = found;
            claim.kind = kind;
        };
        choose("at_least", ClaimKind::at_least, Effect::permit);
        choose("at_most", ClaimKind::at_most, Effect::permit);
        choose("no_error", ClaimKind::no_error, Effect::forbid);
        if (claim.kind == ClaimKind::at_least || claim.kind == ClaimKind::at_most) {
            claim.strength = strength(*chosen);
        } else if (chosen != nullptr && chosen->value) {
            fail(chosen->span, "expected @no_error without a value");
        }
    }

    RecordStrength strength(const Annotation& annotation) const {
        if (annotation.value == "entry") return RecordStrength::entry;
        if (annotation.value == "tally") return RecordStrength::tally;
        if (annotation.value == "none") return RecordStrength::none;
        fail(annotation.span,
             "expected @" + annotation.name + " of \"entry\", \"tally\" or \"none\"");
    }

    // A claim that fails on some request says nothing of it, which its author would not see.
    void check_types(const std::string& id, const PolicySyntax& syntax) const {
        const auto found = language::validation::validate(
            schema_, schema_.environments(), id, syntax, nullptr);
        if (!found.passed()) {
            const auto& error = found.errors.front();
            fail(error.span, "theorem " + id + ": " + error.message +
                                 (error.help.empty() ? "" : " (" + error.help + ")"));
        }
        if (found.hazards.empty()) return;
        const auto& hazard = found.hazards.front();
        fail(hazard.span,
             "theorem " + id + ": expected a claim that cannot fail, but " + hazard.message);
    }

    const std::shared_ptr<const SourceText>& source_;
    const language::schema::Schema& schema_;
};

}  // namespace

std::vector<Claim> read_claims(std::span<const language::Source> files,
                               const language::schema::Schema& schema) {
    std::vector<Claim> claims;
    std::map<std::string, std::string> known;  // id -> file
    for (const language::Source& file : files) {
        const auto source = std::make_shared<const SourceText>(file);
        const ClaimReader reader(source, schema);
        const std::size_t before = claims.size();
        for (PolicySyntax& syntax : language::parse_policies(*source)) {
            const auto begin = syntax.span.begin;
            claims.push_back(reader.read(std::move(syntax)));
            const auto [other, added] = known.try_emplace(claims.back().id, file.name);
            if (!added) {
                throw source->error(begin, "expected a new @id, found \"" + claims.back().id +
                                               "\", which stands in " + other->second + " already");
            }
        }
        if (claims.size() == before) throw source->error(0, "expected a claim, found none");
    }
    return claims;
}

}  // namespace postvern::policy::proof
