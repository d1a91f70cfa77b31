#include "services/outside/exchange.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace postvern::services::outside {

namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t kLongestHeader = 16 * 1024;
constexpr std::size_t kPiece = 8 * 1024;

std::string request_of(const Question& question) {
    const WebAddress& to = question.address;
    return "POST " + (to.path.empty() ? "/" : to.path) + " HTTP/1.1\r\nHost: " + to.authority() +
           "\r\nContent-Type: " + std::string(question.media_type) +
           "\r\nContent-Length: " + std::to_string(question.body.size()) +
           "\r\nUser-Agent: Postvern\r\nConnection: close\r\n\r\n" + std::string(question.body);
}

using Parser = http::response_parser<http::string_body>;
using Buffer = boost::beast::flat_buffer;

void require(bool holds) {
    if (!holds) throw Unanswered("gave no answer that HTTP/1.1 knows");
}

// Parses what lies in `buffer`. Value: whether more must come.
bool parse(Parser& parser, Buffer& buffer) {
    boost::beast::error_code failure;
    // The header by itself: Boost 1.74 passes over the limit of an announced body where it parses
    // both at once.
    parser.eager(parser.is_header_done());
    buffer.consume(parser.put(buffer.data(), failure));
    require(!failure || failure == http::error::need_more);
    return failure == http::error::need_more || buffer.size() == 0;
}

void end(Parser& parser) {
    boost::beast::error_code failure;
    require(parser.got_some());
    parser.put_eof(failure);
    require(!failure);
}

}  // namespace

WebAnswer post(const Question& question, const Patience& patience) {
    Connection connection(question.address, patience);
    connection.send(request_of(question));
    Parser parser;
    parser.header_limit(kLongestHeader);
    parser.body_limit(kLongestAnswer);
    Buffer buffer(kLongestHeader + kLongestAnswer + kPiece);
    for (bool hungry = true; !parser.is_done();) {
        if (hungry) {
            const std::size_t got =
                connection.receive(static_cast<char*>(buffer.prepare(kPiece).data()), kPiece);
            buffer.commit(got);
            if (got == 0) {
                end(parser);
                continue;
            }
        }
        hungry = parse(parser, buffer);
    }
    return {parser.get().result_int(), std::move(parser.get().body())};
}

}  // namespace postvern::services::outside
