// The header of a submitted message, read strictly: a message whose fields can be read in two ways
// is refused, since what is checked here must be what every reader sees.  RFC 5322 2.2, 3.6. Pure.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "services/smtp/grammar/mailbox.hpp"

namespace postvern::services::smtp::grammar {

// A field: views into the message.
struct Field {
    std::string_view name;
    std::string_view body;  // behind the colon, folding and last CRLF included
    std::size_t begin = 0;  // offset of the field in the message
    std::size_t end = 0;    // one past its last CRLF
};

class Header {
  public:
    // Reads the fields of `message` (line ends CRLF) up to the blank line or the end. Throws
    // SyntaxError for a line that is neither a field (name, colon) nor the continuation of one.
    explicit Header(std::string_view message);

    const std::vector<Field>& fields() const { return fields_; }
    // How many fields are named `name`, without regard to case.
    std::size_t count(std::string_view name) const;
    // The first field named `name`, or null.
    const Field* find(std::string_view name) const;

  private:
    std::vector<Field> fields_;
};

// The addresses of the mailbox-list or address-list in `body` (a field's), those within groups
// included (RFC 5322 3.4, RFC 6854). Obsolete forms (routes, words with dots unquoted apart) are
// refused. Throws SyntaxError.
std::vector<Mailbox> parse_address_list(std::string_view body);

}  // namespace postvern::services::smtp::grammar
