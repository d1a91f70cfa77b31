#include "policy/proof/concrete_case.hpp"

#include <utility>
#include <vector>

#include "policy/language/json/value_writer.hpp"

namespace postvern::policy::proof {

using language::Record;
using language::Value;
using language::json::Writer;

namespace {

Record without(const Record& record, std::size_t index) {
    std::vector<language::Field> fields(record.fields().begin(), record.fields().end());
    fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(index));
    return Record::of(std::move(fields));
}

Value without(const language::Set& set, std::size_t index) {
    std::vector<Value> elements(set.elements().begin(), set.elements().end());
    elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(index));
    return language::Set(std::move(elements));
}

// Shrinks one part at a time of a world whose other parts stay.
class Shrinker {
  public:
    Shrinker(World world, const std::function<bool(const World&)>& shows)
        : world_(std::move(world)), shows_(shows) {}

    World shrink() {
        shrink_list(world_.entities);
        for (auto& entity : world_.entities) {
            shrink_list(entity.parents);
            shrink_record(entity.tags);
            shrink_record(entity.attributes);
        }
        shrink_record(world_.request.context);
        return std::move(world_);
    }

  private:
    // Puts `smaller` in the place of `part` if the world still shows it.
    template <class Part>
    bool replace(Part& part, Part smaller) {
        std::swap(part, smaller);
        if (shows_(world_)) return true;
        std::swap(part, smaller);
        return false;
    }

    template <class Item>
    void shrink_list(std::vector<Item>& list) {
        for (std::size_t index = list.size(); index-- > 0;) {
            auto smaller = list;
            smaller.erase(smaller.begin() + static_cast<std::ptrdiff_t>(index));
            replace(list, std::move(smaller));
        }
    }

    void shrink_record(Record& record) {
        for (std::size_t index = record.fields().size(); index-- > 0;) {
            if (replace(record, without(record, index))) continue;
            const language::Field field = record.fields()[index];
            if (const auto* set = field.value.as_set()) shrink_set(record, field.name, *set);
            if (const auto* inner = field.value.as_record()) {
                shrink_inner(record, field.name, *inner);
            }
        }
    }

    void shrink_set(Record& record, const std::string& name, language::Set set) {
        for (std::size_t index = set.elements().size(); index-- > 0;) {
            Record smaller = record;
            const Value fewer = without(set, index);
            smaller.set(name, fewer);
            if (replace(record, std::move(smaller))) set = *fewer.as_set();
        }
    }

    void shrink_inner(Record& record, const std::string& name, Record inner) {
        for (std::size_t index = inner.fields().size(); index-- > 0;) {
            Record smaller = record;
            Record fewer = without(inner, index);
            smaller.set(name, fewer);
            if (replace(record, std::move(smaller))) inner = std::move(fewer);
        }
    }

    World world_;
    const std::function<bool(const World&)>& shows_;
};

std::string request_in_json(const language::Request& request) {
    Writer writer;
    writer.begin_object();
    const auto uid = [&](const char* name, const language::EntityUid& value) {
        writer.name(name);
        language::json::write_uid(writer, value);
    };
    uid("principal", request.principal);
    uid("action", request.action);
    uid("resource", request.resource);
    writer.name("context");
    language::json::write_value(writer, request.context);
    writer.end_object();
    return writer.text();
}

std::string entities_in_json(const std::vector<language::Entity>& entities) {
    Writer writer;
    writer.begin_array();
    for (const auto& entity : entities) language::json::write_entity(writer, entity);
    writer.end_array();
    return writer.text();
}

std::string known_of(const language::Entity& entity) {
    std::string text = to_text(entity.uid) + " " + to_text(Value(entity.attributes));
    if (!entity.tags.fields().empty()) text += " with tags " + to_text(Value(entity.tags));
    for (const auto& parent : entity.parents) text += " in " + to_text(parent);
    return text;
}

}  // namespace

World make_small(World world, const std::function<bool(const World&)>& shows) {
    return Shrinker(std::move(world), shows).shrink();
}

ConcreteCase describe(const World& world, std::string decision) {
    const auto& request = world.request;
    ConcreteCase described{
        request_in_json(request), entities_in_json(world.entities), {}, std::move(decision)};
    described.sentence = to_text(request.principal) + " asks for " + request.action.id + " on " +
                         to_text(request.resource) + " with " + to_text(Value(request.context));
    described.sentence += world.entities.empty() ? ", of which nothing is known" : ", knowing ";
    for (const auto& entity : world.entities) {
        if (&entity != world.entities.data()) described.sentence += ", ";
        described.sentence += known_of(entity);
    }
    return described;
}

}  // namespace postvern::policy::proof
