// A request and its facts in the numbers of a compiled rulebook: what question.hpp says in Cedar's
// own data, made without allocating but for cases and processors. Immutable, so that threads may share it;
// each has a builder and room of its own. Internal to the policy library.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "policy/engine/compiled/request_builder.hpp"
#include "policy/question.hpp"
#include "policy/record_layout.hpp"

namespace postvern::policy {

// Every type, attribute and word that a question may say.
const std::vector<std::string_view>& question_names();

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
    using Cell = engine::compiled::Cell;
    using Builder = engine::compiled::RequestBuilder;

    enum class AccountField {
        owner, state, purge_due, retained_until, restricted, no_snapshots, consents, kind
    };
    enum class StaffField { policy_until, secrecy_until, agreement_until, device_until };
    enum class ContextField {
        purpose, channel, moment, facts_until, instruction, account, data_class, window_from,
        window_until, sealed_to_court
    };
    using AccountLayout = RecordLayout<AccountField, 8>;
    using StaffLayout = RecordLayout<StaffField, 4>;
    using ContextLayout = RecordLayout<ContextField, 10>;

    EntityId principal(const Principal& principal, const KnownFacts& facts, Builder& builder,
                       QuestionRoom& room) const;
    EntityId staff(const Principal& principal, const std::optional<StaffFacts>& facts,
                   Builder& builder, QuestionRoom& room) const;
    EntityId describe(engine::Entity entity, std::optional<engine::Entity>& place,
                      Builder& builder) const;
    const Cell* context(const Question& question, const KnownFacts& facts, Builder& builder,
                        QuestionRoom& room) const;
    EntityId resource(const Question& question, EntityId asking, const KnownFacts& facts,
                      Builder& builder, QuestionRoom& room) const;
    EntityId personal(const Question& question, EntityId asking,
                      const std::optional<AccountFacts>& facts, Builder& builder,
                      QuestionRoom& room) const;
    Cell consents(const std::vector<Purpose>& purposes, Builder& builder) const;

    struct Types {
        Symbol owner, delivery_agent, system_job, staff, founder, processor, authority, unknown;
        Symbol account, collection, site, ledger, report, rulebook;
    };

    Types types_;
    AccountLayout account_layout_;
    StaffLayout staff_layout_;
    ContextLayout context_layout_;
    // By the numbers of their enumerations.
    std::array<EntityId, kActionCount> actions_;
    std::array<EntityId, kStaffRoleCount> roles_;
    std::array<Cell, kPurposeCount> purposes_;
    std::array<Cell, kChannelCount> channels_;
    std::array<Cell, kDisclosureClassCount> classes_;
    std::array<Cell, 3> states_;
    std::array<Cell, 4> kinds_;
};

}  // namespace postvern::policy
