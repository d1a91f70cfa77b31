// MAIL and RCPT.  RFC 5321 3.3, RFC 1870 6, RFC 6531 3.5
#include <utility>

#include "services/smtp/session.hpp"

namespace postvern::services::smtp {

using grammar::Enhanced;

std::optional<grammar::Reply> Session::objection(const grammar::MailCommand& command) const {
    if (command.sender && !command.utf8 && !command.sender->is_ascii()) {
        return Reply{553, Enhanced{6, 7}, "That address needs SMTPUTF8"};
    }
    if (command.size.value_or(0) > service_.limits.message) {
        return Reply{552, Enhanced{3, 4}, "The message is too large"};
    }
    return std::nullopt;
}

net::Task<void> Session::mail(std::string_view arguments) {
    auto command = grammar::parse_mail(arguments);
    if (const auto refusal = objection(command)) {
        reply(*refusal);
        co_return;
    }
    if (owner_) {
        auto permitting = service_.mailroom.permit_submission(*owner_);
        co_await permitting;
        // The null sender is nobody else's address: read receipts carry it (RFC 8098 3).
        if (command.sender) {
            auto owning = service_.mailroom.owns(owner_->account(), {*command.sender});
            const bool is_own = co_await owning;
            if (!is_own) {
                reply({553, Enhanced{7, 1}, "That sender address is not yours"});
                co_return;
            }
        }
    }
    Mailing mailing;
    mailing.envelope.sender = std::move(command.sender);
    mailing.envelope.utf8 = command.utf8;
    mailing.envelope.announced_size = command.size.value_or(0);
    state_ = std::move(mailing);
    reply({250, Enhanced{1, 0}, "OK"});
}

net::Task<void> Session::recipient(std::string_view arguments) {
    auto address = grammar::parse_recipient(arguments);
    auto& envelope = std::get<Mailing>(state_).envelope;
    if (!envelope.utf8 && !address.is_ascii()) {
        reply({553, Enhanced{6, 7}, "That address needs SMTPUTF8"});
        co_return;
    }
    if (envelope.recipients.size() >= service_.limits.recipients) {
        reply({452, Enhanced{5, 3}, "Too many recipients, send to the others apart"});
        co_return;
    }
    auto looking = service_.mailroom.find(std::move(address), service_.channel());
    const auto lookup = co_await looking;
    switch (lookup.kind) {
        case Lookup::Kind::known:
            envelope.recipients.push_back(lookup.account);
            reply({250, Enhanced{1, 5}, "OK"});
            break;
        case Lookup::Kind::unknown:
            reply({550, Enhanced{1, 1}, "No such mailbox here"});
            break;
        case Lookup::Kind::remote:
            reply({550, Enhanced{7, 1}, "Relaying to other hosts is not offered here"});
            break;
    }
}

}  // namespace postvern::services::smtp
