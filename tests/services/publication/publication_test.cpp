#include "services/publication/publication.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "services/publication/resource.hpp"
#include "tests/scratch.hpp"

namespace postvern::services::publication {
namespace {

TEST(Resource, IsAFileOfTheStatisticsOrOfATiledLog) {
    struct { const char *target, *file; } const cases[] = {
        {"/metrics", "statistics/metrics.txt"},
        {"/statistics.json", "statistics/statistics.json"},
        {"/ledger/checkpoint", "tiles/checkpoint"},
        {"/ledger/tile/0/000", "tiles/tile/0/000"},
        {"/ledger/tile/63/999", "tiles/tile/63/999"},
        {"/ledger/tile/entries/x001/x234/067", "tiles/tile/entries/x001/x234/067"},
        {"/ledger/tile/1/x001/234.p/255", "tiles/tile/1/x001/234.p/255"},
    };
    for (const auto& [target, file] : cases) {
        const auto resource = resource_at(target);
        ASSERT_TRUE(resource) << target;
        EXPECT_EQ(resource->file, file);
        EXPECT_EQ(resource->is_immutable, std::string_view(target).find("/tile/") != std::string_view::npos);
    }
}

TEST(Resource, IsNothingElse) {
    for (const char* target :
         {"", "/", "metrics", "/metrics/", "/metrics?x", "//metrics", "/ledger", "/ledger/", "/ledger/tile/",
          "/ledger/tile/0", "/ledger/tile/0/", "/ledger/tile/0/00", "/ledger/tile/0/0000", "/ledger/tile/64/000",
          "/ledger/tile/00/000", "/ledger/tile/-1/000", "/ledger/tile/0/x001", "/ledger/tile/0/x001/",
          "/ledger/tile/0/001/002", "/ledger/tile/0/000.p/0", "/ledger/tile/0/000.p/256", "/ledger/tile/0/000.p/01",
          "/ledger/tile/0/000.p/1/", "/ledger/tile/0/000.p/", "/ledger/tile/../../keys.db", "/ledger/../keys.db",
          "/ledger/tile/0/..", "/ledger/tile/0/x../000", "/ledger/tile/entries/000/../../../ledger.db",
          "/ledger/tile/0/%30%30%30", "/ledger/tile/data/000", "/keys.db", "/statistics/budget", "/ledger.db",
          "/ledger/tile/0/x001/x001/x001/x001/x001/x001/x001/x001/001"}) {
        EXPECT_FALSE(resource_at(target)) << target;
    }
}

class PublicationTest : public testing::Test {
  protected:
    PublicationTest() {
        write("tiles/checkpoint", "origin\n0\nroot\n");
        write("tiles/tile/0/000", std::string("\0\1\2", 3));
        write("statistics/metrics.txt", "# EOF\n");
        write("keys.db", "secret");
        publication.start();
    }
    void write(const std::string& name, const std::string& octets) {
        std::filesystem::create_directories((scratch.path() / name).parent_path());
        std::ofstream(scratch.path() / name, std::ios::binary) << octets;
    }
    std::string ask(const std::string& method, const std::string& target) {
        Poco::Net::HTTPClientSession session("127.0.0.1", publication.port());
        Poco::Net::HTTPRequest request(method, target, "HTTP/1.1");
        session.sendRequest(request);
        std::istream& body = session.receiveResponse(response);
        return {std::istreambuf_iterator<char>(body), {}};
    }
    int status() const { return response.getStatus(); }

    tests::Scratch scratch;
    Publication publication{"127.0.0.1:0", scratch.path()};
    Poco::Net::HTTPResponse response;
};

TEST_F(PublicationTest, ServesWhatIsPublic) {
    EXPECT_EQ(ask("GET", "/ledger/checkpoint"), "origin\n0\nroot\n");
    EXPECT_EQ(response.get("Cache-Control"), "no-cache");
    EXPECT_EQ(ask("GET", "/ledger/tile/0/000"), std::string("\0\1\2", 3));
    EXPECT_EQ(response.getContentType(), "application/octet-stream");
    EXPECT_NE(response.get("Cache-Control").find("immutable"), std::string::npos);
    EXPECT_EQ(ask("GET", "/metrics"), "# EOF\n");
    EXPECT_EQ(response.getContentType(), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    EXPECT_FALSE(response.has("Set-Cookie"));
    EXPECT_FALSE(response.has("Server"));
}

TEST_F(PublicationTest, AnswersHeadWithoutABody) {
    EXPECT_EQ(ask("HEAD", "/metrics"), "");
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(response.getContentLength(), 6);
}

TEST_F(PublicationTest, ServesNothingElse) {
    for (const char* target : {"/keys.db", "/ledger/../keys.db", "/ledger/tile/../../keys.db", "/statistics.json", "/"}) {
        EXPECT_EQ(ask("GET", target), "") << target;
        EXPECT_EQ(status(), 404) << target;
    }
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
        ask(method, "/metrics");
        EXPECT_EQ(status(), 405) << method;
        EXPECT_EQ(response.get("Allow"), "GET, HEAD");
    }
}

TEST_F(PublicationTest, SaysWhereItCannotListen) {
    const std::string taken = "127.0.0.1:" + std::to_string(publication.port());
    try {
        const Publication second(taken, scratch.path());
        FAIL() << "two listen on one port";
    } catch (const std::runtime_error& failure) {
        EXPECT_NE(std::string(failure.what()).find(taken), std::string::npos);
    }
}

}  // namespace
}  // namespace postvern::services::publication
