// A request and its facts in the numbers of a compiled rulebook: what question.hpp says in Cedar's
// own data, made without allocating. Immutable, so that threads may share it; each has a builder
// and room of its own. Internal to the policy library.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "policy/engine/compiled/request_builder.hpp"
#include "policy/question.hpp"

namespace postvern::policy {

// Every type, attribute and word that a question may say.
std::span<const std::string_view> question_names();

// Where the ids of a question's entities are written, and the entities that whoever asks is in; as
// long as the request that names them.
struct QuestionRoom {
    std::array<char, 24> principal;
    std::array<char, 48> resource;
    std::array<char, 24> extent;
    std::array<char, 24> instruction;
    std::array<engine::compiled::EntityId, kStaffRoleCount> roles;
    std::optional<engine::Entity> processor;
    std::optional<engine::Entity> request;  // the case or hold
};

class QuestionCells {
  public:
    // `table` was made with question_names().
    explicit QuestionCells(const engine::compiled::EntityTable& table);

    // The request, and in the builder what is known of its entities: as cedar_request() and
    // cedar_entities() say it. Valid until the builder begins anew, while the room stays.
    engine::compiled::CompiledRequest make(const Question& question,
                                           const KnownFacts& facts,
                                           engine::compiled::RequestBuilder& builder,
                                           QuestionRoom& room) const;

  private:
    using Symbol = engine::compiled::Symbol;
    using EntityId = engine::compiled::EntityId;

    EntityId principal(const Principal& principal, const KnownFacts& facts,
                       engine::compiled::RequestBuilder& builder, QuestionRoom& room) const;
    EntityId staff(const Principal& principal, const std::optional<StaffFacts>& facts,
                   engine::compiled::RequestBuilder& builder, QuestionRoom& room) const;
    EntityId describe(engine::Entity entity, std::optional<engine::Entity>& place,
                      engine::compiled::RequestBuilder& builder) const;
    const engine::compiled::Cell* context(const Question& question, const KnownFacts& facts,
                                          engine::compiled::RequestBuilder& builder,
                                          QuestionRoom& room) const;
    EntityId resource(const Resource& resource, const KnownFacts& facts,
                      engine::compiled::RequestBuilder& builder, QuestionRoom& room) const;
    EntityId personal(const Resource& resource, const std::optional<AccountFacts>& facts,
                      engine::compiled::RequestBuilder& builder, QuestionRoom& room) const;

    struct Names {
        Symbol owner_type, delivery_agent, system_job, staff_type, founder, processor, authority;
        Symbol unknown, role, action;
        Symbol account, collection, site, ledger, legal_case, hold, report, rulebook;
        Symbol owner, state, purge_due, retained_until, restricted, no_snapshots, consents, kind;
        Symbol policy_until, secrecy_until, agreement_until, device_until;
        Symbol purpose, channel, moment, facts_until, instruction;
        Symbol taken_from, data_class, window_from, window_until, to_court;
    };

    Names names_;
};

}  // namespace postvern::policy
