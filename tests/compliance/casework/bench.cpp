#include "tests/compliance/casework/bench.hpp"

#include "test_places.hpp"
#include "tests/compliance/police_request.hpp"

namespace postvern::compliance {

const char* const kAttorney = R"toml(
instrument = "attorney_letter"
authority = "Weiss & Partner LLP"
authority_kind = "attorney"
country = "US"
person = "Clara Weiss"
contact = "desk@attorney.example"
case_number = "2026/1141"
date = 2026-02-27
received = 2026-03-02T09:00:00+01:00
accounts = ["alice@example.org"]
data_classes = ["mail"]
text = "Please preserve and produce all mail."
)toml";

const std::string kPolice = tests::police_request();

const char* const kCourt = R"toml(
instrument = "court_order"
section = "Straffeprosessloven § 210"
authority = "Fjordvik tingrett"
authority_kind = "court"
country = "NO"
person = "Dommer Eksempel"
contact = "post@court.example"
case_number = "26-004711ENE-FJOR/01"
date = 2026-02-20
received = 2026-03-02T09:00:00+01:00
accounts = ["alice@example.org"]
data_classes = ["mail"]
window = { from = 2026-02-01T00:00:00+01:00, until = 2026-02-14T23:59:59+01:00 }
)toml";

const char* const kPreservation = R"toml(
instrument = "preservation_order"
section = "Straffeprosessloven § 215a"
authority = "Fjordvik politidistrikt"
authority_kind = "prosecutor"
country = "NO"
person = "Statsadvokat Eksempel"
contact = "post@prosecutor.example"
case_number = "26-2"
date = 2026-03-01
received = 2026-03-02T09:00:00+01:00
accounts = ["alice@example.org"]
data_classes = ["mail"]
window = { from = 2026-02-01T00:00:00+01:00, until = 2026-02-14T23:59:59+01:00 }
)toml";

namespace {

constexpr std::int64_t kMarch = 1'772'449'200;  // 2026-03-02 11:00 UTC

HouseIdentity identity() { return {"Example Mail AS", {"Storgata 1", "0001 Oslo"}, {"post@example.org"}, "postmaster@example.org"}; }

}  // namespace

House::House(const records::Scratch& scratch, const OrderSigners& signers)
    : home(scratch, std::uint64_t{1} << 30, kMarch),
      casework({home.site, *home.gate, home.cases, home.case_files, home.accounts, home.archive, home.disclosure,
                [this] { return policy::Assembly::rulebook_hash(*home.gate); },
                [](const policy::RulebookHash&) { return policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook"); },
                {}, signers},
               RequestRules::read_directory(POSTVERN_SOURCE_DIR "/compliance/requests/data"), LetterTemplates::built_in(),
               identity()) {}

policy::Subject House::subject(std::uint32_t user) {
    return home.gate->admit(policy::StaffClaim{user, home.site.house_token()}, policy::Channel::control).value();
}

CaseWorker House::by(std::uint32_t user) {
    return {user, [this, user](policy::Action action, policy::Resource resource, policy::Purpose purpose,
                               std::optional<policy::Extent> extent) {
                return home.gate->ask_and_wait(
                    {subject(user), action, std::move(resource), purpose, policy::Channel::control, extent});
            }};
}

Bench::Bench() {
    house_.emplace(scratch);
    alice = home().add_account("alice@example.org", "correct horse");
    bob = home().add_account("bob@example.org", "battery staple");
    using policy::StaffRole;
    home().employ(kOfficer, StaffRole::legal_officer);
    home().employ(kColleague, StaffRole::legal_officer);
    home().employ(kSecond, StaffRole::second_officer);
    home().employ(kWatchdog, StaffRole::data_protection_officer);
    home().employ(kSupport, StaffRole::support);
    home().employ(kDirector, StaffRole::managing_director);
    home().employ(kConcerned, StaffRole::legal_officer, alice);
    const policy::Subject founder = home().staff();
    for (const std::uint32_t user : {kOfficer, kColleague, kSecond, kWatchdog, kDirector}) {
        auto key = disclosure::SigningKey::generate();
        home().personnel.put_key(home().ask(founder, policy::Action::administer_staff, policy::Resource::site()), user,
                                 {key.public_key().octets});
        keys_.emplace(user, std::move(key));
    }
}

void Bench::reopen() { reopen([] {}); }

void Bench::reopen(const std::function<void()>& between) {
    const std::int64_t now = home().now;
    house_.reset();
    between();
    house_.emplace(scratch, signers);
    home().now = now;
}

std::string Bench::open(const std::string& letter, const std::vector<std::uint32_t>& named) {
    return casework()
        .open(house().by(kOfficer), read_intake(letter), letter, {{"enclosure", "letter.pdf", "%PDF-1.7"}}, named)
        .file.reference;
}

CaseOutcome Bench::take(std::uint32_t user, const std::string& reference, CaseAct act) {
    return casework().take(house().by(user), reference, std::move(act));
}

CaseOutcome Bench::take(std::uint32_t user, const std::string& reference, CaseStep step, std::vector<Evidence> evidence,
                        std::string reason) {
    CaseAct act;
    act.step = step;
    act.evidence = std::move(evidence);
    act.reason = std::move(reason);
    return take(user, reference, std::move(act));
}

CaseSight Bench::see(const std::string& reference, std::uint32_t user) {
    return casework().read(house().by(user), reference);
}

std::string Bench::text_of(const std::string& reference, const CaseOutcome& outcome) {
    if (!outcome.letter || outcome.letter->paper == 0) return outcome.letter ? outcome.letter->lacks : "no letter";
    return casework().paper(house().by(kOfficer), reference, outcome.letter->paper);
}

std::string Bench::classified(const std::string& letter) {
    const std::string reference = open(letter);
    EXPECT_EQ(take(kOfficer, reference, CaseStep::authenticate, {Evidence::verified_sender}).refusal, "");
    EXPECT_EQ(take(kOfficer, reference, CaseStep::classify).refusal, "");
    return reference;
}

CourtOrder Bench::order(const std::string& reference) {
    CourtOrder order;
    order.legal_case = see(reference).view.reference;
    order.court = "Fjordvik tingrett";
    order.number = "26-004711ENE-FJOR/01";
    order.date = std::chrono::sys_days(std::chrono::year(2026) / 2 / 20);
    order.section = "Straffeprosessloven § 210";
    order.seal = OrderSeal::seal;
    order.instrument = records::sha256("the order");
    order.accounts = {"alice@example.org"};
    order.classes = {policy::DisclosureClass::mail};
    order.window = Span{1'769'900'400, 1'771'110'000};  // 2026-02-01 to 2026-02-15, +01:00
    order.zone = "+01:00";
    order.in_force = Span{home().now - kDay, home().now + 28 * kDay};
    order.suspicion = Suspicion::owner;
    order.counsel = Counsel::appointed;
    order.secrecy = SecrecyRelease::court;
    order.privilege = Privilege::none;
    order.appeal = Appeal::final;
    order.recipient = records::sha256("a certificate");
    return order;
}

CaseAct Bench::entering(const CourtOrder& order) {
    CaseAct act;
    act.step = CaseStep::enter_order;
    act.order = order;
    act.papers = {{"order", "order.pdf", "the order"}};
    return act;
}

CaseAct Bench::validating(std::uint32_t user, const std::string& reference) {
    CaseAct act;
    act.step = CaseStep::validate;
    act.evidence = {Evidence::court_call_back};
    const auto order = disclosure::parse_order(casework().order_text(house().by(user), reference));
    act.signature = disclosure::sign_order(order, home().now, key_of(user)).text;
    return act;
}

std::string Bench::scoped(const std::vector<std::string>& accounts) {
    const std::string reference = classified(kCourt);
    CourtOrder over = order(reference);
    over.accounts = accounts;
    EXPECT_EQ(take(kOfficer, reference, entering(over)).refusal, "");
    EXPECT_EQ(take(kOfficer, reference, validating(kOfficer, reference)).refusal, "");
    EXPECT_EQ(take(kColleague, reference, validating(kColleague, reference)).refusal, "");
    CaseAct secrecy;
    secrecy.step = CaseStep::clear_secrecy;
    secrecy.papers = {{"secrecy-paper", "118.pdf", "the ruling on secrecy"}};
    EXPECT_EQ(take(kOfficer, reference, secrecy).refusal, "");
    EXPECT_EQ(take(kOfficer, reference, CaseStep::clear_privilege, {Evidence::privilege_check}).refusal, "");
    EXPECT_EQ(take(kOfficer, reference, CaseStep::scope).refusal, "");
    return reference;
}

}  // namespace postvern::compliance
