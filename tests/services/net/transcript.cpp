#include "tests/services/net/transcript.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace postvern::services::net {

void play(Client& client, std::string_view transcript) {
    while (!transcript.empty()) {
        auto line = transcript.substr(0, transcript.find('\n'));
        transcript.remove_prefix(std::min(line.size() + 1, transcript.size()));
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        if (line.empty()) continue;
        const auto text = line.substr(std::min<std::size_t>(3, line.size()));
        if (line.starts_with("C:")) {
            client.send(std::string(text) + "\r\n");
            continue;
        }
        ASSERT_TRUE(line.starts_with("S:")) << "not a line of a transcript: " << line;
        const auto heard = client.line();
        if (text.ends_with("...")) {
            const auto beginning = text.substr(0, text.size() - 3);
            ASSERT_EQ(heard.substr(0, beginning.size()), beginning) << heard;
        } else {
            ASSERT_EQ(heard, std::string(text) + "\r\n");
        }
    }
}

}  // namespace postvern::services::net
