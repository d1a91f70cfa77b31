#include "tests/bench/mailload/responses.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "tests/bench/mailload/transport.hpp"

namespace postvern::tests::bench::mailload {
namespace {

constexpr std::size_t kLongestLine = 1024 * 1024;

// Size of the literal that a line announces at its end, as in "BODY[] {4711}".
std::optional<std::uint64_t> announced_literal(std::string_view line) {
    if (line.empty() || line.back() != '}') return std::nullopt;
    const std::size_t brace = line.rfind('{');
    if (brace == std::string_view::npos) return std::nullopt;
    const std::string_view digits = line.substr(brace + 1, line.size() - brace - 2);
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return size;
}

// Human-readable text ends these responses, so a brace in it announces nothing. RFC 9051 7.1
bool is_status(std::string_view line) {
    if (!line.starts_with("* ")) return true;  // tagged, or a continuation request
    const std::string_view rest = line.substr(2);
    return rest.starts_with("OK ") || rest.starts_with("NO ") || rest.starts_with("BAD ") ||
           rest.starts_with("BYE ") || rest.starts_with("PREAUTH ");
}

}  // namespace

std::optional<std::string_view> Responses::next(std::string_view& input) {
    skip_literal(input);
    if (literal_left_ > 0) return std::nullopt;
    const std::size_t feed = input.find('\n');
    const std::size_t taken = feed == std::string_view::npos ? input.size() : feed + 1;
    tally_.octets += taken;
    std::string_view line = input.substr(0, taken);
    input.remove_prefix(taken);
    if (partial_.size() + taken > kLongestLine) throw ServerError("a response line over 1 MiB");
    if (feed == std::string_view::npos || !partial_.empty()) partial_ += line;
    if (feed == std::string_view::npos) return std::nullopt;
    if (!partial_.empty()) {
        std::swap(whole_, partial_);
        partial_.clear();
        line = whole_;
    }
    line.remove_suffix(line.ends_with("\r\n") ? 2 : 1);
    count(line);
    return line;
}

void Responses::skip_literal(std::string_view& input) {
    const auto skipped = std::min<std::uint64_t>(literal_left_, input.size());
    literal_left_ -= skipped;
    tally_.octets += skipped;
    tally_.literal_octets += skipped;
    input.remove_prefix(skipped);
}

void Responses::count(std::string_view line) {
    begins_ = std::exchange(next_begins_, true);
    if (begins_ && line.starts_with("* ")) {
        std::uint64_t number = 0;
        const auto [end, error] =
            std::from_chars(line.data() + 2, line.data() + line.size(), number);
        const std::string_view kind(end, static_cast<std::size_t>(line.data() + line.size() - end));
        if (error == std::errc() && kind.starts_with(" FETCH ")) ++tally_.messages;
        if (error == std::errc() && kind == " EXISTS") {
            tally_.exists = number;
            tally_.exists_seen = true;
        }
    }
    if (begins_ && is_status(line)) return;
    if (const auto size = announced_literal(line)) {
        literal_left_ = *size;
        next_begins_ = false;
        ++tally_.literals;
    }
}

Tally Responses::take_tally() { return std::exchange(tally_, Tally{}); }

}  // namespace postvern::tests::bench::mailload
