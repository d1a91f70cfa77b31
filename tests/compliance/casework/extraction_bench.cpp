#include "tests/compliance/casework/extraction_bench.hpp"

#include "records/vault/vault.hpp"
#include "records/archive/store.hpp"

namespace postvern::compliance {

using policy::Action;
using policy::Resource;

namespace {

constexpr std::int64_t kNoticeTime = 3 * kDay + 1;

}  // namespace

ExtractionBench::ExtractionBench() : holders(home().site.vault().site_id()) {
    home().disclosure.put_key(home().ask(home().staff(), Action::administer_staff, Resource::site()), holders.key());
    make_certificate("authority");
    make_certificate("court");
}

std::string ExtractionBench::content(const std::string& name) const {
    std::ifstream stream(place(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void ExtractionBench::shell(const std::string& command) const {
    const int state = std::system(("cd '" + scratch.path().string() + "' && (" + command + ") > out 2>&1").c_str());
    ASSERT_EQ(state, 0) << command << '\n' << content("out");
}

void ExtractionBench::make_certificate(const std::string& name) const {
    // `openssl x509` of Debian 12 makes certificates from now on; a CA of its own takes moments.
    shell("openssl req -newkey rsa:2048 -nodes -keyout " + name + ".key -out " + name + ".csr -subj '/CN=" + name +
          "' && mkdir " + name + ".ca && touch " + name + ".ca/index && printf '[ca]\\ndefault_ca=own\\n[own]\\n"
          "database=" + name + ".ca/index\\nnew_certs_dir=" + name + ".ca\\nrand_serial=yes\\ndefault_md=sha256\\n"
          "policy=any\\n[any]\\ncommonName=supplied\\n' > " + name + ".conf && openssl ca -batch -config " + name +
          ".conf -selfsign -keyfile " + name + ".key -in " + name + ".csr -out " + name +
          ".pem -notext -startdate 20260101000000Z -enddate 20360101000000Z");
}

CaseAct ExtractionBench::step(CaseStep step) {
    CaseAct act;
    act.step = step;
    return act;
}

CourtOrder ExtractionBench::order_until_now(const std::string& reference) {
    CourtOrder order = Bench::order(reference);
    order.date = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(home().now)));
    order.window = Span{home().now - 30 * kDay, home().now};
    order.recipient = read_recipient_certificate(content("authority.pem")).hash;
    return order;
}

void ExtractionBench::validate(const std::string& reference) {
    ASSERT_EQ(take(kOfficer, reference, validating(kOfficer, reference)).refusal, "");
    ASSERT_EQ(take(kColleague, reference, validating(kColleague, reference)).refusal, "");
}

void ExtractionBench::clear(const std::string& reference, const CaseAct& scope) {
    CaseAct secrecy = step(CaseStep::clear_secrecy);
    secrecy.papers = {{"secrecy-paper", "118.pdf", "the ruling on secrecy"}};
    ASSERT_EQ(take(kOfficer, reference, secrecy).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::clear_privilege, {Evidence::privilege_check}).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, scope).refusal, "");
}

void ExtractionBench::notify(const std::string& reference) {
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify_before).refusal, "");
    home().now += kNoticeTime;
}

disclosure::Request ExtractionBench::request(const std::string& reference) {
    const CaseOutcome made = casework().request(house().by(kOfficer), reference, 7);
    EXPECT_EQ(made.refusal, "");
    for (auto paper = made.file.papers.rbegin(); paper != made.file.papers.rend(); ++paper) {
        if (paper->kind != "request") continue;
        return disclosure::parse_request(casework().paper(house().by(kOfficer), reference, paper->number));
    }
    ADD_FAILURE() << "no request is on file";
    return {};
}

CaseAct ExtractionBench::approving(std::uint32_t user, const disclosure::Request& request, disclosure::Seat seat) {
    CaseAct act = step(CaseStep::approve);
    act.signature = disclosure::sign_approval(request.case_reference, request.hash, seat, home().now, key_of(user)).text;
    return act;
}

CaseAct ExtractionBench::attesting(const disclosure::Request& request) {
    CaseAct act = step(CaseStep::attest);
    act.signature =
        disclosure::sign_attestation(request.case_reference, request.hash, home().now, key_of(kWatchdog)).text;
    return act;
}

void ExtractionBench::approve(const std::string& reference, const disclosure::Request& request) {
    using disclosure::Seat;
    ASSERT_EQ(take(kDirector, reference, approving(kDirector, request, Seat::managing_director)).refusal, "");
    ASSERT_EQ(take(kSecond, reference, approving(kSecond, request, Seat::second_officer)).refusal, "");
    ASSERT_EQ(take(kWatchdog, reference, attesting(request)).refusal, "");
    ASSERT_EQ(see(reference).file.state, "DUAL_APPROVED");
}

std::vector<std::string> ExtractionBench::partials(const disclosure::Request& request, unsigned one, unsigned other) {
    const auto of = [&](unsigned holder, unsigned with) {
        std::vector<records::threshold::Partial> made;
        for (const auto& each : request.keys) {
            made.push_back(holders.partial(holder, with, each.ciphertext, each.label, request.hash));
        }
        const auto& key = holder == 3 ? deposit : key_of(holder == 1 ? kDirector : kSecond);
        return disclosure::to_text(disclosure::sign_partials(request.hash, holder, with, std::move(made), key));
    };
    return {of(one, other), of(other, one)};
}

CaseOutcome ExtractionBench::extract(const std::string& reference, const std::vector<std::string>& partials,
                                     const std::string& authority) {
    return casework().extract(house().by(kOfficer), reference, partials, content(authority + ".pem"));
}

std::map<std::string, std::string> ExtractionBench::opened_bag(const std::string& reference, const std::string& authority) {
    const CaseSight sight = see(reference);
    std::map<std::string, std::string> bag;
    for (const records::Paper& paper : sight.file.papers) {
        if (paper.kind != "bag") continue;
        std::ofstream(place("bag.cms"), std::ios::binary)
            << casework().paper(house().by(kOfficer), reference, paper.number);
    }
    shell("rm -rf opened && mkdir opened && openssl cms -decrypt -binary -inform DER -in bag.cms -recip " + authority +
          ".pem -inkey " + authority + ".key -out bag.tar && tar -xf bag.tar -C opened");
    shell(std::string(POSTVERN_VERIFY) + " bag bag.tar");
    for (const auto& each : std::filesystem::recursive_directory_iterator(place("opened"))) {
        if (!each.is_regular_file()) continue;
        const auto path = std::filesystem::relative(each.path(), *std::filesystem::directory_iterator(place("opened")));
        bag[path.string()] = content("opened/" + std::filesystem::relative(each.path(), place("opened")).string());
    }
    return bag;
}

std::vector<std::string> ExtractionBench::subjects(const std::map<std::string, std::string>& bag) const {
    std::vector<std::string> found;
    for (const auto& [path, text] : bag) {
        const auto at = text.find("Subject: ");
        if (path.starts_with("data/mail/") && at != std::string::npos) {
            found.push_back(text.substr(at + 9, text.find("\r\n", at) - at - 9));
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

void ExtractionBench::erase(records::AccountId account) {
    home().accounts.erase(home().ask(home().staff(), Action::administer_accounts, Resource::of(account)));
    records::Answer<std::uint64_t> purged;
    home().archive.purge(home().ask(home().job(policy::Job::retention), Action::purge, Resource::of(account),
                                    policy::Purpose::retention),
                         purged.done());
    purged.get();
}

}  // namespace postvern::compliance
