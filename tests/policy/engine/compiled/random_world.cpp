#include "tests/policy/engine/compiled/random_world.hpp"

#include <array>
#include <limits>
#include <utility>

namespace postvern::policy::engine::compiled::testing {

namespace {

// The attribute that holds values of each kind, mostly.
constexpr std::array<const char*, 10> kAttributes = {"flag", "n",  "name", "owner", "list",
                                                     "rec",  "ip", "dec",  "when",  "span"};

constexpr std::array<std::int64_t, 8> kNumbers = {0,
                                                  1,
                                                  -1,
                                                  2,
                                                  7,
                                                  1000,
                                                  std::numeric_limits<std::int64_t>::max(),
                                                  std::numeric_limits<std::int64_t>::min() + 1};
constexpr std::array<const char*, 6> kTexts = {"", "admin", "adm*n", "x/y", "\\u{e5}l", "10.0.0.1"};
constexpr std::array<const char*, 4> kAddresses = {"127.0.0.1", "10.0.0.0/8", "10.1.2.3", "::1"};

}  // namespace

EntityUid RandomWorld::uid(const std::string& type) { return {type, std::to_string(below(4))}; }

std::string RandomWorld::entity_text() {
    return language::to_text(uid(
        one_of(std::string("User"), std::string("Group"), std::string("Doc"), std::string("Org"))));
}

// --- Policies -----------------------------------------------------------------------------------

std::string RandomWorld::scope(const std::string& variable) {
    const std::string type =
        variable == "principal" ? one_of("User", "Group") : one_of("Doc", "Org");
    switch (below(7)) {
        case 0:
            return variable + " == " + language::to_text(uid(type));
        case 1:
            return variable + " in " + entity_text();
        case 2:
            return variable + " is " + type;
        case 3:
            return variable + " is " + type + " in " + entity_text();
        default:
            return variable;
    }
}

std::string RandomWorld::action_scope() {
    const auto action = [this] { return language::to_text(uid("Action")); };
    switch (below(5)) {
        case 0:
            return "action == " + action();
        case 1:
            return "action in " + action();
        case 2:
            return "action in [" + action() + ", " + action() + "]";
        default:
            return "action";
    }
}

std::string RandomWorld::policy() {
    std::string text = one_of("permit", "permit", "forbid");
    text += "(" + scope("principal") + ", " + action_scope() + ", " + scope("resource") + ")";
    for (std::uint64_t left = below(3); left > 0; --left) {
        text += (chance(70) ? " when { " : " unless { ") + expression(Kind::truth, 3) + " }";
    }
    return text + ";\n";
}

// --- Expressions --------------------------------------------------------------------------------

std::string RandomWorld::expression(Kind kind, int depth) {
    if (chance(3)) kind = any_kind();
    if (depth <= 0) return leaf(kind);
    return "(" + of_kind(kind, depth - 1) + ")";
}

std::string RandomWorld::of_kind(Kind kind, int depth) {
    if (chance(8)) {
        return "if " + expression(Kind::truth, depth) + " then " + expression(kind, depth) +
               " else " + expression(kind, depth);
    }
    if (chance(3)) {
        return "{a: " + expression(any_kind(), depth) + ", b: " + expression(kind, depth) + "}.b";
    }
    const std::string receiver = expression(Kind::datetime, depth);
    switch (kind) {
        case Kind::truth:
            return truth(depth);
        case Kind::number:
            return number(depth);
        case Kind::set:
            if (chance(40)) return leaf(kind);
            return "[" + expression(Kind::number, depth) + ", " + expression(any_kind(), depth) +
                   ", " + expression(Kind::number, depth) + "]";
        case Kind::record:
            if (chance(40)) return leaf(kind);
            return "{n: " + expression(Kind::number, depth) +
                   ", \"x y\": " + expression(any_kind(), depth) + "}";
        case Kind::datetime:
            return chance(50)   ? leaf(kind)
                   : chance(30) ? receiver + ".toDate()"
                                : receiver + ".offset(" + expression(Kind::duration, depth) + ")";
        case Kind::duration:
            return chance(50) ? leaf(kind)
                   : chance(40)
                       ? receiver + ".toTime()"
                       : receiver + ".durationSince(" + expression(Kind::datetime, depth) + ")";
        default:
            return leaf(kind);
    }
}

std::string RandomWorld::truth(int depth) {
    switch (below(9)) {
        case 0:
            return expression(Kind::truth, depth) + " && " + expression(Kind::truth, depth);
        case 1:
            return expression(Kind::truth, depth) + " || " + expression(Kind::truth, depth) +
                   " || " + expression(Kind::truth, depth);
        case 2:
            return "!" + expression(Kind::truth, depth);
        case 3:
            return comparison(depth);
        case 4:
            return set_question(depth);
        case 5:
            return extension_question(depth);
        case 6:
            return leaf(Kind::truth);
        default:
            return entity_question(depth);
    }
}

std::string RandomWorld::comparison(int depth) {
    if (chance(40)) {
        const Kind kind = any_kind();
        return expression(kind, depth) + one_of(" == ", " != ") + expression(kind, depth);
    }
    const std::array kinds = {Kind::number, Kind::number, Kind::datetime, Kind::duration};
    const Kind kind = kinds[below(kinds.size())];
    return expression(kind, depth) + one_of(" < ", " <= ", " > ", " >= ") + expression(kind, depth);
}

std::string RandomWorld::set_question(int depth) {
    const std::string set = expression(Kind::set, depth);
    switch (below(4)) {
        case 0:
            return set + ".contains(" + expression(any_kind(), depth) + ")";
        case 1:
            return set + ".containsAll(" + expression(Kind::set, depth) + ")";
        case 2:
            return set + ".containsAny(" + expression(Kind::set, depth) + ")";
        default:
            return set + ".isEmpty()";
    }
}

std::string RandomWorld::entity_question(int depth) {
    const std::string entity = expression(Kind::entity, depth);
    const std::string holder = chance(50) ? entity : expression(Kind::record, depth);
    const std::string type = one_of("User", "Group", "Doc", "Org");
    const std::string place = kAttributes[below(kAttributes.size())];
    switch (below(9)) {
        case 0:
            return entity + " in " + expression(Kind::entity, depth);
        case 1:
            return entity + " in [" + expression(Kind::entity, depth) + ", " + entity_text() + "]";
        case 2:
            return entity + " is " + type;
        case 3:
            return entity + " is " + type + " in " + expression(Kind::entity, depth);
        case 4:
            return holder + " has " + place;
        case 5:
            return holder + " has rec." + place;
        case 6:
            return holder + " has owner.rec." + place;
        case 7:
            return entity + ".hasTag(" + expression(Kind::text, depth) + ")";
        default:
            return expression(Kind::text, depth) + " like " +
                   one_of("\"*\"", "\"ad*\"", "\"adm\\*n\"", "\"*m*n\"");
    }
}

std::string RandomWorld::extension_question(int depth) {
    const std::string ip = expression(Kind::ip, depth);
    const std::string decimal = expression(Kind::decimal, depth);
    switch (below(4)) {
        case 0:
            return ip + one_of(".isIpv4()", ".isIpv6()", ".isLoopback()", ".isMulticast()");
        case 1:
            return ip + ".isInRange(" + expression(Kind::ip, depth) + ")";
        case 2:
            return decimal + one_of(".lessThan(", ".lessThanOrEqual(") +
                   expression(Kind::decimal, depth) + ")";
        default:
            return decimal + one_of(".greaterThan(", ".greaterThanOrEqual(") +
                   expression(Kind::decimal, depth) + ")";
    }
}

std::string RandomWorld::number(int depth) {
    switch (below(5)) {
        case 0:
            return "-" + expression(Kind::number, depth);
        case 1:
            return expression(Kind::duration, depth) + one_of(".toMilliseconds()", ".toSeconds()",
                                                              ".toMinutes()", ".toHours()",
                                                              ".toDays()");
        case 2:
            return expression(Kind::number, depth) + one_of(" + ", " - ", " * ") +
                   expression(Kind::number, depth);
        default:
            return leaf(Kind::number);
    }
}

// From a root, over one attribute or more.
std::string RandomWorld::path(Kind kind) {
    std::string text = one_of("principal", "resource", "resource", "context", "context", "action");
    if (chance(20)) text += chance(50) ? ".owner" : ".rec";
    if (chance(6)) return text + ".getTag(\"" + one_of("n", "name", "x") + "\")";
    return text + "." + kAttributes[static_cast<std::size_t>(kind)];
}

std::string RandomWorld::leaf(Kind kind) {
    if (chance(60)) return path(kind);
    switch (kind) {
        case Kind::truth:
            return one_of("true", "false");
        case Kind::number:
            return "(" + std::to_string(kNumbers[below(kNumbers.size())]) + ")";
        case Kind::text:
            return "\"" + std::string(kTexts[below(4)]) + "\"";
        case Kind::entity:
            return chance(60) ? one_of("principal", "resource", "action") : entity_text();
        case Kind::set:
            return one_of("[]", "[1, 2, 7]", "[\"admin\", 1, true]", "[1, [1, 2]]",
                          "[User::\"1\", Group::\"2\"]");
        case Kind::record:
            return chance(40) ? "context"
                              : one_of("{}", "{n: 1}", "{name: \"admin\", rec: {n: 1}}");
        case Kind::ip:
            return "ip(\"" + std::string(kAddresses[below(kAddresses.size())]) + "\")";
        case Kind::decimal:
            return one_of("decimal(\"1.5\")", "decimal(\"-0.0001\")", "decimal(\"x\")",
                          "decimal(context.name)");
        case Kind::datetime:
            return one_of("datetime(\"2024-10-15\")", "datetime(\"1969-12-31T23:59:59Z\")",
                          "datetime(\"never\")");
        case Kind::duration:
            break;
    }
    return one_of("duration(\"1d\")", "duration(\"-1h1ms\")", "duration(principal.name)",
                  "duration(\"9223372036854775807ms\")");
}

// --- Data ---------------------------------------------------------------------------------------

Value RandomWorld::value(Kind kind, int depth) {
    if (chance(4)) kind = any_kind();
    switch (kind) {
        case Kind::truth:
            return chance(50);
        case Kind::number:
            return kNumbers[below(kNumbers.size())];
        case Kind::text:
            return kTexts[below(kTexts.size())];
        case Kind::entity:
            return uid(one_of("User", "Group", "Doc", "Org"));
        case Kind::set: {
            std::vector<Value> elements;
            const Kind of = chance(80) ? Kind::number : any_kind();
            for (std::uint64_t left = below(depth > 0 ? 12 : 2); left > 0; --left) {
                elements.push_back(value(of, depth - 1));
            }
            return language::Set(std::move(elements));
        }
        case Kind::record:
            return depth > 0 ? attributes(depth - 1) : Record{};
        case Kind::ip:
            return *language::extension::parse_ip(kAddresses[below(kAddresses.size())]);
        case Kind::decimal:
            return language::extension::Decimal{static_cast<std::int64_t>(below(3)) * 7500};
        case Kind::datetime:
            return language::extension::Datetime{kNumbers[below(kNumbers.size())]};
        case Kind::duration:
            break;
    }
    return language::extension::Duration{kNumbers[below(kNumbers.size())]};
}

Record RandomWorld::attributes(int depth) {
    Record record;
    for (std::size_t kind = 0; kind < kAttributes.size(); ++kind) {
        if (chance(80)) record.set(kAttributes[kind], value(static_cast<Kind>(kind), depth));
    }
    if (chance(20)) record.set("beside", value(any_kind(), 0));
    return record;
}

Record RandomWorld::tags() {
    Record record;
    for (const char* name : {"n", "name", "admin"}) {
        if (chance(50)) record.set(name, value(any_kind(), 0));
    }
    return record;
}

std::vector<Entity> RandomWorld::entities(bool cyclic) {
    std::vector<Entity> drawn;
    const std::array<const char*, 5> types = {"User", "Group", "Doc", "Org", "Action"};
    for (std::size_t type = 0; type < types.size(); ++type) {
        for (int id = 0; id < 4; ++id) {
            if (chance(15)) continue;
            Entity entity{{types[type], std::to_string(id)}, attributes(2), {}, tags()};
            const bool may_have_parents = std::string_view(types[type]) != "Action" || chance(30);
            for (std::uint64_t left = may_have_parents ? below(3) : 0; left > 0; --left) {
                // Without cycles: parents have a higher id.
                const auto parent =
                    cyclic ? below(4) : static_cast<std::uint64_t>(id) + 1 + below(3);
                const char* const parent_type = types[type == 4 ? 4 : below(4)];
                entity.parents.push_back({parent_type, std::to_string(parent)});
            }
            drawn.push_back(std::move(entity));
        }
    }
    return drawn;
}

language::Request RandomWorld::request() {
    const std::string principal = chance(85) ? "User" : one_of("Group", "Stranger");
    const std::string resource = chance(85) ? "Doc" : one_of("Org", "User", "Thing");
    return {uid(principal), uid("Action"), uid(resource), attributes(2)};
}

}  // namespace postvern::policy::engine::compiled::testing
