#include "services/net/event_log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "services/net/file_descriptor.hpp"
#include "tests/scratch.hpp"

namespace postvern::services::net {
namespace {

TEST(LineEventLog, WritesKindsAndCountsAndHoldsBackAFlood) {
    const tests::Scratch directory;
    const auto path = directory.path() / "log";
    {
        const FileDescriptor file(::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
        LineEventLog log(file.get());
        for (int i = 0; i < 1000; ++i) log.note("connection-refused-limit");
        log.note("session-failed", SessionReference::random());
    }
    std::ifstream written(path);
    std::stringstream text;
    text << written.rdbuf();
    EXPECT_THAT(text.str(), testing::MatchesRegex("event=connection-refused-limit count=1\n"
                                                  "event=session-failed count=1 "
                                                  "reference=[0-9A-Z]{8}\n"
                                                  "event=connection-refused-limit count=999\n"));
}

}  // namespace
}  // namespace postvern::services::net
