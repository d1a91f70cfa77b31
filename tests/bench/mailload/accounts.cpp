#include "tests/bench/mailload/accounts.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace postvern::tests::bench::mailload {

std::string numbered(std::string_view pattern, std::size_t number) {
    std::string result(pattern);
    for (std::size_t at = 0; (at = result.find("%k", at)) != std::string::npos;) {
        result.replace(at, 2, std::to_string(number));
    }
    return result;
}

Accounts::Accounts(std::string_view pattern, std::size_t users, const std::string& password) {
    const bool family = pattern.find("%k") != std::string_view::npos;
    const std::size_t count = family ? std::max<std::size_t>(users, 1) : 1;
    for (std::size_t k = 0; k < count; ++k) accounts_.push_back({numbered(pattern, k), password});
}

Accounts::Accounts(const std::string& file) {
    std::ifstream lines(file);
    if (!lines) throw std::runtime_error("cannot read " + file);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t space = line.find(' ');
        if (space == std::string::npos) continue;
        accounts_.push_back({line.substr(0, space), line.substr(space + 1)});
    }
    if (accounts_.empty()) throw std::runtime_error(file + " holds no \"name password\" lines");
}

std::string read_password(const std::string& file) {
    if (file.empty()) {
        const char* value = std::getenv("MAILLOAD_PASSWORD");
        if (value != nullptr) return value;
        throw std::runtime_error("give --password-file, --accounts or MAILLOAD_PASSWORD");
    }
    std::ifstream lines(file);
    std::string password;
    if (!std::getline(lines, password)) throw std::runtime_error("cannot read " + file);
    return password;
}

}  // namespace postvern::tests::bench::mailload
