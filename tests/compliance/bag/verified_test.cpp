// Bags as the server writes them, checked by postvern-verify's code: sound as they are, and each way in which they may
// not be told by name.
#include "test_places.hpp"
#include "tests/compliance/bag/disclosed.hpp"

namespace postvern::compliance {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Makes the manifests anew, as somebody would who alters a bag.
void list_anew(const std::filesystem::path& bag) {
    const auto lines = [&](bool of_payload) {
        std::map<std::string, std::string> listed;
        for (const auto& [path, octets] : reference::read(bag)) {
            const bool is_listed = path.starts_with("data/") == of_payload && !path.starts_with("tagmanifest-");
            if (is_listed) listed[path] = records::hexadecimal(records::sha256(octets));
        }
        std::string text;
        for (const auto& [path, hash] : listed) text.append(hash).append("  ").append(path).append("\n");
        return text;
    };
    put(bag / "manifest-sha256.txt", lines(true));
    put(bag / "tagmanifest-sha256.txt", lines(false));
}

void replace(const std::filesystem::path& file, const std::string& old, const std::string& by) {
    std::string text = content_of(file);
    const auto at = text.find(old);
    ASSERT_NE(at, std::string::npos) << file << ' ' << old;
    put(file, text.replace(at, old.size(), by));
}

TEST_F(Disclosed, BagIsSoundAsFolderAndAsTar) {
    with_.timestamp = [this](const records::Sha256& hash) {
        return authority_.answer(records::timestamp_question(hash, 77));
    };
    const auto bag = disclose(signed_evidence());
    verify::BagTrust by = trust();
    by.timestamps = place("authority.pem");
    for (const auto& [name, pem] : officers_.pem()) {
        by.officers.emplace(name.substr(0, name.find('-')), verify::parse_public_key(pem));
    }
    const std::string said = fault_of(bag, by);
    EXPECT_THAT(said, StartsWith("Sound: 3 items of case 000102030405060708090a0b0c0d0e0f"));
    EXPECT_THAT(said,
                HasSubstr("2 keys were requested under it, approved in both seats, with no objection standing.\n"));
    EXPECT_THAT(said, HasSubstr("The officers' keys are those that were given.\n2 entries are in the access "
                                "record.\nIt does not say which entries of the case it lacks.\nIt bears a timestamp of 20"));
    EXPECT_EQ(fault_of(place("bag.tar"), by), said);
    EXPECT_THAT(fault_of(bag, {}), HasSubstr("compare them with keys from somewhere else"));
    EXPECT_THAT(fault_of(bag, {}), HasSubstr("not looked at (--checkpoint-key)"));
    EXPECT_EQ(shell("openssl ts -verify -in '" + (bag / "tagmanifest-sha256.txt.tsr").string() + "' -data '" +
                    (bag / "tagmanifest-sha256.txt").string() + "' -CAfile authority.pem"),
              0)
        << output();
}

TEST_F(Disclosed, EveryFileThatIsAlteredIsNamed) {
    with_.timestamp = [this](const records::Sha256& hash) {
        return authority_.answer(records::timestamp_question(hash, 77));
    };
    const auto bag = disclose(signed_evidence());
    verify::BagTrust by = trust();
    by.timestamps = place("authority.pem");
    std::size_t altered = 0;
    for (const auto& [path, octets] : reference::read(bag)) {
        std::string other = octets;
        other[other.size() / 2] = static_cast<char>(other[other.size() / 2] ^ 1);
        put(bag / path, other);
        const std::string fault = fault_of(bag, by);
        if (path == "tagmanifest-sha256.txt") {
            EXPECT_THAT(fault, testing::Not(StartsWith("Sound"))) << path;
        } else {
            EXPECT_THAT(fault, StartsWith(path + ": ")) << path;
        }
        std::filesystem::remove(bag / path);
        EXPECT_EQ(fault_of(bag, by), path + ": is missing");
        put(bag / path, octets);
        ++altered;
    }
    EXPECT_GT(altered, 20U);
    put(bag / "data/mail/2027-03-14/0009.eml", "smuggled in");
    EXPECT_EQ(fault_of(bag, trust()), "data/mail/2027-03-14/0009.eml: is not in manifest-sha256.txt");
    std::filesystem::remove(bag / "data/mail/2027-03-14/0009.eml");
    std::filesystem::create_symlink(bag / "bagit.txt", bag / "data/link");
    EXPECT_EQ(fault_of(bag, trust()), "data/link: is a link");
    std::filesystem::remove(bag / "data/link");
    EXPECT_THAT(fault_of(bag, trust()), StartsWith("Sound"));
}

// With manifests that fit again, what was signed still tells.
TEST_F(Disclosed, AnAlteredBagWithNewManifestsIsToldByItsEvidence) {
    const struct {
        const char *file, *old, *by, *fault;
    } cases[] = {
        {"evidence/order.txt", "kari@", "ola1@", "evidence/order.sha256: is not the hash"},
        {"evidence/order.sha256", "order.txt", "ordre.txt", "evidence/order.sha256: is not the hash"},
        {"evidence/validation-1.txt", "moment: 2027", "moment: 2026",
         "evidence/validation-1.txt: its signature does not verify"},
        {"evidence/approval-2.txt", "second_officer", "managing_director",
         "evidence/approval-2.txt: its signature does not verify"},
        {"evidence/attestation.txt", "no objection", "an objection",
         "evidence/attestation.txt: its signature does not verify"},
        {"evidence/request.txt", "expires: 2027", "expires: 2028", "evidence/approval-1.txt: is over another request"},
        {"evidence/request.txt", "\nkey: ", "\nkey: 0", "evidence/request.txt: "},
        {"evidence/request.txt", "  court: Example", "  court: Another", "evidence/request.txt: carries another order"},
        {"evidence/rules/disclosure.cedar", "permit", "forbid", "evidence/rules: is not the rulebook"},
        {"evidence/items.tsv", "2027-03-14T01:00:00Z", "2027-03-15T01:00:00Z",
         "evidence/items.tsv: data/mail/2027-03-14/0001.eml: does not lie in the folder"},
        {"evidence/items.tsv", "kari@example.no", "ola@example.no",
         "evidence/items.tsv: data/mail/2027-03-14/0001.eml: is of an account"},
        {"evidence/items.tsv", "0001.eml", "0003.eml",
         "evidence/items.tsv: data/mail/2027-03-14/0003.eml: is named in the list"},
        {"evidence/items.tsv", "\tmail\t", "\tmail\t\t", "evidence/items.tsv: has a line of another number of fields"},
        {"evidence/custody.tsv", "2027-04-22", "2027-04-24", "evidence/custody.tsv: does not ascend"},
        {"evidence/decisions.jsonl", "{", "", "evidence/decisions.jsonl: has a line"},
        {"evidence/checkpoint", "example.org/ledger\n7", "example.org/ledger\n8", "evidence/checkpoint: the signature"},
        {"evidence/proofs/000001.tlog-proof", "index 2", "index 3", "evidence/proofs/000001.tlog-proof: leaf 3"},
        {"evidence/keys/validator-2.pem", "PUBLIC", "PRIVATE", "evidence/keys/validator-2.pem: is no public key"},
        {"bag-info.txt", "External-Identifier: 0", "External-Identifier: 1", "bag-info.txt: is of another case"},
        {"bag-info.txt", "Recipient-SHA256: ", "Recipient-SHA256: 0", "bag-info.txt: names another recipient"},
        {"bag-info.txt", "Payload-Oxum: ", "Payload-Oxum: 1", "bag-info.txt: Payload-Oxum"},
    };
    const auto bag = disclose(signed_evidence());
    for (const auto& [file, old, by, fault] : cases) {
        const std::string octets = content_of(bag / file);
        replace(bag / file, old, by);
        list_anew(bag);
        EXPECT_THAT(fault_of(bag, trust()), StartsWith(fault)) << file;
        put(bag / file, octets);
    }
    list_anew(bag);
    EXPECT_THAT(fault_of(bag, trust()), StartsWith("Sound"));
    std::filesystem::rename(bag / "data/mail/2027-03-14/0001.eml", bag / "data/mail/2027-03-13/0001.eml");
    replace(bag / "evidence/items.tsv", "data/mail/2027-03-14/0001.eml\t2027-03-14",
            "data/mail/2027-03-13/0001.eml\t2027-03-13");
    list_anew(bag);
    EXPECT_THAT(fault_of(bag, trust()), StartsWith("Sound")) << "a moment within the window is the house's word";
    std::filesystem::create_directories(bag / "data/mail/2027-03-15");
    std::filesystem::rename(bag / "data/mail/2027-03-13/0001.eml", bag / "data/mail/2027-03-15/0001.eml");
    replace(bag / "evidence/items.tsv", "data/mail/2027-03-13/0001.eml\t2027-03-13",
            "data/mail/2027-03-15/0001.eml\t2027-03-15");
    list_anew(bag);
    EXPECT_THAT(fault_of(bag, trust()),
                HasSubstr("data/mail/2027-03-15/0001.eml: is of 2027-03-15T01:00:00Z, outside of the order's window"));
}

TEST_F(Disclosed, EntriesMustBeOfTheCaseAndAsManyAsTheBagSays) {
    BagEvidence given = signed_evidence();
    given.record = CaseRecordStatement{3, 1, kMarch14, 2};
    const auto bag = disclose(given);
    const std::string said = fault_of(bag, trust());
    EXPECT_THAT(said, HasSubstr("2 entries are in the access record.\nBy its own word 3 more entries of the case were not "
                                "published when it was made.\nBy its own word the 1 earliest entries of the case are left "
                                "out.\nBy its own word the house could no longer open entries from before "
                                "2027-03-14T00:00:00Z, when 2 of the case's steps were taken.\n"));
    EXPECT_EQ(shell("cat " + (bag / "evidence/record.txt").string()), 0);
    EXPECT_EQ(output(), std::string("postvern case record 1\ncase: ") + kReference +
                            "\nproven: 2\npending: 3\nleft-out: 1\nclosed-before: 2027-03-14T00:00:00Z\nsteps-before: 2\n");
    const struct {
        const char *old, *by, *fault;
    } cases[] = {
        {"proven: 2", "proven: 3", "evidence/record.txt: counts other proofs than there are"},
        {"case: 00", "case: 10", "evidence/record.txt: is of another case than the order"},
        {"pending: 3", "pending: x", "evidence/record.txt: is not a number"},
        {"left-out: 1\n", "", "evidence/record.txt: "},
        {"before: 2\n", "before: 2\n\n", "evidence/record.txt: goes on where it should end"},
        {"record 1", "record 2", "evidence/record.txt: has another first line"},
    };
    for (const auto& [old, by, fault] : cases) {
        const std::string octets = content_of(bag / "evidence/record.txt");
        replace(bag / "evidence/record.txt", old, by);
        list_anew(bag);
        EXPECT_THAT(fault_of(bag, {}), StartsWith(fault)) << old;
        put(bag / "evidence/record.txt", octets);
    }
    given.record.reset();
    given.proofs[1] = given.proofs[0];
    EXPECT_THAT(fault_of(disclose(given), {}), StartsWith("evidence/proofs/000002.tlog-proof: is of a leaf that was shown"));
    // An entry that is in the record, of another case: without the record's key it is told as well.
    case_in_record_[15] = '\x10';
    const auto other = disclose(signed_evidence());
    EXPECT_EQ(fault_of(other, trust()), "evidence/proofs/000001.tlog-proof: is an entry of another case");
    EXPECT_EQ(fault_of(other, {}), "evidence/proofs/000001.tlog-proof: is an entry of another case");
}

TEST_F(Disclosed, RequestThatAsksForMoreThanTheOrderIsTold) {
    const auto fault_with = [&](disclosure::ListedKey key) {
        request_.keys.push_back(std::move(key));
        const std::string fault = fault_of(disclose(signed_evidence()), trust());
        request_.keys.pop_back();
        return fault;
    };
    const std::int64_t day = kMarch14 / 86'400;
    EXPECT_THAT(fault_with(key_of(day, "ola@example.no")), HasSubstr("request.txt: lists a key of an account"));
    EXPECT_THAT(fault_with(key_of(day + 1)), HasSubstr("request.txt: lists a key of a day outside"));
    EXPECT_THAT(fault_with(key_of(day - 14)), HasSubstr("request.txt: lists a key of a day outside"));
    EXPECT_THAT(fault_with(key_of(-1)), HasSubstr("request.txt: lists a key of a day outside"));
    EXPECT_THAT(fault_with(key_of(day, "kari@example.no", 5)), HasSubstr("request.txt: lists a key of a class"));
    EXPECT_THAT(fault_with(key_of(day, "kari@example.no", 4)), StartsWith("Sound"));
}

TEST_F(Disclosed, EachSignatureMustBeOfWhoMayGiveIt) {
    using disclosure::Seat;
    const auto sealed = disclosure::seal(request_);
    const auto approval = [&](Seat seat, const disclosure::SigningKey& key, std::int64_t moment = kSigned) {
        return disclosure::sign_approval(sealed.case_reference, sealed.hash, seat, moment, key).text;
    };
    const auto fault_with = [&](const std::function<void(BagEvidence&)>& change) {
        BagEvidence given = signed_evidence();
        change(given);
        return fault_of(disclose(given), trust());
    };
    EXPECT_THAT(
        fault_with([&](auto& given) { given.approvals[1] = approval(Seat::second_officer, officers_.director); }),
        StartsWith("evidence/approval-2.txt: is signed by nobody who is known in that seat"));
    EXPECT_THAT(fault_with([&](auto& given) { given.approvals[1] = given.approvals[0]; }),
                StartsWith("evidence/request.txt: is not approved in both seats"));
    EXPECT_THAT(fault_with([&](auto& given) {
                    given.approvals[0] = approval(Seat::managing_director, officers_.director, request_.expires);
                }),
                StartsWith("evidence/approval-1.txt: was signed when the request or the order had expired"));
    EXPECT_THAT(
        fault_with([&](auto& given) {
            given.attestation =
                disclosure::sign_attestation(sealed.case_reference, sealed.hash, kSigned, officers_.director).text;
        }),
        StartsWith("evidence/attestation.txt: is not signed by the data protection officer"));
    EXPECT_THAT(fault_with([&](auto& given) { given.keys.erase("validator-2"); }),
                StartsWith("evidence/validation-2.txt: is signed by nobody who is known as a validator"));
    request_.validations[1] = disclosure::sign_order(request_.order, kSigned + 1, officers_.validator);
    EXPECT_THAT(fault_of(disclose(signed_evidence()), trust()),
                StartsWith("evidence/order.txt: is not signed by two validators"));
}

TEST_F(Disclosed, SubstituteCountsWithBothAppointments) {
    using disclosure::Seat;
    const auto sealed = disclosure::seal(request_);
    const auto substitute = disclosure::SigningKey::generate();
    const auto appointed_by = [&](const disclosure::SigningKey& key, std::int64_t until = kWritten) {
        return disclosure::sign_appointment(sealed.case_reference, Seat::second_officer, substitute.public_key(), until,
                                            kSigned, key)
            .text;
    };
    BagEvidence given = signed_evidence();
    given.approvals[1] =
        disclosure::sign_approval(sealed.case_reference, sealed.hash, Seat::second_officer, kSigned, substitute).text;
    constexpr const char* kNobody = "evidence/approval-2.txt: is signed by nobody";
    EXPECT_THAT(fault_of(disclose(given), trust()), StartsWith(kNobody));
    given.appointments = {appointed_by(officers_.director)};
    EXPECT_THAT(fault_of(disclose(given), trust()), StartsWith(kNobody));
    given.appointments = {appointed_by(officers_.director), appointed_by(officers_.validator, kSigned)};
    EXPECT_THAT(fault_of(disclose(given), trust()), StartsWith(kNobody));
    given.appointments = {appointed_by(officers_.director), appointed_by(officers_.validator)};
    EXPECT_THAT(fault_of(disclose(given), trust()), StartsWith("Sound"));
}

TEST_F(Disclosed, TimestampOfAnotherTextOrSignerIsTold) {
    with_.timestamp = [this](const records::Sha256&) {
        return authority_.answer(records::timestamp_question(records::sha256("other"), 77));
    };
    EXPECT_THAT(fault_of(disclose(signed_evidence()), trust()),
                StartsWith("tagmanifest-sha256.txt.tsr: does not verify"));
    const records::ledger::TestAuthority stranger;
    with_.timestamp = [&](const records::Sha256& hash) {
        return stranger.answer(records::timestamp_question(hash, 77));
    };
    const auto bag = disclose(signed_evidence());
    verify::BagTrust by = trust();
    EXPECT_THAT(fault_of(bag, by), HasSubstr("whose signer was not looked at"));
    by.timestamps = place("authority.pem");
    EXPECT_THAT(fault_of(bag, by), StartsWith("tagmanifest-sha256.txt.tsr: does not verify"));
    std::filesystem::remove(bag / "tagmanifest-sha256.txt.tsr");
    EXPECT_THAT(fault_of(bag, by), StartsWith("tagmanifest-sha256.txt.tsr: is missing"));
}

// The program itself, as a court runs it.
TEST_F(Disclosed, BagIsCheckedByTheProgram) {
    disclose(signed_evidence());
    std::string officers;
    for (const auto& [name, pem] : officers_.pem()) {
        put(place(name + ".pub"), pem);
        officers += " --officer " + name.substr(0, name.find('-')) + '=' + name + ".pub";
    }
    const std::string program = POSTVERN_BINARY_DIR "/bin/postvern-verify bag ";
    EXPECT_EQ(shell(program + "bag.tar --checkpoint-key '" + log_.verifier_key() + "'" + officers), 0) << output();
    EXPECT_THAT(output(), StartsWith("Sound: 3 items"));
    EXPECT_EQ(shell(program + "bag.cms"), 1);
    EXPECT_EQ(output(), "postvern-verify: NOT sound: is no tar (POSIX ustar), or one that was damaged\n");
    EXPECT_EQ(shell(program + "nowhere"), 1);
    EXPECT_EQ(shell(program + "bag.tar --officer nobody=validator-1.pub"), 2);
    EXPECT_EQ(shell(program + "bag.tar --officer validator=court.pem"), 2);
    EXPECT_EQ(shell(program + "bag.tar --key x"), 2);
    EXPECT_EQ(shell(program + "bag.tar --checkpoint-key x"), 2);
}

TEST_F(Disclosed, KeysFromElsewhereOutweighThoseInTheBag) {
    const auto bag = disclose(signed_evidence());
    verify::BagTrust by = trust();
    by.officers.emplace("validator", verify::parse_public_key(to_pem(officers_.validator)));
    EXPECT_THAT(fault_of(bag, by), StartsWith("evidence/validation-2.txt: is signed by nobody"));
    by = {{}, verify::Trust(verify::parse_key(reference::Signer("example.org/ledger", 'x').verifier_key())), {}};
    EXPECT_THAT(fault_of(bag, by), StartsWith("evidence/checkpoint: is not signed by"));
}

}  // namespace
}  // namespace postvern::compliance
