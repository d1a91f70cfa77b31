#pragma once
// Who signs in: one account, a numbered family of accounts with one password, or a list from a
// file. Immutable, so thread-safe.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::tests::bench::mailload {

struct Account {
    std::string user;
    std::string password;
};

// `pattern` with every "%k" replaced by `number`.
std::string numbered(std::string_view pattern, std::size_t number);

class Accounts {
  public:
    // `pattern` may hold %k, which counts from 0 to users - 1.
    Accounts(std::string_view pattern, std::size_t users, const std::string& password);

    // Lines "name password", separated by one space; the password goes to the end of the line.
    // Throws std::runtime_error when the file cannot be read or holds no account.
    explicit Accounts(const std::string& file);

    // The account of a session, counted from 0; sessions take the accounts in turn.
    const Account& of(std::size_t session) const { return accounts_[session % accounts_.size()]; }

    std::size_t size() const { return accounts_.size(); }

  private:
    std::vector<Account> accounts_;
};

// The first line of `file`, or, when `file` is empty, the environment variable MAILLOAD_PASSWORD.
// Passwords never stand on the command line, where every process can read them. Throws
// std::runtime_error when there is neither.
std::string read_password(const std::string& file);

}  // namespace postvern::tests::bench::mailload
