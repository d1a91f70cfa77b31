#include "services/daemon/server.hpp"

#include "compliance/case_clock_job.hpp"
#include "compliance/retention.hpp"
#include "compliance/statistics_job.hpp"
#include "services/control/service.hpp"
#include "services/daemon/privileges.hpp"
#include "services/house/proof.hpp"
#include "services/imap/service.hpp"
#include "services/net/runtime.hpp"
#include "services/outside/attestation_job.hpp"
#include "services/publication/publication.hpp"
#include "services/sign_in/sign_in.hpp"
#include "services/smtp/archive_mailroom.hpp"
#include "services/smtp/service.hpp"

namespace postvern::services::daemon {

namespace {

net::RuntimeOptions runtime_options(const house::Configuration& configuration) {
    net::RuntimeOptions options;
    options.admission.total = configuration.connections;
    options.admission.per_prefix = configuration.connections_per_network;
    // Clients that come back all at once after a restart wait in this queue rather than being refused.
    options.hashing_queue = 8'192;
    return options;
}

using Endpoints = std::vector<net::Endpoint>;

Endpoints tcp(const std::vector<std::string>& addresses) {
    Endpoints endpoints;
    for (const std::string& address : addresses) endpoints.push_back(net::TcpEndpoint{address});
    return endpoints;
}

house::HouseSettings proven(house::HouseSettings settings) {
    settings.check_rulebook = house::require_proven;
    return settings;
}

Endpoints tcp_or_unix(const house::Configuration& configuration) {
    Endpoints endpoints;
    for (const std::string& address : configuration.lmtp) {
        if (!address.starts_with('/')) {
            endpoints.push_back(net::TcpEndpoint{address});
            continue;
        }
        net::UnixEndpoint socket{address, configuration.lmtp_socket_mode};
        if (!configuration.lmtp_socket_group.empty()) {
            socket.group = group_of(configuration.lmtp_socket_group, "lmtp-socket-group");
        }
        endpoints.push_back(std::move(socket));
    }
    return endpoints;
}

}  // namespace

struct Server::Parts {
    Parts(const house::Configuration& configuration, house::HouseSettings settings);
    // Sessions and pools end before what they use goes.
    ~Parts() { runtime.stop(net::Duration::zero()); }

    void note_attestation(outside::AttestationJob::Event event);
    smtp::Service smtp_service(const house::Configuration& configuration, smtp::Dialect dialect);
    imap::Parts imap_parts(const house::Configuration& configuration);
    void listen(const house::Configuration& configuration);
    std::uint16_t listen_on(const Endpoints& endpoints, const net::TlsContext* implicit,
                            const char* refusal, const net::SessionHandler& handler);

    net::LineEventLog events;
    net::TlsContext tls;
    house::House house;
    net::Runtime runtime;
    sign_in::Throttle throttle;
    sign_in::SignIn sign_in;
    smtp::ArchiveMailroom mailroom;
    net::MemoryBudget budget;
    smtp::Service lmtp;
    smtp::Service submission;
    imap::Service imap;
    control::Service control;
    compliance::Retention retention;
    compliance::CaseClockJob case_clocks;
    compliance::StatisticsJob statistics;
    outside::AttestationJob attestation;
    std::optional<publication::Publication> published;
    Ports ports;
};

Server::Parts::Parts(const house::Configuration& configuration, house::HouseSettings settings)
    : tls({{configuration.certificate, configuration.key}}),
      house(proven(std::move(settings))),
      runtime(runtime_options(configuration), events),
      sign_in(house.gate(), runtime.hashing(), throttle,
              [this](policy::AccountId account) { house.site().statistics().signed_in(account); }),
      mailroom(house.gate(), house.accounts(), house.archive(), runtime.blocking(),
               house.site().settings().clock,
               [this](policy::AccountId account) { house.site().statistics().delivered(account); }),
      lmtp(smtp_service(configuration, smtp::Dialect::lmtp)),
      submission(smtp_service(configuration, smtp::Dialect::submission)),
      imap(imap_parts(configuration)),
      control(house.control_parts(), runtime.blocking()),
      retention(house.site(), house.gate(), house.archive(), house.cases(),
                [this](compliance::Retention::Trouble trouble, std::uint64_t times) {
                    if (trouble == compliance::Retention::Trouble::publication) {
                        events.note("record-publication-failed", times);
                    } else {
                        events.note("retention-failed", times);
                    }
                },
                &house.casework()),
      case_clocks(house.casework(), [this](std::uint64_t times) { events.note("case-clocks-failed", times); }),
      statistics(house.site(), house.gate(),
                 [this](compliance::StatisticsJob::Trouble trouble, std::uint64_t times) {
                     if (trouble == compliance::StatisticsJob::Trouble::budget) {
                         events.note("statistics-budget-refused", times);
                     } else {
                         events.note("statistics-failed", times);
                     }
                 }),
      attestation(house.site().ledger().attestations(), configuration.outsiders(),
                  [this](outside::AttestationJob::Event event) { note_attestation(event); }) {
    listen(configuration);
}

void Server::Parts::note_attestation(outside::AttestationJob::Event event) {
    using Event = outside::AttestationJob::Event;
    switch (event) {
        case Event::witness_silent:
            return events.note("witness-silent");
        case Event::witness_objects:
            return events.note("witness-objects");
        case Event::timestamp_failed:
            return events.note("timestamp-failed");
    }
}

smtp::Service Server::Parts::smtp_service(const house::Configuration& configuration,
                                          smtp::Dialect dialect) {
    smtp::Limits limits;
    limits.message = configuration.message_limit;
    const bool offers_tls = dialect == smtp::Dialect::submission;
    smtp::Service service{dialect,  configuration.hostname, offers_tls ? &tls : nullptr, limits, mailroom, sign_in,
                          budget,   events,                 house.site().settings().clock};
    if (dialect == smtp::Dialect::lmtp) {
        service.border = {configuration.border_servers, configuration.spam_field};
        service.reported = [this](policy::AccountId account, const smtp::BorderReport& report) {
            auto& counted = house.site().statistics();
            if (report.spam) counted.judged(account, *report.spam);
            if (report.link) counted.handed_over(account, *report.link);
        };
    }
    return service;
}

imap::Parts Server::Parts::imap_parts(const house::Configuration& configuration) {
    imap::Settings settings;
    settings.version = POSTVERN_VERSION;
    settings.message_octets = configuration.message_limit;
    return {house.gate(), house.archive(), sign_in, runtime.blocking(), budget, &tls, events,
            house.site().settings().clock, settings};
}

void Server::Parts::listen(const house::Configuration& configuration) {
    const auto serve_imap = [this](net::Stream& stream) { return imap.serve(stream); };
    const auto serve_submission = [this](net::Stream& stream) {
        return smtp::serve(submission, stream);
    };
    const auto serve_lmtp = [this](net::Stream& stream) { return smtp::serve(lmtp, stream); };
    constexpr const char* kImapRefusal = "* BYE [UNAVAILABLE] Too many connections\r\n";
    constexpr const char* kSmtpRefusal = "421 4.7.0 Too many connections, try again later\r\n";

    if (!configuration.publish.empty()) {
        published.emplace(configuration.publish, configuration.data);
        ports.publish = published->port();
    }
    ports.imaps = listen_on(tcp(configuration.imaps), &tls, kImapRefusal, serve_imap);
    ports.imap = listen_on(tcp(configuration.imap), nullptr, kImapRefusal, serve_imap);
    ports.submissions = listen_on(tcp(configuration.submissions), &tls, kSmtpRefusal, serve_submission);
    ports.submission = listen_on(tcp(configuration.submission), nullptr, kSmtpRefusal, serve_submission);
    ports.lmtp = listen_on(tcp_or_unix(configuration), nullptr, kSmtpRefusal, serve_lmtp);
    const auto serve_control = [this](net::Stream& stream) { return control.serve(stream); };
    runtime.listen(net::UnixEndpoint{configuration.data / "control.sock"}, {}, serve_control);
    if (!configuration.control_socket.empty()) {
        runtime.listen(net::UnixEndpoint{configuration.control_socket, 0660,
                                         group_of(configuration.control_socket_group, "control-socket-group")},
                       {}, serve_control);
    }
}

// Value: the port of the first address.
std::uint16_t Server::Parts::listen_on(const Endpoints& endpoints, const net::TlsContext* implicit,
                                       const char* refusal, const net::SessionHandler& handler) {
    std::uint16_t first = 0;
    for (const net::Endpoint& endpoint : endpoints) {
        net::ListenerOptions options;
        options.tls = implicit;
        options.refusal = refusal;
        const net::Listener& listener = runtime.listen(endpoint, std::move(options), handler);
        if (first == 0) first = listener.port();
    }
    return first;
}

Server::Server(const house::Configuration& configuration, house::HouseSettings settings)
    : parts_(std::make_unique<Parts>(configuration, std::move(settings))) {}

Server::~Server() = default;

Ports Server::ports() const { return parts_->ports; }
house::House& Server::house() { return parts_->house; }

void Server::start() {
    if (parts_->house.rules().unused_directory()) parts_->events.note("rulebook-directory-unused");
    parts_->runtime.start();
    if (parts_->published) parts_->published->start();
}

void Server::stop(std::chrono::seconds grace) {
    parts_->published.reset();
    parts_->runtime.stop(grace);
}

std::string Server::reload_certificates() {
    try {
        parts_->tls.reload();
        return {};
    } catch (const net::TlsConfigurationError& error) {
        return error.what();
    }
}

std::string Server::reload_rulebook() {
    try {
        parts_->house.rules().reload();
        return {};
    } catch (const std::exception& error) {
        return error.what();
    }
}

void Server::note_rulebook_review() {
    try {
        const auto rulebook = parts_->house.rules().kept().in_force();
        if (rulebook && rulebook->is_overdue(parts_->house.site().settings().clock())) {
            parts_->events.note("rulebook-review-overdue");
        }
    } catch (const std::exception&) {
        // No reason to end: the rules in force are in memory.
        parts_->events.note("rulebook-unreadable");
    }
}

std::string Server::rulebook_hash() const { return parts_->house.rulebook_hash(); }

}  // namespace postvern::services::daemon
