// Bags as their receivers open them: with the openssl program, tar, and a check of BagIt that shares nothing with the
// writer.
#include "compliance/bag.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "test_places.hpp"
#include "tests/compliance/bag/workshop.hpp"

namespace postvern::compliance {
namespace {

using records::Unacceptable;
using testing::HasSubstr;
using testing::Not;

class Bag : public Workshop {
  protected:
    // One item of each class, and one that comes in pieces.
    BagReceipt write(BagSettings with) const {
        BagWriter writer(std::move(with));
        writer.add(mail(), "Subject: one\r\n\r\nfirst\r\n");
        writer.add({records::DataClass::calendar, "kari@example.no", kMarch14 - 86'400, ""}, "BEGIN:VCALENDAR\r\n");
        writer.add({records::DataClass::contacts, "kari@example.no", kMarch14, ""}, "BEGIN:VCARD\r\n");
        writer.add({records::DataClass::files, "kari@example.no", kMarch14, "100%\tprosjektør.pdf"},
                   std::string(70'000, '\0'));
        int pieces = 0;
        writer.add(mail(kMarch14 - 1), 30'000, [&] { return ++pieces > 3 ? std::string_view() : piece_; });
        writer.add_subscriber("{\"accounts\":[]}\n");
        return writer.finish(evidence());
    }
    std::string second_opinion(const std::filesystem::path& bag) const {
        shell(std::string("python3 ") + POSTVERN_SOURCE_DIR + "/tests/compliance/bag/bag_check.py '" + bag.string() +
              "'");
        return output();
    }
    static std::string sha256_of(const std::filesystem::path& file) {
        return records::hexadecimal(records::sha256(content_of(file)));
    }
    const std::string piece_ = std::string(10'000, 'x');
};

TEST_F(Bag, OpensWithOpensslAndTarForEveryKindOfKey) {
    for (const char* const key : {"rsa:2048", "rsa:3072", "ec -pkeyopt ec_paramgen_curve:P-256",
                                  "ec -pkeyopt ec_paramgen_curve:P-384", "ec -pkeyopt ec_paramgen_curve:P-521"}) {
        const auto recipient = certificate("court", key);
        const BagReceipt receipt = write(settings(recipient));
        const auto bag = open_with("court");
        EXPECT_EQ(second_opinion(bag), "\n") << key;
        EXPECT_EQ(content_of(bag / "data/mail/2027-03-14/0001.eml"), "Subject: one\r\n\r\nfirst\r\n");
        EXPECT_EQ(content_of(bag / "data/mail/2027-03-13/0002.eml"), piece_ + piece_ + piece_);
        EXPECT_EQ(content_of(bag / "data/files/2027-03-14/0001.bin"), std::string(70'000, '\0'));
        EXPECT_EQ(receipt.items, 6U);
        EXPECT_EQ(sha256_of(place("bag.cms")), records::hexadecimal(receipt.sealed));
        EXPECT_EQ(std::filesystem::file_size(place("bag.cms")), receipt.sealed_size);
        EXPECT_EQ(sha256_of(bag / "manifest-sha256.txt"), records::hexadecimal(receipt.manifest));
        EXPECT_EQ(sha256_of(bag / "tagmanifest-sha256.txt"), records::hexadecimal(receipt.tag_manifest));
        std::filesystem::remove(place("bag.cms"));
        std::filesystem::remove_all(bag);
    }
}

TEST_F(Bag, HoldsTheEvidenceAndSaysWhereEachItemIsFrom) {
    const auto recipient = certificate("court");
    const BagReceipt receipt = write(settings(recipient));
    const auto bag = open_with("court");
    EXPECT_EQ(content_of(bag / "evidence/items.tsv"),
              "path\tmoment\tclass\taccount\tname\n"
              "data/mail/2027-03-14/0001.eml\t2027-03-14T01:00:00Z\tmail\tkari@example.no\t\n"
              "data/calendar/2027-03-13/0001.ics\t2027-03-13T00:00:00Z\tcalendar\tkari@example.no\t\n"
              "data/contacts/2027-03-14/0001.vcf\t2027-03-14T00:00:00Z\tcontacts\tkari@example.no\t\n"
              "data/files/2027-03-14/0001.bin\t2027-03-14T00:00:00Z\tfiles\tkari@example.no\t100%25%09prosjektør.pdf\n"
              "data/mail/2027-03-13/0002.eml\t2027-03-13T23:59:59Z\tmail\tkari@example.no\t\n");
    EXPECT_EQ(content_of(bag / "evidence/order.txt"), order_for(recipient));
    EXPECT_EQ(shell("cd '" + (bag / "evidence").string() + "' && sha256sum -c order.sha256"), 0) << output();
    EXPECT_EQ(content_of(bag / "evidence/custody.tsv"),
              "moment\twho\twhat\n2027-04-22T23:59:00Z\tmanaging_director 0123456789abcdef\textracted\n"
              "2027-04-23T00:00:00Z\tjob extraction\tsealed%09to%0Athe court\n");
    EXPECT_EQ(content_of(bag / "bag-info.txt"),
              "Source-Organization: Example Mail AS, Oslo\nBagging-Date: 2027-04-23\nExternal-Identifier: " +
                  std::string(kReference) + "\nPayload-Oxum: " + std::to_string(receipt.payload_size) +
                  ".6\nBag-Software-Agent: Postvern\nSealed-For: authority\nRecipient-SHA256: " +
                  records::hexadecimal(recipient.hash) + "\n");
    EXPECT_EQ(content_of(bag / "evidence/proofs/000001.tlog-proof"), "proof one\n");
    EXPECT_EQ(content_of(bag / "evidence/rules/disclosure.cedar"), evidence().rules["disclosure"]);
    EXPECT_EQ(to_text(receipt).substr(0, 38), "postvern bag receipt 1\nsealed-sha256: ");
}

TEST_F(Bag, IsTheSameTarForTheSameThings) {
    const auto recipient = certificate("court");
    write(settings(recipient));
    open_with("court");
    const std::string first = content_of(place("bag.tar"));
    const std::string sealed = content_of(place("bag.cms"));
    std::filesystem::remove(place("bag.cms"));
    write(settings(recipient));
    open_with("court");
    EXPECT_EQ(content_of(place("bag.tar")), first);
    EXPECT_NE(content_of(place("bag.cms")), sealed);
    EXPECT_EQ(shell("tar -tvf bag.tar --full-time --utc --numeric-owner"), 0);
    EXPECT_THAT(output(), HasSubstr("drwxr-xr-x 0/0               0 2027-04-23 00:00:00 postvern-" +
                                    std::string(kReference) + "/data/"));
    EXPECT_THAT(output(), HasSubstr("-rw-r--r-- 0/0"));
}

TEST_F(Bag, WithoutAnItemIsABagAllTheSame) {
    const auto recipient = certificate("court");
    BagWriter writer(settings(recipient));
    EXPECT_EQ(writer.finish(evidence()).items, 0U);
    EXPECT_EQ(second_opinion(open_with("court")), "\n");
}

TEST_F(Bag, OfAPrivilegedOwnerOpensForTheCourtAlone) {
    const auto police = certificate("police");
    const auto court = certificate("court", "ec -pkeyopt ec_paramgen_curve:P-256");
    BagSettings with = settings(police);
    with.order = order_for(police, &court);
    EXPECT_THROW(BagWriter{with}, Unacceptable);
    with.recipient = court;
    write(with);
    EXPECT_NE(shell("openssl cms -decrypt -inform DER -in bag.cms -inkey police.key -recip police.pem -out none"), 0);
    const auto bag = open_with("court");
    EXPECT_THAT(content_of(bag / "bag-info.txt"), HasSubstr("Sealed-For: court alone\n"));
}

TEST_F(Bag, TakesNothingThatTheOrderDoesNotName) {
    const auto recipient = certificate("court");
    BagSettings with = settings(recipient);
    with.order = order_for(recipient, nullptr, "class: mail\nclass: calendar\n");
    const std::int64_t begin = kMarch14 - 13 * 86'400;
    const std::int64_t end = kMarch14 + 86'400;
    BagItem others = mail();
    others.account = "ola@example.no";
    BagItem contacts = mail();
    contacts.data_class = records::DataClass::contacts;
    for (const BagItem& foreign : {others, contacts, mail(begin - 1), mail(end)}) {
        BagWriter writer(with);
        writer.add(mail(begin), "first");
        writer.add(mail(end - 1), "last");
        EXPECT_THROW(writer.add(foreign, "x"), Unacceptable);
        EXPECT_THROW(writer.add(mail(), "after a failure"), std::logic_error);
        EXPECT_THROW(writer.finish(evidence()), std::logic_error);
    }
    BagWriter writer(with);
    EXPECT_THROW(writer.add_subscriber("{}"), Unacceptable);
    EXPECT_FALSE(std::filesystem::exists(place("bag.cms")));
}

TEST_F(Bag, ThatIsGivenUpLeavesNothing) {
    const auto recipient = certificate("court");
    {
        BagWriter writer(settings(recipient));
        writer.add(mail(), std::string(1'000'000, 'x'));
        EXPECT_TRUE(std::filesystem::exists(place("bag.cms.part")));
    }
    BagSettings with = settings(recipient);
    with.timestamp = [](const records::Sha256&) -> std::string { throw records::Unavailable("no authority answers"); };
    {
        BagWriter writer(with);
        writer.add(mail(), "x");
        EXPECT_THROW(writer.finish(evidence()), records::Unavailable);
    }
    for (const auto& each : std::filesystem::directory_iterator(scratch_.path())) {
        EXPECT_THAT(each.path().filename().string(), Not(HasSubstr("bag.cms")));
    }
}

// A disk that is full: nothing of the bag is left, and the failure is the disk's.
TEST_F(Bag, SaysThatTheDiskIsFull) {
    const auto recipient = certificate("court");
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{200'000, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    {
        BagWriter writer(settings(recipient));
        writer.add(mail(), piece_);
        EXPECT_THROW(writer.add(mail(), std::string(1'000'000, 'x')), records::Unavailable);
        EXPECT_THROW(writer.finish(evidence()), std::logic_error);
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_FALSE(std::filesystem::exists(place("bag.cms.part")));
    EXPECT_FALSE(std::filesystem::exists(place("bag.cms")));
}

// The process killed at any moment: what is on disk is a part that is no bag, or the whole bag.
TEST_F(Bag, ThatIsKilledMeanwhileIsWholeOrNone) {
    const auto recipient = certificate("court");
    for (const std::size_t items : {0U, 1U, 40U}) {
        const pid_t child = ::fork();
        if (child == 0) {
            BagWriter writer(settings(recipient));
            for (std::size_t i = 0; i < items; ++i) writer.add(mail(), piece_);
            ::kill(::getpid(), SIGKILL);
        }
        int state = 0;
        ASSERT_EQ(::waitpid(child, &state, 0), child);
        ASSERT_TRUE(WIFSIGNALED(state));
        EXPECT_FALSE(std::filesystem::exists(place("bag.cms")));
        ASSERT_EQ(shell("mv bag.cms.part bag.cms"), 0);
        EXPECT_NE(shell("openssl cms -decrypt -inform DER -in bag.cms -inkey court.key -recip court.pem -out none"), 0);
        ASSERT_EQ(shell("mv bag.cms bag.cms.part"), 0);
    }
    write(settings(recipient));
    EXPECT_EQ(second_opinion(open_with("court")), "\n");
}

TEST_F(Bag, IsNeverPlainOnDisk) {
    const auto recipient = certificate("court");
    const std::string secret = "a sentence that stands in one message alone";
    BagWriter writer(settings(recipient));
    for (int i = 0; i < 200; ++i) writer.add(mail(), std::string(5000, 'x') + secret);
    const std::string part = content_of(place("bag.cms.part"));
    EXPECT_GT(part.size(), 900'000U);  // it is written as it comes
    EXPECT_THAT(part, Not(HasSubstr(secret)));
    EXPECT_THAT(part, Not(HasSubstr("data/mail")));
    writer.finish(evidence());
    EXPECT_THAT(content_of(place("bag.cms")), Not(HasSubstr(secret)));
    struct stat state {};
    ASSERT_EQ(::stat(place("bag.cms").c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777, 0600U);
}

TEST_F(Bag, TakesNoMoreMemoryForMoreContent) {
    const auto recipient = certificate("court");
    const auto peak = [] {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;  // KiB
    };
    BagWriter writer(settings(recipient));
    writer.add(mail(), piece_);
    const long before = peak();
    int pieces = 0;
    writer.add(mail(), 100'000'000, [&] { return ++pieces > 10'000 ? std::string_view() : piece_; });
    writer.finish(evidence());
    EXPECT_GT(std::filesystem::file_size(place("bag.cms")), 100'000'000U);
    EXPECT_LT(peak() - before, 8 * 1024);
}

TEST_F(Bag, ReplacesNoFileButAPartThatNobodyWrites) {
    const auto recipient = certificate("court");
    put(place("bag.cms.part"), std::string(5'000'000, 'x'));  // of a machine that stopped
    BagWriter writer(settings(recipient));
    EXPECT_THROW(BagWriter{settings(recipient)}, records::AlreadyExists);
    writer.finish(evidence());
    EXPECT_EQ(second_opinion(open_with("court")), "\n");
    EXPECT_THROW(BagWriter{settings(recipient)}, records::AlreadyExists);
    std::filesystem::remove(place("bag.cms"));
    BagWriter later(settings(recipient));
    put(place("bag.cms"), "somebody else's");
    EXPECT_THROW(later.finish(evidence()), records::AlreadyExists);
    EXPECT_EQ(content_of(place("bag.cms")), "somebody else's");
}

TEST_F(Bag, IsNotMadeWithoutItsEvidence) {
    const auto recipient = certificate("court");
    const std::vector<std::function<void(BagEvidence&)>> lacks = {
        [](BagEvidence& given) { given.request.clear(); },
        [](BagEvidence& given) { given.validations.pop_back(); },
        [](BagEvidence& given) { given.validations[0].clear(); },
        [](BagEvidence& given) { given.approvals.pop_back(); },
        [](BagEvidence& given) { given.attestation.clear(); },
        [](BagEvidence& given) { given.decisions.clear(); },
        [](BagEvidence& given) { given.custody.clear(); },
        [](BagEvidence& given) { std::swap(given.custody[0], given.custody[1]); },
        [](BagEvidence& given) {
            given.keys = {{"../x", "y"}};
        },
        [](BagEvidence& given) {
            given.rules = {{"", "y"}};
        }};
    for (const auto& lack : lacks) {
        BagEvidence given = evidence();
        lack(given);
        BagWriter writer(settings(recipient));
        EXPECT_THROW(writer.finish(given), Unacceptable);
    }
    EXPECT_FALSE(std::filesystem::exists(place("bag.cms")));
}

TEST_F(Bag, ChangedInOneOctetDoesNotOpen) {
    const auto recipient = certificate("court");
    write(settings(recipient));
    const std::string sealed = content_of(place("bag.cms"));
    for (const std::size_t at : {sealed.size() / 2, sealed.size() - 10}) {
        std::string altered = sealed;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        put(place("bag.cms"), altered);
        EXPECT_NE(shell("openssl cms -decrypt -inform DER -in bag.cms -inkey court.key -recip court.pem -out none"), 0)
            << at;
    }
}

TEST_F(Bag, TellsAnItemOfAnotherSize) {
    const auto recipient = certificate("court");
    for (const std::uint64_t size : {9'999U, 10'001U}) {
        BagWriter writer(settings(recipient));
        bool is_given = false;
        EXPECT_THROW(
            writer.add(mail(), size, [&] { return std::exchange(is_given, true) ? std::string_view() : piece_; }),
            std::logic_error);
    }
    BagWriter writer(settings(recipient));
    EXPECT_THROW(writer.add(mail(), kLargestBag, [] { return ""; }), records::LimitReached);
}

}  // namespace
}  // namespace postvern::compliance
