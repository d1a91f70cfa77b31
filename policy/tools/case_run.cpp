#include "policy/tools/case_run.hpp"

#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "policy/language/format/formatter.hpp"
#include "policy/language/format/policy_text.hpp"
#include "policy/language/json/policies.hpp"
#include "policy/language/validation/validator.hpp"
#include "policy/tools/json_equality.hpp"
#include "policy/tools/judge.hpp"
#include "policy/tools/judgement.hpp"
#include "policy/tools/reading.hpp"

namespace postvern::policy::tools {

using language::PolicySet;
using language::json::Document;
using language::json::Node;
using language::schema::Schema;
using language::validation::Finding;
using language::validation::FindingKind;

namespace {

language::Source read_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::runtime_error(path.string() + ": cannot be read");
    return {path.string(), {std::istreambuf_iterator<char>(stream), {}}};
}

std::string joined(const Ids& ids) {
    std::string text = "[";
    for (const std::string& id : ids) text += (text.size() > 1 ? ", " : "") + id;
    return text + "]";
}

// One case under trial: reads its parts in order, and collects what differs.
class Trial {
  public:
    Trial(const Case& tried, language::IdSource ids, const Witness& witness)
        : case_(tried), ids_(ids), witness_(witness) {}

    CaseResult run() {
        if (!takes_schema() || !takes_policies()) return std::move(result_);
        check_validation();
        check_translation();
        if (!takes_entities()) return std::move(result_);
        check_requests();
        return std::move(result_);
    }

  private:
    void differ(const std::string& what) {
        result_.differences.push_back(case_.name + ": " + what);
    }

    // Reads a part by `read`; whether the case can go on. A refusal is right if the case says so.
    template <class Read>
    bool takes(const char* part, Refusal refusal, Read read) {
        const bool refused = case_.refusal == refusal;
        if (refused) ++result_.checks;
        try {
            read();
        } catch (const std::exception& error) {
            if (refused) return false;
            ++result_.checks;
            differ(std::string(part) + " refused: " + error.what());
            return false;
        }
        if (refused) differ(std::string(part) + " taken that Cedar refuses");
        return !refused;
    }

    bool takes_schema() {
        if (!case_.schema) return true;
        return takes("schema", Refusal::schema, [this] {
            const Part& part = *case_.schema;
            schema_.emplace(part.node != nullptr ? read_schema(case_.document, *part.node)
                                                 : read_schema(read_file(part.file)));
        });
    }

    bool takes_policies() {
        return takes("policies", Refusal::policies, [this] {
            if (case_.policies.node != nullptr) {
                policies_ = language::json::read_policy_set(case_.document, *case_.policies.node);
            } else {
                read_policies(read_file(case_.policies.file), ids_, policies_);
            }
        });
    }

    bool takes_entities() {
        const Schema* const schema = evaluation_schema();
        return takes("entities", Refusal::entities, [&] {
            if (case_.entities.node != nullptr) {
                entities_ = read_entities(case_.document, *case_.entities.node, schema);
            } else {
                const Document file(read_file(case_.entities.file));
                entities_ = read_entities(file, file.root(), schema);
            }
        });
    }

    const Schema* evaluation_schema() const {
        return schema_ && case_.evaluate_with_schema ? &*schema_ : nullptr;
    }

    void check_validation() {
        if (!schema_ || !case_.should_validate) return;
        ++result_.checks;
        const auto findings = language::validation::validate(*schema_, policies_);
        const Ids invalid = ids_of(findings.errors);
        const Ids impossible = impossible_among(findings.warnings);
        if (invalid.empty() != *case_.should_validate) {
            differ(std::string("validates: ") + (invalid.empty() ? "yes" : "no") +
                   first_of(findings.errors));
        } else if (case_.invalid && invalid != *case_.invalid) {
            differ("do not validate: " + joined(invalid) + ", expected " + joined(*case_.invalid) +
                   first_of(findings.errors));
        } else if (case_.impossible && impossible != *case_.impossible) {
            differ("impossible: " + joined(impossible) + ", expected " + joined(*case_.impossible));
        }
    }

    // Each policy in JSON is what the case says, and as text and formatted it is the same policy.
    void check_translation() {
        if (case_.policies_as_json == nullptr) return;
        const auto& expected = case_.document.object(*case_.policies_as_json, "policies by id");
        const PolicySet formatted = formatted_policies();
        for (const auto& member : expected.members()) {
            ++result_.checks;
            const auto* const policy = policies_.find_policy(member.name);
            const auto* const laid_out = formatted.find_policy(member.name);
            if (policy == nullptr || laid_out == nullptr) {
                differ("there is no policy " + member.name);
                continue;
            }
            check_translation(policy->id, policy->syntax, member.value);
            const std::string way = json_difference(laid_out->syntax, member.value);
            if (!way.empty()) differ(member.name + " formatted means something else at " + way);
        }
    }

    // The text of the case in the house's layout, read again.
    PolicySet formatted_policies() {
        const auto* const parts =
            case_.policies.node == nullptr ? nullptr : case_.policies.node->as_object();
        const Node* const text = parts == nullptr ? nullptr : parts->find("staticPolicies");
        if (text == nullptr || text->as_string() == nullptr) return policies_;
        const auto format = [](const std::string& source) {
            return language::format_policies(language::SourceText({"formatted", source}));
        };
        const std::string once = format(*text->as_string());
        if (format(once) != once) differ("formatted twice is not formatted once");
        PolicySet again;
        again.read({"formatted", once});
        return again;
    }

    static std::string json_difference(const language::PolicySyntax& policy, const Node& expected) {
        const Document written({"JSON", language::json::to_json(policy)});
        return first_difference(written.root(), expected);
    }

    void check_translation(const std::string& id, const language::PolicySyntax& policy,
                           const Node& expected) {
        const std::string way = json_difference(policy, expected);
        if (!way.empty()) return differ(id + " in JSON differs at " + way);
        PolicySet again;
        again.read({id + " as text", language::to_text(policy)});
        const std::string way_again = json_difference(again.policies().front().syntax, expected);
        if (!way_again.empty()) differ(id + " as text means something else at " + way_again);
    }

    static Ids ids_of(const std::vector<Finding>& findings) {
        std::set<std::string> ids;
        for (const Finding& finding : findings) ids.insert(finding.policy);
        return {ids.begin(), ids.end()};
    }

    static Ids impossible_among(const std::vector<Finding>& warnings) {
        std::vector<Finding> impossible;
        for (const Finding& warning : warnings) {
            if (warning.kind == FindingKind::impossible_policy) impossible.push_back(warning);
        }
        return ids_of(impossible);
    }

    static std::string first_of(const std::vector<Finding>& findings) {
        return findings.empty() ? "" : " (" + findings.front().message + ")";
    }

    void check_requests() {
        Judge judge(policies_, entities_, schema_ ? &*schema_ : nullptr);
        for (const CaseRequest& request : case_.requests) {
            ++result_.checks;
            check_request(request, judge);
        }
    }

    void check_request(const CaseRequest& expected, Judge& judge) {
        std::optional<engine::Request> request;
        try {
            const auto check = expected.validate ? RequestCheck::schema : RequestCheck::none;
            request = read_request(case_.document, *expected.node, evaluation_schema(), check);
        } catch (const std::exception& error) {
            if (!expected.refused) differ(expected.description + ": refused: " + error.what());
            return;
        }
        if (expected.refused) {
            differ(expected.description + ": taken, but Cedar refuses the request");
            return;
        }
        try {
            const auto response = judge.authorize(*request, engine::Strictness::cedar);
            compare(expected, judgement_of(response));
            if (witness_) witness_(policies_, judge.entities(), *request, response);
        } catch (const EnginesDiffer& fault) {
            differ(expected.description + ": " + fault.what());
        }
    }

    void compare(const CaseRequest& expected, const Judgement& judgement) {
        if (expected.permitted == judgement.permitted && expected.reason == judgement.reason &&
            expected.errors == judgement.errors) {
            return;
        }
        const Judgement wanted{expected.permitted, expected.reason, expected.errors};
        differ(expected.description + ": " + to_text(judgement) + ", expected " + to_text(wanted));
    }

    const Case& case_;
    const language::IdSource ids_;
    const Witness& witness_;
    CaseResult result_;
    std::optional<Schema> schema_;
    PolicySet policies_;
    std::vector<language::Entity> entities_;
};

}  // namespace

CaseResult run_case(const Case& tried, language::IdSource ids, const Witness& witness) {
    return Trial(tried, ids, witness).run();
}

}  // namespace postvern::policy::tools
