// How a command ends: a status, a text for people and data for machines. May carry secrets that are
// shown once; the text is wiped when it goes.
#pragma once

#include <Poco/JSON/Object.h>

#include <stdexcept>
#include <string>

namespace postvern::services::control {

// Exit codes of the tool as well.
enum class Status : int {
    done = 0,
    refused = 1,  // or found wanting
    usage = 2,
};

// Overwrites the octets of a text that may have held a secret.
void wipe(std::string& text) noexcept;

struct Reply {
    Status status = Status::done;
    std::string text;  // whole lines
    Poco::JSON::Object data;
    // The text is what was asked for, even where the status says that something was found wanting.
    bool is_report = false;

    Reply() = default;
    Reply(Status how, std::string said) : status(how), text(std::move(said)) {}
    Reply(Reply&&) = default;
    Reply& operator=(Reply&& other) noexcept;
    Reply(const Reply&) = delete;
    Reply& operator=(const Reply&) = delete;
    ~Reply() { wipe(text); }
};

// Ends a command without its result; what() says what, where, and what to do.
struct Refused : std::runtime_error {
    Refused(Status how, const std::string& why) : std::runtime_error(why), status(how) {}
    Status status;
};

}  // namespace postvern::services::control
