#include "tests/policy/proof/small_world.hpp"

#include "policy/language/schema/reading.hpp"

namespace postvern::policy::proof::testing {

using language::EntityUid;
using language::Record;
using language::Value;
using language::schema::Attribute;
using language::schema::Type;
using language::schema::TypeKind;

const std::string& small_schema_text() {
    static const std::string text = R"(
entity Color enum ["red", "green"];
entity Team in [Team] { open: Bool, lead?: User };
entity User in [Team] {
    age: Long, name?: String, boss?: User, color: Color, words: Set<String>, friends: Set<User>,
    teams?: Set<Team>, home?: { city: String, zip?: Long }, born?: datetime
} tags Long;
entity Doc in [Team] {
    owner: User, words: Set<String>, rank?: Long, due?: datetime, price?: decimal, life?: duration,
    origin?: ipaddr
};
type Question = {
    now: Long, why?: String, at?: datetime, more?: { deep?: Bool }, from?: ipaddr
};
action edit;
action read appliesTo { principal: [User], resource: [Doc, Team], context: Question };
action write, remove in [edit]
appliesTo { principal: [User], resource: [Doc, Team], context: Question };
)";
    return text;
}

const language::schema::Schema& small_schema() {
    static const language::schema::Schema schema = language::schema::read_schema(
        {"small.cedarschema", small_schema_text()}, language::schema::SchemaFormat::human);
    return schema;
}

// --- Worlds -------------------------------------------------------------------------------------

EntityUid Drawer::entity(const std::string& type) {
    if (type == "Color") return {type, one_of("red", "green")};
    return {type, one_of("a", "b", "c")};
}

Value Drawer::value(const Type& type) {
    constexpr std::int64_t kNumbers[] = {
        0, 1, 2, 3, -1, 9'223'372'036'854'775'807LL, -9'223'372'036'854'775'807LL - 1};
    const std::int64_t number = kNumbers[below(chance(80) ? 4 : 7)];
    // Some hours apart, so that some are of one day.
    const std::int64_t instant = number >= -1 && number <= 3 ? number * 50'000'000 : number;
    switch (type.kind) {
        case TypeKind::boolean:
            return chance(50);
        case TypeKind::integer:
            return number;
        case TypeKind::string:
            return one_of("", "a", "ab", "b", "ba");
        case TypeKind::entity:
            return entity(type.name);
        case TypeKind::record:
            return record(type.attributes);
        case TypeKind::extension:
            if (type.name == "datetime") return language::extension::Datetime{instant};
            if (type.name == "duration") return language::extension::Duration{number};
            if (type.name == "decimal") return language::extension::Decimal{number};
            return *language::extension::parse_ip(one_of("10.0.0.1", "::1"));
        default:
            break;
    }
    std::vector<Value> elements;
    while (elements.size() < 3 && chance(50)) elements.push_back(value(*type.element));
    return language::Set(std::move(elements));
}

Record Drawer::record(const std::vector<Attribute>& attributes) {
    Record drawn;
    for (const Attribute& attribute : attributes) {
        if (attribute.required || chance(60)) drawn.set(attribute.name, value(*attribute.type));
    }
    return drawn;
}

World Drawer::world() {
    World world;
    const auto& schema = small_schema();
    world.request.principal = entity("User");
    world.request.action = {"Action", one_of("read", "write", "remove")};
    world.request.resource = entity(one_of("Doc", "Team"));
    world.request.context = record(schema.find_action(world.request.action)->context->attributes);
    for (const std::string type : {"User", "Team", "Doc"}) {
        for (const std::string id : {"a", "b", "c"}) {
            if (chance(25)) continue;
            language::Entity drawn{{type, id}, {}, {}, {}};
            drawn.attributes = record(schema.find_entity_type(type)->attributes);
            for (const std::string parent : {"a", "b", "c"}) {
                // Teams are in teams behind them in the alphabet: no cycles.
                const bool may = type != "Team" || parent > id;
                if (may && chance(30)) drawn.parents.push_back({"Team", parent});
            }
            if (type == "User" && chance(50))
                drawn.tags.set(one_of("a", "b"), below(3) == 0 ? 0 : 1);
            world.entities.push_back(std::move(drawn));
        }
    }
    return world;
}

// --- Expressions --------------------------------------------------------------------------------

std::string Drawer::number(int depth) {
    if (depth <= 0 || chance(50)) {
        return one_of("0", "1", "2", "principal.age", "context.now", "resource.rank",
                      "9223372036854775807", "principal.home.zip", "principal.boss.age");
    }
    switch (below(6)) {
        case 0:
            return "(" + number(depth - 1) + " + " + number(depth - 1) + ")";
        case 1:
            return "(" + number(depth - 1) + " - " + number(depth - 1) + ")";
        case 2:
            return "(" + number(depth - 1) + " * 2)";
        case 3:
            return "(-(" + number(depth - 1) + "))";
        case 4:
            return user(depth - 1) + ".getTag(" + text(depth - 1) + ")";
        default:
            return "(if " + truth(depth - 1) + " then " + number(depth - 1) + " else " +
                   number(depth - 1) + ")";
    }
}

std::string Drawer::text(int depth) {
    if (depth > 0 && chance(15)) {
        return "(if " + truth(depth - 1) + " then " + text(depth - 1) + " else " + text(depth - 1) +
               ")";
    }
    return one_of("\"a\"", "\"ab\"", "\"\"", "principal.name", "context.why",
                  "principal.home.city");
}

std::string Drawer::user(int depth) {
    if (depth > 0 && chance(25)) return user(depth - 1) + ".boss";
    if (depth > 0 && chance(15)) {
        return "(if " + truth(depth - 1) + " then " + user(depth - 1) + " else " + user(depth - 1) +
               ")";
    }
    return one_of("principal", "User::\"a\"", "resource.owner", "principal.boss");
}

std::string Drawer::team() {
    return one_of("Team::\"a\"", "Team::\"b\"", "Team::\"c\"", "resource");
}

std::string Drawer::texts(int depth) {
    if (depth > 0 && chance(15)) {
        return "(if " + truth(depth - 1) + " then " + texts(depth - 1) + " else " +
               texts(depth - 1) + ")";
    }
    return one_of("principal.words", "resource.words", "[\"a\", \"b\"]", "[\"a\"]",
                  "[" + text(0) + ", \"b\"]", "resource.owner.words");
}

std::string Drawer::users(int depth) {
    return one_of("principal.friends", "resource.owner.friends", "[User::\"a\", principal]",
                  "[" + user(depth - 1) + "]", user(depth - 1) + ".friends");
}

std::string Drawer::instant() {
    return one_of("context.at", "principal.born", "datetime(\"1970-01-02\")", "resource.due",
                  "context.at.toDate()", "context.at.offset(resource.life)",
                  "datetime(\"1969-12-31T23:00:00Z\")");
}

std::string Drawer::truth(int depth) {
    const auto deeper = [&] { return truth(depth - 1); };
    if (depth <= 0) {
        return one_of("true", "false", "principal has name", "resource has rank", "context has why",
                      "principal.boss.age == 1", "resource.open", "context.more.deep",
                      "principal has home.zip", "context has more.deep", "resource has origin",
                      "context.from == resource.origin", "context.from.isIpv4()");
    }
    switch (below(21)) {
        case 0:
        case 1:
            return "(" + deeper() + " && " + deeper() + ")";
        case 2:
        case 3:
            return "(" + deeper() + " || " + deeper() + ")";
        case 4:
            return "!(" + deeper() + ")";
        case 5:
            return "(if " + deeper() + " then " + deeper() + " else " + deeper() + ")";
        case 6:
            return "(" + number(depth) + one_of(" < ", " <= ", " > ", " >= ", " == ", " != ") +
                   number(depth) + ")";
        case 7:
            return "(" + text(depth) + one_of(" == ", " != ") + text(depth) + ")";
        case 8:
            return "(" + text(depth) + " like " + one_of("\"a*\"", "\"*b\"", "\"*\"", "\"ab\"") +
                   ")";
        case 9:
            return "(" + user(depth) + one_of(" == ", " != ") + user(depth) + ")";
        case 10:
            return "(" + one_of(user(depth), team()) + " in " + team() + ")";
        case 11:
            return "(" + one_of(user(depth), std::string("resource")) + " in " +
                   one_of("[" + team() + ", " + team() + "]", user(depth) + ".teams",
                          users(depth)) +
                   ")";
        case 12:
            return texts(depth) + ".contains(" + text(depth) + ")";
        case 13:
            return texts(depth) + one_of(".containsAll(", ".containsAny(") + texts(depth) + ")";
        case 14:
            return one_of(texts(depth), users(depth)) + ".isEmpty()";
        case 15:
            return "(" + texts(depth) + " == " + texts(depth) + ")";
        case 16:
            return users(depth) +
                   one_of(".contains(" + user(depth) + ")", ".containsAny(" + users(depth) + ")");
        case 17:
            return one_of("(resource is Doc)", "(resource is Team in " + team() + ")",
                          "(action in Action::\"edit\")", "(action == Action::\"read\")",
                          user(depth) + ".hasTag(" + text(depth) + ")");
        case 18:
            return "(" + instant() + one_of(" < ", " <= ", " == ") + instant() + ")";
        case 19:
            return one_of("(principal.home == {city: " + text(0) + ", zip: " + number(0) + "})",
                          "({a: " + number(0) + ", b: " + user(0) + "} == {a: " + number(0) +
                              ", b: principal})",
                          "resource.price.lessThan(decimal(\"0.0002\"))",
                          "(resource.life.toSeconds() == " + number(0) + ")",
                          "(context.at.toTime() < duration(\"1h\"))",
                          "(context.at.durationSince(principal.born) > resource.life)",
                          "(" + user(depth) + ".color == Color::\"red\")",
                          "(principal.home has zip)");
        default:
            return truth(0);
    }
}

std::string Drawer::scope() {
    return "(" +
           one_of("principal", "principal == User::\"a\"", "principal in Team::\"a\"",
                  "principal is User in Team::\"b\"") +
           ", " +
           one_of("action", "action == Action::\"read\"", "action in Action::\"edit\"",
                  "action in [Action::\"read\", Action::\"edit\"]") +
           ", " +
           one_of("resource", "resource is Doc", "resource in Team::\"c\"", "resource is Team") +
           ")";
}

std::string Drawer::policy(const std::string& id) {
    std::string text = "@id(\"" + id + "\")\n";
    if (chance(70)) text += "@record(\"" + one_of("entry", "tally", "none") + "\")\n";
    text += one_of("permit ", "forbid ") + scope();
    while (chance(60)) {
        text += "\n" + one_of("when", "unless") + " { " + truth(static_cast<int>(below(4))) + " }";
    }
    return text + ";\n";
}

}  // namespace postvern::policy::proof::testing
