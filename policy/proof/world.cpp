#include "policy/proof/world.hpp"

#include <algorithm>
#include <utility>

#include "policy/proof/pattern_witness.hpp"
#include "policy/proof/unsupported.hpp"

namespace postvern::policy::proof {

using language::EntityUid;
using language::Record;
using language::Value;
using language::schema::Attribute;
using language::schema::Type;
using language::schema::TypeKind;

namespace {

// Something by its domain and its code or number there.
struct Coded {
    const Domain* domain;
    std::int64_t code;

    friend auto operator<=>(const Coded&, const Coded&) = default;
};

using Holders = std::vector<Coded>;

std::vector<const Domain*> domains_of(const Holders& holders) {
    std::vector<const Domain*> domains;
    for (const Coded& each : holders) domains.push_back(each.domain);
    return domains;
}

class Reader {
  public:
    Reader(Facts& facts, const Query& query, const Valuation& valuation)
        : facts_(facts), terms_(facts.terms()) {
        for (TermPointer term : query.terms) tabulate(term, valuation);
    }

    // Finds texts for the codes that patterns say something of.
    std::optional<NoSuchText> find_texts(const Query& query, const Valuation& valuation);

    World read(const language::schema::RequestEnvironment& environment);

  private:
    // --- Tables of what the model says ---
    void tabulate(TermPointer term, const Valuation& valuation);
    bool holds(const Function* function, const Holders& holders) const {
        const auto found = results_.find({function, holders});
        return found != results_.end() && found->second != 0;
    }

    // --- Names for codes ---
    std::string text_of(std::int64_t code);
    EntityUid uid_of(const Coded& entity);
    std::string fresh(const Domain* domain, const std::string& stem);

    // --- Values ---
    Value scalar(const Coded& coded);
    Value value_of(const Type& type, const std::string& path, const Holders& holders);
    Value value_beyond(const Type& type) const;
    Value unspoken(const Domain* domain);
    Record record_of(const std::vector<Attribute>& attributes, const std::string& path,
                     const Holders& holders);
    language::Entity entity_of(const Coded& entity);

    Facts& facts_;
    Terms& terms_;
    std::map<std::pair<const Function*, Holders>, std::int64_t> results_;
    std::map<std::pair<const Function*, Holders>, std::set<std::int64_t>> sets_;
    std::map<const Domain*, std::set<std::int64_t>> constants_;  // that the query names
    std::map<Coded, std::string> names_;
    std::map<const Domain*, std::set<std::string>> taken_;
};

void Reader::tabulate(TermPointer term, const Valuation& valuation) {
    if (term->is_constant()) {
        const DomainKind kind = term->domain->kind;
        if (kind != DomainKind::text && kind != DomainKind::entity) return;
        constants_[term->domain].insert(term->number);
        taken_[term->domain].insert(terms_.name(term->domain, term->number));
    }
    const bool is_set = term->domain->kind == DomainKind::set;
    const bool is_member = term->op == Op::member;
    if (!is_member && (term->op != Op::apply || is_set)) return;
    const TermPointer holder = is_member ? term->operands[0] : term;
    Holders holders;
    for (TermPointer each : holder->operands) holders.push_back({each->domain, valuation(each)});
    const std::pair key{holder->function, std::move(holders)};
    if (!is_member) {
        results_[key] = valuation(term);
    } else if (valuation(term) != 0) {
        sets_[key].insert(valuation(term->operands[1]));
    }
}

// --- Names --------------------------------------------------------------------------------------

std::string Reader::fresh(const Domain* domain, const std::string& stem) {
    auto& taken = taken_[domain];
    for (std::size_t number = 1;; ++number) {
        std::string name = stem + std::to_string(number);
        if (taken.insert(name).second) return name;
    }
}

std::string Reader::text_of(std::int64_t code) {
    const Domain* const texts = terms_.domain(DomainKind::text);
    const auto constants = constants_.find(texts);
    if (constants != constants_.end() && constants->second.count(code) != 0) {
        return terms_.name(texts, code);
    }
    const auto [place, added] = names_.try_emplace({texts, code});
    if (added) place->second = fresh(texts, "text");
    return place->second;
}

EntityUid Reader::uid_of(const Coded& entity) {
    const auto* const type = facts_.schema().find_entity_type(entity.domain->type);
    const auto constants = constants_.find(entity.domain);
    const bool named = constants != constants_.end() && constants->second.count(entity.code) != 0;
    if (named || (type != nullptr && type->ids)) {
        return {entity.domain->type, terms_.name(entity.domain, entity.code)};
    }
    const auto [place, added] = names_.try_emplace(entity);
    if (added) place->second = fresh(entity.domain, "");
    return {entity.domain->type, place->second};
}

std::optional<NoSuchText> Reader::find_texts(const Query& query, const Valuation& valuation) {
    struct Demands {
        std::vector<PatternDemand> patterns;
        std::map<const Function*, bool> likes;
    };
    const Domain* const texts = terms_.domain(DomainKind::text);
    std::map<std::int64_t, Demands> demanded;
    for (const auto& [key, truth] : results_) {
        const auto& [function, arguments] = key;
        if (function->role != Role::like) continue;
        const std::int64_t code = arguments.front().code;
        if (constants_[texts].count(code) != 0) continue;
        demanded[code].patterns.push_back({facts_.pattern_of(*function), truth != 0});
        demanded[code].likes[function] = truth != 0;
    }
    for (const auto& [code, demands] : demanded) {
        const std::vector<std::string> taken(taken_[texts].begin(), taken_[texts].end());
        const PatternWitness witness = find_text(demands.patterns, taken);
        if (witness.search == Search::given_up) throw Unsupported("these patterns together");
        if (witness.search == Search::found) {
            names_[{texts, code}] = witness.text;
            taken_[texts].insert(witness.text);
            continue;
        }
        // Of no text at all? Then it is a truth; if there are only too few, that is beyond it.
        if (find_text(demands.patterns, {}).search != Search::none) {
            throw Unsupported("patterns that few texts match");
        }
        NoSuchText none;
        for (TermPointer term : query.terms) {
            if (term->domain != texts || term->is_constant() || valuation(term) != code) continue;
            std::vector<TermPointer> together;
            for (const auto& [like, truth] : demands.likes) {
                together.push_back(terms_.equal(terms_.apply(like, {term}), terms_.truth(truth)));
            }
            none.lemmas.push_back(terms_.negate(terms_.all_of(std::move(together))));
        }
        return none;
    }
    return std::nullopt;
}

// --- Values -------------------------------------------------------------------------------------

Value Reader::scalar(const Coded& coded) {
    switch (coded.domain->kind) {
        case DomainKind::boolean:
            return coded.code != 0;
        case DomainKind::integer:
            return coded.code;
        case DomainKind::decimal:
            return language::extension::Decimal{coded.code};
        case DomainKind::datetime:
            return language::extension::Datetime{coded.code};
        case DomainKind::duration:
            return language::extension::Duration{coded.code};
        case DomainKind::text:
            return text_of(coded.code);
        case DomainKind::entity:
            return uid_of(coded);
        case DomainKind::set:
            break;
    }
    throw Unsupported("a set of sets");
}

// A value of which the query says nothing.
Value Reader::unspoken(const Domain* domain) {
    if (domain->kind == DomainKind::text) return "";
    if (domain->kind != DomainKind::entity) return scalar({domain, 0});
    const auto* const type = facts_.schema().find_entity_type(domain->type);
    if (type != nullptr && type->ids) return EntityUid{domain->type, type->ids->front()};
    return EntityUid{domain->type, "unnamed"};
}

Value Reader::value_beyond(const Type& type) const {
    if (type.kind == TypeKind::set) return language::Set{};
    if (const auto address = language::extension::parse_ip("192.0.2.1")) return *address;
    throw Unsupported(to_text(type));
}

Value Reader::value_of(const Type& type, const std::string& path, const Holders& holders) {
    if (type.kind == TypeKind::record) return record_of(type.attributes, path, holders);
    const Domain* domain = nullptr;
    try {
        domain = facts_.domain_of(type);
    } catch (const Unsupported&) {
        return value_beyond(type);
    }
    const std::pair key{facts_.value_function(path, domains_of(holders), domain), holders};
    if (domain->kind == DomainKind::set) {
        std::vector<Value> elements;
        for (const std::int64_t code : sets_[key]) {
            elements.push_back(scalar({domain->element, code}));
        }
        return language::Set(std::move(elements));
    }
    const auto found = results_.find(key);
    return found == results_.end() ? unspoken(domain) : scalar({domain, found->second});
}

Record Reader::record_of(const std::vector<Attribute>& attributes, const std::string& path,
                         const Holders& holders) {
    Record record;
    for (const Attribute& attribute : attributes) {
        const std::string place = Facts::path_of(path, attribute.name);
        if (!attribute.required &&
            !holds(facts_.presence_function(place, domains_of(holders)), holders)) {
            continue;
        }
        record.set(attribute.name, value_of(*attribute.type, place, holders));
    }
    return record;
}

language::Entity Reader::entity_of(const Coded& entity) {
    const auto& type = *facts_.schema().find_entity_type(entity.domain->type);
    language::Entity read{uid_of(entity), record_of(type.attributes, type.name, {entity}), {}, {}};
    for (const auto& [key, truth] : results_) {
        const auto& [function, arguments] = key;
        if (truth == 0 || arguments.empty() || arguments.front() != entity) continue;
        if (function->role == Role::ancestor) read.parents.push_back(uid_of(arguments[1]));
        if (function->role == Role::presence && function->name == Facts::tag_path(type.name)) {
            read.tags.set(text_of(arguments[1].code),
                          value_of(*type.tags, Facts::tag_path(type.name), arguments));
        }
    }
    std::sort(read.parents.begin(), read.parents.end());
    read.parents.erase(std::unique(read.parents.begin(), read.parents.end()), read.parents.end());
    return read;
}

World Reader::read(const language::schema::RequestEnvironment& environment) {
    World world;
    const auto party = [&](const char* name, const std::string& type) {
        return *value_of(*language::schema::entity_type(type), name, {}).as_entity();
    };
    world.request.principal = party("principal", environment.principal->name);
    world.request.action = environment.action->uid;
    world.request.resource = party("resource", environment.resource->name);
    world.request.context = record_of(environment.action->context->attributes, "context", {});
    for (const auto& [key, truth] : results_) {
        if (key.first->role != Role::known || truth == 0) continue;
        world.entities.push_back(entity_of(key.second.front()));
    }
    return world;
}

}  // namespace

std::variant<World, NoSuchText> read_world(Facts& facts,
                                           const language::schema::RequestEnvironment& environment,
                                           const Query& query, const Valuation& valuation) {
    Reader reader(facts, query, valuation);
    if (auto none = reader.find_texts(query, valuation)) return std::move(*none);
    return reader.read(environment);
}

}  // namespace postvern::policy::proof
