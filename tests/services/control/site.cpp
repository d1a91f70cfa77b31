#include "tests/services/control/site.hpp"

#include <Poco/JSON/Parser.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <sstream>

#include "services/cli/tool.hpp"
#include "test_places.hpp"

namespace postvern::services::control {

namespace fs = std::filesystem;
using policy::Action;
using policy::Channel;

namespace {

Poco::JSON::Object::Ptr object_of(const Ran& ran) {
    Poco::JSON::Parser parser;
    return parser.parse(ran.out).extract<Poco::JSON::Object::Ptr>();
}

net::RuntimeOptions small() {
    net::RuntimeOptions options;
    options.loops = 1;
    options.blocking_threads = 2;
    options.hashing_threads = 1;
    return options;
}

}  // namespace

std::string Ran::member(const std::string& name) const {
    return object_of(*this)->getValue<std::string>(name);
}

std::uint64_t Ran::number(const std::string& name) const {
    return object_of(*this)->getValue<std::uint64_t>(name);
}

std::string own_user() { return std::to_string(::getuid()); }

ScratchSite::ScratchSite() {
    configuration_.data = root() / "data";
    configuration_.keys = root() / "keys";
    configuration_.rulebook = fs::path(POSTVERN_SOURCE_DIR) / "policy/rulebook";
    std::ofstream(root() / "postvern.ini")
        << "data = " << configuration_.data.string() << "\nkeys = " << configuration_.keys.string()
        << "\nrulebook = " << configuration_.rulebook.string() << '\n';
}

Ran ScratchSite::tool(std::vector<std::string> words, const std::string& secrets) const {
    words.insert(words.begin(), {"--data", root().string()});
    if (!secrets.empty()) words.push_back("--password-stdin");
    std::istringstream in(secrets);
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::run(words, {in, out, err});
    return {code, out.str(), err.str()};
}

Ran ScratchSite::json(std::vector<std::string> words, const std::string& secrets) const {
    words.push_back("--json");
    return tool(std::move(words), secrets);
}

void ScratchSite::enter_staff() const {
    const Ran entered = tool({"staff", "put", own_user(), "--role", "operator", "--role",
                              "managing_director", "--until", kStaffUntil});
    EXPECT_EQ(entered.code, 0) << entered.out << entered.err;
}

std::string ScratchSite::add_alice() const {
    enter_staff();
    const Ran made = json({"account", "add", kAlice}, std::string(kPassword) + '\n');
    EXPECT_EQ(made.code, 0) << made.out << made.err;
    return made.member("recovery_code");
}

void deliver(house::House& house, const std::string& subject) {
    const auto stranger = house.gate().admit(policy::DeliveryClaim{}, Channel::lmtp);
    auto grant = house.gate().ask_and_wait({*stranger, Action::deliver,
                                            policy::Resource::of(*house.accounts().resolve(kAlice)),
                                            policy::Purpose::service_delivery, Channel::lmtp});
    const records::Incoming message{
        std::make_shared<const std::string>("Subject: " + subject + "\r\n\r\nHello.\r\n"),
        {1'700'000'000, 0},
        0,
        {}};
    std::vector<records::Placement> placements;
    placements.push_back({std::move(grant), message});
    std::promise<void> placed;
    house.archive().add(std::move(placements),
                        [&placed](const records::Outcome<std::vector<records::Placed>>& outcome) {
                            if (outcome.index() == 1) {
                                placed.set_exception(std::get<1>(outcome));
                            } else {
                                placed.set_value();
                            }
                        });
    placed.get_future().get();
}

bool signs_in(house::House& house, const std::string& password) {
    const policy::LoginClaim claim{kAlice, password};
    const auto owner = house.gate().admit(claim, Channel::imap);
    return owner.has_value();
}

Daemon::Daemon(const ScratchSite& site)
    : house_(site.configuration().house()),
      runtime_(small(), events_),
      service_(house_.control_parts(), runtime_.blocking()) {
    runtime_.listen(net::UnixEndpoint{site.configuration().data / "control.sock"}, {},
                    [this](net::Stream& stream) { return service_.serve(stream); });
    runtime_.start();
}

Daemon::~Daemon() { runtime_.stop(std::chrono::seconds(5)); }

}  // namespace postvern::services::control
