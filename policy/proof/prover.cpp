#include "policy/proof/prover.hpp"

#include <set>
#include <utility>
#include <variant>

#include "policy/proof/query.hpp"
#include "policy/proof/unsupported.hpp"

namespace postvern::policy::proof {

namespace {

// So often a model is asked for again because no text is as it demands.
constexpr int kMostModels = 100;

}  // namespace

Finding Prover::find(TermPointer goal, const language::schema::RequestEnvironment& environment,
                     std::chrono::microseconds& patience) {
    if (goal->is(false) || refuted_.count(goal) != 0) return {Answer::unsatisfiable, {}, {}};
    Finding finding;
    try {
        finding = search(goal, environment, patience);
    } catch (const Unsupported& reason) {
        return {Answer::unknown, {}, std::string("it depends on ") + reason.what()};
    }
    if (finding.answer == Answer::unsatisfiable) refuted_.insert(goal);
    return finding;
}

Finding Prover::search(TermPointer goal, const language::schema::RequestEnvironment& environment,
                       std::chrono::microseconds& patience) {
    using std::chrono::steady_clock;
    std::vector<TermPointer> lemmas;
    for (int model = 0; model < kMostModels; ++model) {
        if (patience.count() <= 0) return {Answer::unknown, {}, "time ran out"};
        lemmas.push_back(goal);
        const Query query = make_query(facts_, terms_.all_of(lemmas));
        lemmas.pop_back();
        const auto begin = steady_clock::now();
        const Answer answer = solver_.check(
            query.assertions, std::chrono::duration_cast<std::chrono::milliseconds>(patience));
        patience -=
            std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
        if (answer == Answer::unsatisfiable) return {answer, {}, {}};
        if (answer == Answer::unknown) {
            return {
                answer, {}, patience.count() <= 0 ? "time ran out" : "the solver does not know"};
        }
        auto read = read_world(facts_, environment, query,
                               [this](TermPointer term) { return solver_.value(term); });
        if (auto* world = std::get_if<World>(&read)) return {answer, std::move(*world), {}};
        const auto& none = std::get<NoSuchText>(read);
        lemmas.insert(lemmas.end(), none.lemmas.begin(), none.lemmas.end());
    }
    return {Answer::unknown, {}, "too many models that no text fits"};
}

std::string beyond_in(TermPointer goal) {
    std::set<std::string> constructs;
    for (TermPointer term : terms_in(goal)) {
        if (term->op != Op::apply || term->function->role != Role::unknown) continue;
        constructs.insert(term->function->name.substr(0, term->function->name.find('#')));
    }
    std::string list;
    for (const std::string& each : constructs) list += (list.empty() ? "" : ", ") + each;
    return list;
}

}  // namespace postvern::policy::proof
