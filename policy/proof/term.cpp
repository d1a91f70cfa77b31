#include "policy/proof/term.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "policy/proof/unsupported.hpp"

namespace postvern::policy::proof {

namespace {

std::size_t mix(std::size_t seed, std::size_t value) {
    return seed ^ (value + 0x9e3779b97f4a7c15ULL + (seed << 6U) + (seed >> 2U));
}

std::string key_of(const Domain* domain) {
    return std::to_string(reinterpret_cast<std::uintptr_t>(domain));
}

bool by_id(TermPointer left, TermPointer right) { return left->id < right->id; }

}  // namespace

// --- Interning ----------------------------------------------------------------------------------

std::size_t Terms::Hash::operator()(const Term* term) const noexcept {
    std::size_t hash = static_cast<std::size_t>(term->op);
    hash = mix(hash, std::hash<std::int64_t>{}(term->number));
    hash = mix(hash, std::hash<const void*>{}(term->domain));
    hash = mix(hash, std::hash<const void*>{}(term->function));
    for (TermPointer operand : term->operands) hash = mix(hash, operand->id);
    return hash;
}

bool Terms::Same::operator()(const Term* left, const Term* right) const noexcept {
    return left->op == right->op && left->number == right->number &&
           left->domain == right->domain && left->function == right->function &&
           left->operands == right->operands;
}

Terms::Terms() {
    boolean_ = domain(DomainKind::boolean);
    false_ = number(boolean_, 0);
    true_ = number(boolean_, 1);
}

const Domain* Terms::intern(const Domain& domain) {
    std::string key = std::to_string(static_cast<int>(domain.kind)) + domain.type + "/";
    if (domain.kind == DomainKind::set) key += key_of(domain.element);
    auto& place = domains_[key];
    if (!place) place = std::make_unique<const Domain>(domain);
    return place.get();
}

const Function* Terms::function(Role role, const std::string& name,
                                const std::vector<const Domain*>& parameters,
                                const Domain* result) {
    std::string key = std::to_string(static_cast<int>(role));
    for (const Domain* each : parameters) key += "," + key_of(each);
    key += ">" + key_of(result) + ":" + name;
    auto& place = functions_[key];
    if (!place) place = std::make_unique<const Function>(Function{role, name, parameters, result});
    return place.get();
}

TermPointer Terms::make(Term term) {
    const auto found = known_.find(&term);
    if (found != known_.end()) return *found;
    term.id = static_cast<std::uint32_t>(terms_.size());
    terms_.push_back(std::move(term));
    known_.insert(&terms_.back());
    return &terms_.back();
}

std::int64_t Terms::code(const Domain* domain, const std::string& name) {
    Codes& codes = codes_[domain];
    const auto next = static_cast<std::int64_t>(codes.names.size());
    const auto [place, added] = codes.by_name.try_emplace(name, next);
    if (added) codes.names.push_back(name);
    return place->second;
}

const std::string& Terms::name(const Domain* domain, std::int64_t code) const {
    return codes_.at(domain).names.at(static_cast<std::size_t>(code));
}

// --- Leaves -------------------------------------------------------------------------------------

TermPointer Terms::number(const Domain* domain, std::int64_t value) {
    return make({Op::constant, 0, domain, value});
}

TermPointer Terms::text(const std::string& value) {
    const Domain* const texts = domain(DomainKind::text);
    return number(texts, code(texts, value));
}

TermPointer Terms::entity(const language::EntityUid& uid) {
    const Domain* const type = entities(uid.type);
    return number(type, code(type, uid.id));
}

TermPointer Terms::apply(const Function* function, std::vector<TermPointer> arguments) {
    return make({Op::apply, 0, function->result, 0, function, std::move(arguments)});
}

// --- Logic --------------------------------------------------------------------------------------

TermPointer Terms::negate(TermPointer operand) {
    if (operand->is_constant()) return truth(operand->number == 0);
    if (operand->op == Op::negation) return operand->operands.front();
    return make({Op::negation, 0, boolean_, 0, nullptr, {operand}});
}

TermPointer Terms::all_of(std::vector<TermPointer> operands) {
    return junction(Op::all_of, std::move(operands));
}

TermPointer Terms::any_of(std::vector<TermPointer> operands) {
    return junction(Op::any_of, std::move(operands));
}

// A chain without its neutral element, flat, each operand once; decided where one operand decides
// it or one is the negation of another.
TermPointer Terms::junction(Op op, std::vector<TermPointer> operands) {
    const bool decisive = op == Op::any_of;
    std::vector<TermPointer> flat;
    for (TermPointer operand : operands) {
        if (operand->is(decisive)) return truth(decisive);
        if (operand->is(!decisive)) continue;
        if (operand->op == op) {
            flat.insert(flat.end(), operand->operands.begin(), operand->operands.end());
        } else {
            flat.push_back(operand);
        }
    }
    std::sort(flat.begin(), flat.end(), by_id);
    flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
    for (TermPointer operand : flat) {
        if (operand->op != Op::negation) continue;
        if (std::binary_search(flat.begin(), flat.end(), operand->operands.front(), by_id)) {
            return truth(decisive);
        }
    }
    if (flat.empty()) return truth(!decisive);
    if (flat.size() == 1) return flat.front();
    return make({op, 0, boolean_, 0, nullptr, std::move(flat)});
}

TermPointer Terms::choose(TermPointer condition, TermPointer consequent, TermPointer alternative) {
    if (condition->is_constant()) return condition->number != 0 ? consequent : alternative;
    if (consequent == alternative) return consequent;
    const bool empty =
        consequent->domain->kind == DomainKind::set && consequent->domain->element == nullptr;
    const Domain* const domain = empty ? alternative->domain : consequent->domain;
    const bool alike = alternative->domain == domain ||
                       (domain->kind == DomainKind::set && alternative->op == Op::set &&
                        alternative->operands.empty());
    if (!alike) throw Unsupported("an `if` with branches of different types");
    if (domain == boolean_) {
        return any_of({all_of({condition, consequent}), all_of({negate(condition), alternative})});
    }
    return make({Op::choice, 0, domain, 0, nullptr, {condition, consequent, alternative}});
}

TermPointer Terms::equal(TermPointer left, TermPointer right) {
    if (left == right) return truth(true);
    if (left->domain->kind == DomainKind::set && right->domain->kind == DomainKind::set) {
        return all_of({is_subset(left, right), is_subset(right, left)});
    }
    if (left->domain != right->domain) return truth(false);
    if (left->is_constant() && right->is_constant()) return truth(false);
    if (left->domain == boolean_) {
        if (left->is_constant()) return left->number != 0 ? right : negate(right);
        if (right->is_constant()) return right->number != 0 ? left : negate(left);
    }
    if (by_id(right, left)) std::swap(left, right);
    return make({Op::equal, 0, boolean_, 0, nullptr, {left, right}});
}

// --- Numbers ------------------------------------------------------------------------------------

TermPointer Terms::at_most(TermPointer left, TermPointer right) {
    if (left == right) return truth(true);
    if (left->is_constant() && right->is_constant()) return truth(left->number <= right->number);
    return make({Op::at_most, 0, boolean_, 0, nullptr, {left, right}});
}

// Folds where the result fits; beyond 64 bits the solver computes.
TermPointer Terms::arithmetic(Op op, TermPointer left, TermPointer right) {
    if (left->is_constant() && right->is_constant()) {
        std::int64_t result = 0;
        const bool overflowed =
            op == Op::add        ? __builtin_add_overflow(left->number, right->number, &result)
            : op == Op::subtract ? __builtin_sub_overflow(left->number, right->number, &result)
            : op == Op::multiply ? __builtin_mul_overflow(left->number, right->number, &result)
                                 : true;
        if (!overflowed) return number(left->domain, result);
    }
    return make({op, 0, left->domain, 0, nullptr, {left, right}});
}

TermPointer Terms::in_domain(const Domain* domain, TermPointer value) {
    if (value->domain == domain) return value;
    if (value->is_constant()) return number(domain, value->number);
    return make({Op::add, 0, domain, 0, nullptr, {value, number(domain, 0)}});
}

// --- Sets ---------------------------------------------------------------------------------------

TermPointer Terms::set_of(std::vector<TermPointer> elements) {
    const Domain* element = elements.empty() ? nullptr : elements.front()->domain;
    for (TermPointer each : elements) {
        if (each->domain != element) throw Unsupported("a set of values of several types");
        if (each->domain->kind == DomainKind::set) throw Unsupported("a set of sets");
    }
    std::sort(elements.begin(), elements.end(), by_id);
    elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
    return make({Op::set, 0, sets(element), 0, nullptr, std::move(elements)});
}

template <class Ask>
TermPointer Terms::by_cases(TermPointer choice, const Ask& ask) {
    const TermPointer yes = ask(choice->operands[1]);
    const TermPointer no = ask(choice->operands[2]);
    return choose(choice->operands[0], yes, no);
}

TermPointer Terms::contains(TermPointer set, TermPointer element) {
    if (set->op == Op::choice) {
        return by_cases(set, [&](TermPointer each) { return contains(each, element); });
    }
    if (set->op == Op::set) {
        std::vector<TermPointer> any;
        for (TermPointer each : set->operands) any.push_back(equal(each, element));
        return any_of(std::move(any));
    }
    if (set->domain->element != element->domain) return truth(false);
    return make({Op::member, 0, boolean_, 0, nullptr, {set, element}});
}

TermPointer Terms::is_subset(TermPointer part, TermPointer whole) {
    if (part == whole) return truth(true);
    if (part->op == Op::choice) {
        return by_cases(part, [&](TermPointer each) { return is_subset(each, whole); });
    }
    if (part->op == Op::set) {
        std::vector<TermPointer> all;
        for (TermPointer each : part->operands) all.push_back(contains(whole, each));
        return all_of(std::move(all));
    }
    if (whole->op == Op::choice) {
        return by_cases(whole, [&](TermPointer each) { return is_subset(part, each); });
    }
    const bool typed = whole->domain->element != nullptr;
    if (typed && whole->domain != part->domain) throw Unsupported("sets of different types");
    return make({Op::subset, 0, boolean_, 0, nullptr, {part, whole}});
}

TermPointer Terms::overlaps(TermPointer left, TermPointer right) {
    if (right->op == Op::set) std::swap(left, right);
    if (left->op == Op::choice) {
        return by_cases(left, [&](TermPointer each) { return overlaps(each, right); });
    }
    if (left->op == Op::set) {
        std::vector<TermPointer> any;
        for (TermPointer each : left->operands) any.push_back(contains(right, each));
        return any_of(std::move(any));
    }
    if (right->op == Op::choice) {
        return by_cases(right, [&](TermPointer each) { return overlaps(left, each); });
    }
    if (left->domain != right->domain) throw Unsupported("sets of different types");
    if (by_id(right, left)) std::swap(left, right);
    return make({Op::overlap, 0, boolean_, 0, nullptr, {left, right}});
}

TermPointer Terms::below_one(TermPointer entity, TermPointer set) {
    return make({Op::below_one, 0, boolean_, 0, nullptr, {entity, set}});
}

}  // namespace postvern::policy::proof
