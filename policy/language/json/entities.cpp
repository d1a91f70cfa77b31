#include "policy/language/json/entities.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "policy/language/constant.hpp"
#include "policy/language/json/values.hpp"
#include "policy/language/name_parser.hpp"

namespace postvern::policy::language::json {

using schema::Schema;

namespace {

bool same(const Entity& left, const Entity& right) {
    const auto sorted = [](std::vector<EntityUid> uids) {
        std::sort(uids.begin(), uids.end());
        uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
        return uids;
    };
    return left.attributes == right.attributes && left.tags == right.tags &&
           sorted(left.parents) == sorted(right.parents);
}

class EntityReader {
  public:
    EntityReader(const Document& document, const Schema* schema)
        : document_(document), schema_(schema) {}

    std::vector<Entity> read(const Node& list) {
        for (const Node& node : document_.array(list, "a list of entities")) add(node);
        refuse_cycles();
        return std::move(entities_);
    }

  private:
    void add(const Node& node) {
        Entity entity = read_one(node);
        const auto [place, added] = places_.try_emplace(entity.uid, entities_.size());
        if (added) {
            entities_.push_back(std::move(entity));
            nodes_.push_back(&node);
        } else if (!same(entities_[place->second], entity)) {
            document_.fail(node.span,
                           "expected each entity once, found another " + to_text(entity.uid));
        }
    }

    Entity read_one(const Node& node) {
        const Object& object = document_.object(node, "an entity");
        document_.only_members(object, {"uid", "attrs", "parents", "tags"});
        const Node& uid = document_.member(node, object, "uid");
        Entity entity{read_entity_uid(document_, uid), {}, {}, {}};
        const auto* const declared =
            schema_ == nullptr ? nullptr : schema_->find_entity_type(entity.uid.type);
        if (schema_ != nullptr && declared == nullptr && !is_action_type(entity.uid.type)) {
            document_.fail(uid.span, "expected an entity type that the schema declares, found " +
                                         to_quoted(entity.uid.type));
        }
        entity.attributes = read_attributes(document_.member(node, object, "attrs"), declared);
        const Node& parents = document_.member(node, object, "parents");
        for (const Node& parent : document_.array(parents, "a list of parents")) {
            entity.parents.push_back(read_parent(entity.uid, parent));
        }
        if (const Node* const tags = object.find("tags")) {
            entity.tags = read_tags(*tags, declared);
        }
        return entity;
    }

    // What the schema requires may be missing here: that is for the validator to say.
    Record read_attributes(const Node& node, const schema::EntityTypeDeclaration* declared) {
        std::vector<Field> fields;
        for (const Member& member : document_.object(node, "attributes, an object").members()) {
            const schema::Attribute* const attribute =
                declared == nullptr ? nullptr
                                    : schema::find_attribute(declared->attributes, member.name);
            if (declared != nullptr && attribute == nullptr) {
                document_.fail(member.name_span,
                               "expected an attribute that the schema declares, found " +
                                   to_quoted(member.name));
            }
            const schema::Type* const type = attribute == nullptr ? nullptr : attribute->type.get();
            fields.push_back({member.name, read_value(document_, member.value, type)});
        }
        return Record::of(std::move(fields));
    }

    Record read_tags(const Node& node, const schema::EntityTypeDeclaration* declared) {
        const schema::Type* const type = declared == nullptr ? nullptr : declared->tags.get();
        std::vector<Field> fields;
        for (const Member& member : document_.object(node, "tags, an object").members()) {
            if (declared != nullptr && type == nullptr) {
                document_.fail(
                    member.name_span,
                    "expected no tags on an entity of this type, found " + to_quoted(member.name));
            }
            fields.push_back({member.name, read_value(document_, member.value, type)});
        }
        return Record::of(std::move(fields));
    }

    EntityUid read_parent(const EntityUid& child, const Node& node) {
        EntityUid parent = read_entity_uid(document_, node);
        if (is_action_type(child.type) && !is_action_type(parent.type)) {
            document_.fail(node.span,
                           "expected an action as parent of an action, found " + to_text(parent));
        }
        return parent;
    }

    // Takes away the entities whose parents are all taken away; what is left contains itself.
    void refuse_cycles() const {
        std::vector<std::size_t> waiting_for(entities_.size());
        std::vector<std::vector<std::size_t>> children(entities_.size());
        std::vector<std::size_t> free;
        for (std::size_t child = 0; child < entities_.size(); ++child) {
            for (const EntityUid& parent : entities_[child].parents) {
                const auto place = places_.find(parent);
                if (place == places_.end()) continue;
                children[place->second].push_back(child);
                ++waiting_for[child];
            }
            if (waiting_for[child] == 0) free.push_back(child);
        }
        for (std::size_t next = 0; next < free.size(); ++next) {
            for (const std::size_t child : children[free[next]]) {
                if (--waiting_for[child] == 0) free.push_back(child);
            }
        }
        if (free.size() == entities_.size()) return;
        const auto stuck = std::find_if(waiting_for.begin(), waiting_for.end(),
                                        [](std::size_t count) { return count != 0; });
        const auto index = static_cast<std::size_t>(stuck - waiting_for.begin());
        document_.fail(nodes_[index]->span, "expected parents without a cycle, found one that " +
                                                to_text(entities_[index].uid) +
                                                " is part of or descends from");
    }

    const Document& document_;
    const Schema* schema_;
    std::vector<Entity> entities_;
    std::vector<const Node*> nodes_;  // where each entity stands
    std::unordered_map<EntityUid, std::size_t, EntityUidHash> places_;
};

}  // namespace

std::vector<Entity> read_entities(const Document& document, const Node& node,
                                  const Schema* schema) {
    return EntityReader(document, schema).read(node);
}

void add_actions(const Schema& schema, std::vector<Entity>& entities) {
    std::unordered_set<EntityUid, EntityUidHash> known;
    for (const Entity& entity : entities) known.insert(entity.uid);
    for (const auto& [uid, action] : schema.actions()) {
        if (!known.contains(uid)) entities.push_back({uid, {}, action.ancestors, {}});
    }
}

Record read_context(const Document& document, const Node& node, const EntityUid& action,
                    const Schema* schema) {
    if (schema == nullptr) {
        document.object(node, "a record, an object");
        // An escape is the entity or the extension value that it says, here as everywhere.
        Value value = read_value(document, node, nullptr);
        if (const Record* const record = value.as_record()) return *record;
        document.fail(node.span, "expected a record, found the escape of another value");
    }
    const auto* const declared = schema->find_action(action);
    if (declared == nullptr) {
        document.fail(node.span,
                      "expected the context of an action that the schema declares, "
                      "found that of " +
                          to_text(action));
    }
    return read_record(document, node, declared->context.get());
}

namespace {

// As Cedar's interfaces write it, {"type", "id"}, or as its command line does, "User::\"alice\"".
EntityUid read_asking_uid(const Document& document, const Node& node) {
    const std::string* const text = node.as_string();
    if (text == nullptr) return read_entity_uid(document, node);
    try {
        return parse_entity_constant("an entity", *text);
    } catch (const SyntaxError& error) {
        document.fail(node.span, error.problem());
    }
}

}  // namespace

Request read_request(const Document& document, const Node& node, const Schema* schema) {
    const Object& object = document.object(node, "a request");
    const auto uid = [&](std::string_view name) {
        return read_asking_uid(document, document.member(node, object, name));
    };
    Request request{uid("principal"), uid("action"), uid("resource"), {}};
    if (const Node* const context = object.find("context")) {
        request.context = read_context(document, *context, request.action, schema);
    }
    return request;
}

}  // namespace postvern::policy::language::json
