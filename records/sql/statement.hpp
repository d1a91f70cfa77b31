// A prepared statement that is kept: prepared once, run many times (half the cost of preparing each
// time). Works on the native handle below SOCI, whose own statements copy blobs through large-object
// calls. Parameters and columns count from 0. Used by its connection's thread only.
//
//     auto row = insert.run(collection, uid, Blob{sealed});           // no result
//     for (auto& row : select.query(collection)) use(row.integer(0));  // rows, then reset by itself
//
// INVARIANT: no statement stays open (and with it no read transaction) after run() or after the last
// row or the destruction of Rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "records/sql/connection.hpp"

struct sqlite3_stmt;

namespace postvern::records::sql {

// Octets to bind as a BLOB; a std::string_view binds as TEXT. Borrowed until the run ends.
struct Blob {
    std::string_view octets;
};

class Statement;

// The current row of a query. Views live until the next step.
class Row {
  public:
    std::int64_t integer(int column) const noexcept;
    bool is_null(int column) const noexcept;
    std::string_view octets(int column) const noexcept;  // of a TEXT or BLOB

  private:
    friend class Rows;
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
    sqlite3_stmt* statement_;
};

class Rows {
  public:
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows();

    // Steps to the next row; absent at the end. Throws as throw_failure does.
    std::optional<Row> next();

    class Iterator {
      public:
        Row& operator*() noexcept { return *row_; }
        Iterator& operator++() {
            row_ = rows_->next();
            return *this;
        }
        friend bool operator!=(const Iterator& a, std::nullptr_t) { return a.row_.has_value(); }

      private:
        friend class Rows;
        explicit Iterator(Rows& rows) : rows_(&rows), row_(rows.next()) {}
        Rows* rows_;
        std::optional<Row> row_;
    };
    Iterator begin() { return Iterator(*this); }
    std::nullptr_t end() const noexcept { return nullptr; }

  private:
    friend class Statement;
    explicit Rows(Statement& statement) : statement_(statement) {}
    Statement& statement_;
};

class Statement {
  public:
    Statement(Connection& connection, std::string_view text);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // Binds the arguments (integers, enums with an integral base, std::string_view, Blob, std::nullopt)
    // and runs to the end. Value: how many rows were changed.
    template <typename... Arguments>
    std::int64_t run(const Arguments&... arguments) {
        bind_all(arguments...);
        return finish();
    }

    template <typename... Arguments>
    Rows query(const Arguments&... arguments) {
        bind_all(arguments...);
        return Rows(*this);
    }

    // The first column of the first row, if there is one.
    template <typename... Arguments>
    std::optional<std::int64_t> integer(const Arguments&... arguments) {
        auto rows = query(arguments...);
        const auto row = rows.next();
        if (!row || row->is_null(0)) return {};
        return row->integer(0);
    }
    template <typename... Arguments>
    std::optional<std::string> octets(const Arguments&... arguments) {
        auto rows = query(arguments...);
        const auto row = rows.next();
        if (!row || row->is_null(0)) return {};
        return std::string(row->octets(0));
    }

  private:
    friend class Rows;

    template <typename... Arguments>
    void bind_all(const Arguments&... arguments) {
        reset();
        int index = 0;
        (bind(index++, arguments), ...);
    }
    template <typename Number>
        requires std::is_integral_v<Number> || std::is_enum_v<Number>
    void bind(int index, Number value) {
        bind_integer(index, static_cast<std::int64_t>(value));
    }
    void bind(int index, std::string_view text);
    void bind(int index, Blob blob);
    void bind(int index, std::nullopt_t);
    template <typename Value>
    void bind(int index, const std::optional<Value>& value) {
        if (value) {
            bind(index, *value);
        } else {
            bind(index, std::nullopt);
        }
    }
    void bind_integer(int index, std::int64_t value);
    std::int64_t finish();
    bool step();
    void reset() noexcept;
    [[noreturn]] void fail(int code);

    Connection& connection_;
    sqlite3_stmt* statement_ = nullptr;
};

}  // namespace postvern::records::sql
