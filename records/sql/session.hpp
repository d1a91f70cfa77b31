// A connection with its kept statements: each statement text is prepared once, at its first use. Used by
// one thread at a time.
#pragma once

#include <memory>
#include <unordered_map>

#include "records/sql/connection.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::sql {

class Session {
  public:
    Session(const std::filesystem::path& file, Access access) : connection_(file, access) {}

    // The statement of `text`, a string literal: found again by its address.
    Statement& operator()(const char* text) {
        auto& statement = statements_[text];
        if (!statement) statement = std::make_unique<Statement>(connection_, text);
        return *statement;
    }

    Connection& connection() noexcept { return connection_; }

  private:
    Connection connection_;
    std::unordered_map<const char*, std::unique_ptr<Statement>> statements_;
};

}  // namespace postvern::records::sql
