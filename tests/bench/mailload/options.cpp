#include "tests/bench/mailload/options.hpp"

#include <boost/program_options.hpp>
#include <sstream>

namespace postvern::tests::bench::mailload {
namespace {

namespace po = boost::program_options;

po::options_description describe_server(Options& o) {
    po::options_description text("Server and identity");
    auto add = text.add_options();
    add("host", po::value(&o.endpoint.host)->default_value("127.0.0.1"), "host name or address");
    add("port", po::value(&o.endpoint.port)->required(), "TCP port");
    add("security", po::value<std::string>(), "tls or plain (deliver: plain; others: tls)");
    add("timeout", po::value(&o.endpoint.timeout)->default_value(300), "seconds of silence");
    add("user", po::value(&o.user)->default_value("alice@example.org"), "name; %k counts users");
    add("users", po::value(&o.users)->default_value(1), "how many users %k counts");
    add("password-file", po::value(&o.password_file), "its first line; else MAILLOAD_PASSWORD");
    add("accounts", po::value(&o.accounts_file), "file of lines \"name password\"");
    add("json", "one JSON object per line");
    add("help", "this text");
    return text;
}

po::options_description describe_load(Options& o) {
    po::options_description text("Load");
    auto add = text.add_options();
    add("sessions", po::value(&o.sessions)->multitoken(), "one measurement for each number");
    add("count", po::value(&o.count)->default_value(3000), "messages, sign-ins or reads");
    add("size", po::value(&o.size)->default_value(10240), "octets of a message");
    add("rcpt", po::value(&o.recipient)->default_value("alice@example.org"), "%k: session");
    add("pipeline", po::bool_switch(&o.pipeline), "deliver: MAIL, RCPT and DATA in one write");
    add("mailbox", po::value(&o.mailbox)->default_value("INBOX"), "mailbox to use");
    add("repeat", po::value(&o.repeat)->default_value(3), "times that each command is run");
    add("item", po::value(&o.items)->composing(), "fetch: name=IMAP command; may be repeated");
    add("pid", po::value(&o.pid), "idle: root of the server's process tree");
    add("settle", po::value(&o.settle)->default_value(3), "idle: seconds before measuring");
    add("threads", po::value(&o.threads)->default_value(2), "idle, relogin: event loops");
    add("at-once", po::value(&o.at_once), "clients signing in together (idle: 64; relogin: all)");
    add("retry-delay", po::value(&o.retry_delay)->default_value(0.5), "seconds, if turned away");
    add("lmtp-port", po::value(&o.lmtp_port), "idle: deliver here and see every client told");
    add("span-days", po::value(&o.span_days)->default_value(0), "append: spread of INTERNALDATE");
    return text;
}

Security parse_security(const std::string& text) {
    if (text == "tls") return Security::tls;
    if (text == "plain") return Security::plain;
    throw UsageError("--security is tls or plain");
}

void check(const Options& o) {
    for (const std::size_t n : o.sessions) {
        if (n == 0) throw UsageError("--sessions counts from 1");
    }
    if (o.endpoint.timeout < 1) throw UsageError("--timeout is at least 1");
    if (o.threads == 0) throw UsageError("--threads is at least 1");
    if (o.count == 0) throw UsageError("--count is at least 1");
    if (o.repeat == 0) throw UsageError("--repeat is at least 1");
}

}  // namespace

Accounts Options::accounts() const {
    if (!accounts_file.empty()) return Accounts(accounts_file);
    return Accounts(user, users, read_password(password_file));
}

Options parse_options(const std::vector<std::string>& arguments, Security security) {
    Options options;
    po::options_description all = describe_server(options);
    all.add(describe_load(options));
    try {
        po::variables_map values;
        po::store(po::command_line_parser(arguments).options(all).run(), values);
        if (values.count("help") != 0) {
            std::ostringstream help;
            help << all;
            throw UsageError(help.str());
        }
        po::notify(values);
        options.form = values.count("json") != 0 ? Form::json : Form::text;
        options.endpoint.security = values.count("security") != 0
                                        ? parse_security(values["security"].as<std::string>())
                                        : security;
    } catch (const po::error& problem) {
        throw UsageError(problem.what());
    }
    check(options);
    return options;
}

}  // namespace postvern::tests::bench::mailload
