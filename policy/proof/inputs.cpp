#include "policy/proof/inputs.hpp"

#include "policy/engine/house_schema.hpp"
#include "policy/tools/reading.hpp"

namespace postvern::policy::proof {

std::vector<language::Source> sources_of(std::span<const RulebookFile> files) {
    std::vector<language::Source> sources;
    for (const RulebookFile& file : files) sources.push_back({file.name, file.text});
    return sources;
}

SchemaInUse::SchemaInUse(const std::optional<RulebookFile>& file) {
    if (file) given_.emplace(tools::read_schema({file->name, file->text}));
    schema_ = given_ ? &*given_ : &engine::house_schema();
}

}  // namespace postvern::policy::proof
