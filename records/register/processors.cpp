#include "records/processors.hpp"

#include "records/archive/store.hpp"
#include "records/register/fact_rows.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

namespace {

constexpr std::size_t kLongestName = 255;          // octets
constexpr std::size_t kLongestInstruction = 4'096;  // octets
constexpr const char* kNameLabel = "processor";
constexpr const char* kTextLabel = "instruction";
constexpr const char* kNoProcessor = "no processor of that number is on record";

void require_text(std::string_view text, std::size_t longest, const char* what) {
    if (text.empty() || text.size() > longest) {
        throw Unacceptable(std::string(what) + " is empty or over " + std::to_string(longest) +
                           " octets");
    }
}

void changed(Commit& commit, std::uint64_t number) {
    keep_processor_history(commit, number);
    commit.facts_changed();
}

std::vector<Instruction> instructions_of(Store& store, const Vault& vault, std::uint64_t number) {
    std::vector<Instruction> instructions;
    auto reader = store.reader();
    for (const auto& row : reader("SELECT id, moment, ended, text FROM instructions"
                                  " WHERE processor = ? ORDER BY id").query(number)) {
        Instruction instruction;
        instruction.number = static_cast<std::uint64_t>(row.integer(0));
        instruction.moment = row.integer(1);
        if (!row.is_null(2)) instruction.ended = row.integer(2);
        instruction.text = vault.open_for_site(kTextLabel, row.octets(3));
        instructions.push_back(std::move(instruction));
    }
    return instructions;
}

}  // namespace

Processors::Processors(Store& store, Vault& vault, policy::Gate& gate)
    : store_(store), vault_(vault), gate_(gate) {
    store.serve(gate);
}

void Processors::require(policy::Grant&& grant) const {
    const policy::Grant held = std::move(grant);
    if (!gate_.honours(held, policy::Action::administer_processors) ||
        held.resource().type != policy::ResourceType::site) {
        throw policy::Denied(policy::Decision{});
    }
}

std::vector<Processor> Processors::list(policy::Grant&& grant) const {
    require(std::move(grant));
    std::vector<Processor> processors;
    {
        auto reader = store_.reader();
        for (const auto& row :
             reader("SELECT id, name, agreement_until FROM processors ORDER BY id").query()) {
            Processor processor;
            processor.number = static_cast<std::uint64_t>(row.integer(0));
            processor.name = vault_.open_for_site(kNameLabel, row.octets(1));
            if (!row.is_null(2)) processor.agreement_until = row.integer(2);
            processors.push_back(std::move(processor));
        }
    }
    for (Processor& processor : processors) {
        processor.instructions = instructions_of(store_, vault_, processor.number);
    }
    return processors;
}

std::uint64_t Processors::add(policy::Grant&& grant, std::string_view name,
                              std::optional<std::int64_t> agreement_until) {
    require(std::move(grant));
    require_text(name, kLongestName, "the name");
    return store_.write_and_wait<std::uint64_t>([&](Commit& commit) {
        const std::string sealed = vault_.seal_for_site(kNameLabel, name);
        const auto number = static_cast<std::uint64_t>(
            *commit("INSERT INTO processors (name, agreement_until) VALUES (?, ?) RETURNING id")
                 .integer(sql::Blob{sealed}, agreement_until));
        changed(commit, number);
        return number;
    });
}

void Processors::set_agreement(policy::Grant&& grant, std::uint64_t number,
                               std::optional<std::int64_t> agreement_until) {
    require(std::move(grant));
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        if (commit("UPDATE processors SET agreement_until = ? WHERE id = ?")
                .run(agreement_until, number) == 0) {
            throw NotFound(kNoProcessor);
        }
        changed(commit, number);
        return std::monostate{};
    });
}

void Processors::remove(policy::Grant&& grant, std::uint64_t number) {
    require(std::move(grant));
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        commit("DELETE FROM instructions WHERE processor = ?").run(number);
        if (commit("DELETE FROM processors WHERE id = ?").run(number) == 0) {
            throw NotFound(kNoProcessor);
        }
        changed(commit, number);
        return std::monostate{};
    });
}

std::uint64_t Processors::instruct(policy::Grant&& grant, std::uint64_t number,
                                   std::string_view text) {
    require(std::move(grant));
    require_text(text, kLongestInstruction, "the instruction");
    return store_.write_and_wait<std::uint64_t>([&](Commit& commit) {
        if (!commit("SELECT 1 FROM processors WHERE id = ?").integer(number)) {
            throw NotFound(kNoProcessor);
        }
        const std::string sealed = vault_.seal_for_site(kTextLabel, text);
        const auto instruction = static_cast<std::uint64_t>(
            *commit("INSERT INTO instructions (processor, moment, text) VALUES (?, ?, ?)"
                    " RETURNING id").integer(number, commit.now(), sql::Blob{sealed}));
        changed(commit, number);
        return instruction;
    });
}

void Processors::end_instruction(policy::Grant&& grant, std::uint64_t instruction) {
    require(std::move(grant));
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        const auto processor =
            commit("UPDATE instructions SET ended = ? WHERE id = ? AND ended IS NULL"
                   " RETURNING processor").integer(commit.now(), instruction);
        if (!processor) throw NotFound("no instruction of that number is in force");
        changed(commit, static_cast<std::uint64_t>(*processor));
        return std::monostate{};
    });
}

}  // namespace postvern::records
