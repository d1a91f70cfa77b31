// GETQUOTA, GETQUOTAROOT, SETQUOTA: RFC 9208 4.1. One root, "", for the whole account; STORAGE alone is
// limited, in units of 1024 octets.
#include "services/imap/commands.hpp"

namespace postvern::services::imap {

namespace {

constexpr std::uint64_t kUnit = 1024;

net::Task<void> write_quota(Session& session) {
    auto asking = session.ask(policy::Action::list, session.account());
    auto grant = co_await asking;
    auto work = [&archive = session.parts().archive, grant = std::move(grant)]() mutable {
        return archive.quota(std::move(grant));
    };
    auto reading = session.blocking(std::move(work));
    const auto quota = co_await reading;
    session.stream().write("* QUOTA \"\" (STORAGE " + std::to_string((quota.used + kUnit - 1) / kUnit) +
                           ' ' + std::to_string(quota.limit / kUnit) + ")\r\n");
}

}  // namespace

Answering get_quota(Session& session, grammar::GetQuota& command) {
    if (!command.root.empty()) co_return no("NONEXISTENT", "There is no such quota root");
    auto writing = write_quota(session);
    co_await writing;
    co_return ok("That is all");
}

Answering get_quota_root(Session& session, grammar::GetQuotaRoot& command) {
    auto finding = session.find(std::move(command.mailbox));
    const auto found = co_await finding;
    std::string line = "* QUOTAROOT ";
    grammar::write_mailbox(line, found.path, session.encoding());
    line += " \"\"\r\n";
    session.stream().write(line);
    auto writing = write_quota(session);
    co_await writing;
    co_return ok("That is all");
}

Answering set_quota(Session&, grammar::SetQuota&) {
    co_return no("NOPERM", "Quotas are set by the administrators");
}

}  // namespace postvern::services::imap
