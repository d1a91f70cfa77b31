#include "policy/loaded_rulebook.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "policy/engine/admission.hpp"
#include "policy/engine/compiled/image.hpp"
#include "policy/engine/house_schema.hpp"
#include "policy/engine/verdict.hpp"

namespace postvern::policy {

namespace {

std::shared_ptr<const engine::compiled::EntityTable> compile(const engine::RuleSet& rules) {
    std::vector<const language::PolicySyntax*> syntax;
    for (const engine::Policy& policy : rules.policies()) syntax.push_back(&policy.syntax());
    auto image = engine::compiled::Image::compile(syntax, &engine::house_schema());
    return engine::compiled::EntityTable::make(std::move(image), engine::house_actions(),
                                               question_names());
}

}  // namespace

// --- Desks: as many as threads have ever decided at once ----------------------------------------

LoadedRulebook::Desk::Desk(const std::shared_ptr<const engine::compiled::EntityTable>& table,
                           std::size_t policies)
    : builder(table), authorizer(table) {
    verdict.reserve(policies);
}

class LoadedRulebook::Seat {
  public:
    explicit Seat(const LoadedRulebook& rulebook) : rulebook_(rulebook) {
        {
            const std::lock_guard lock(rulebook.mutex_);
            if (!rulebook.free_desks_.empty()) {
                desk_ = std::move(rulebook.free_desks_.back());
                rulebook.free_desks_.pop_back();
            } else {
                rulebook.free_desks_.reserve(
                    ++rulebook.desks_);  // so that giving back never throws
            }
        }
        if (!desk_) {
            desk_ = std::make_unique<Desk>(rulebook.table_, rulebook.rules_.policies().size());
        }
    }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    ~Seat() {
        const std::lock_guard lock(rulebook_.mutex_);
        rulebook_.free_desks_.push_back(std::move(desk_));
    }

    Desk& desk() { return *desk_; }

  private:
    const LoadedRulebook& rulebook_;
    std::unique_ptr<Desk> desk_;
};

// --- The rulebook -------------------------------------------------------------------------------

namespace {

// The rulebook that was loaded last, and from what: a process that opens one house after another, or reads the
// same rules again, has them checked and compiled once.
struct LastLoaded {
    std::mutex mutex;
    std::vector<std::pair<std::string, std::string>> files;  // names and texts
    std::shared_ptr<const LoadedRulebook> rulebook;
};

LastLoaded& last_loaded() {
    static LastLoaded last;
    return last;
}

}  // namespace

std::shared_ptr<const LoadedRulebook> LoadedRulebook::load(std::span<const RulebookFile> files,
                                                           const Sha256Port& sha256) {
    const RulebookHash hash = hash_rulebook(files, sha256);
    LastLoaded& last = last_loaded();
    const std::lock_guard lock(last.mutex);
    const bool same = last.rulebook && last.rulebook->hash() == hash &&
                      std::equal(files.begin(), files.end(), last.files.begin(), last.files.end(),
                                 [](const RulebookFile& file, const auto& known) {
                                     return file.name == known.first && file.text == known.second;
                                 });
    if (same) return last.rulebook;
    std::vector<engine::Source> sources;
    for (const RulebookFile& file : files) sources.push_back({file.name, file.text});
    engine::RuleSet rules = engine::RuleSet::parse(sources);
    engine::admit(rules, engine::house_schema());
    auto loaded = std::make_shared<const LoadedRulebook>(std::move(rules), hash);
    last.files.clear();
    for (const RulebookFile& file : files) last.files.emplace_back(file.name, file.text);
    last.rulebook = loaded;
    return loaded;
}

LoadedRulebook::LoadedRulebook(engine::RuleSet rules, const RulebookHash& hash)
    : rules_(std::move(rules)), hash_(hash), table_(compile(rules_)), cells_(*table_) {}

Decision LoadedRulebook::decide(const Question& question,
                                const KnownFacts& facts) const {
    Seat seat(*this);
    Desk& desk = seat.desk();
    desk.builder.begin();
    desk.authorizer.decide(cells_.make(question, facts, desk.builder, desk.room),
                           engine::Strictness::house, desk.verdict);
    Decision decision = put_into_words(desk.verdict);
    if (!desk.verdict.errors.empty()) decision.errors = explain_errors(question, facts);
    return decision;
}

Decision LoadedRulebook::put_into_words(const engine::compiled::CompiledVerdict& verdict) const {
    Decision decision;
    decision.permitted = verdict.permitted;
    std::copy_n(hash_.begin(), decision.rulebook.size(), decision.rulebook.begin());
    std::vector<const engine::Policy*> determining;
    for (const std::uint32_t number : verdict.determining) {
        determining.push_back(&rules_.policies()[number]);
    }
    for (const engine::Policy* policy : determining) {
        decision.rules.push_back(policy->id());
        const auto cite = [&](std::string_view prefix, std::optional<std::string_view> source) {
            if (!source) return;
            if (!decision.legal_basis.empty()) decision.legal_basis += "; ";
            decision.legal_basis.append(prefix).append(*source);
        };
        cite("", policy->annotation("law"));
        cite("ISP-", policy->annotation("isp"));
    }
    decision.record = engine::strongest_record(determining);
    return decision;
}

// The interpreter tells what the compiled rules only count; errors are rare.
std::vector<std::string> LoadedRulebook::explain_errors(
    const Question& question, const KnownFacts& facts) const {
    engine::Entities entities = cedar_entities(question, facts);
    for (engine::Entity& action : engine::house_actions()) entities.add(std::move(action));
    const engine::Verdict verdict =
        engine::decide(rules_, entities, cedar_request(question, facts), engine::Strictness::house);
    std::vector<std::string> lines;
    for (const auto& error : verdict.errors) lines.push_back(engine::to_text(error));
    return lines;
}

}  // namespace postvern::policy
