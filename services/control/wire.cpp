#include "services/control/wire.hpp"

#include <Poco/JSON/Handler.h>
#include <Poco/JSON/JSONException.h>
#include <Poco/JSON/Parser.h>
#include <Poco/JSON/Stringifier.h>

#include <sstream>

namespace postvern::services::control {

namespace {

// Takes the members of a request as they are read, so that no tree of values keeps a secret, and so
// that a name that stands twice is seen.
class RequestReader final : public Poco::JSON::Handler {
  public:
    Request take() {
        if (!has_command_ || !has_arguments_ || depth_ != 0) refuse();
        return std::move(request_);
    }

    void reset() override {}
    void startObject() override {
        if (depth_ == 0 && !begun_) {
            begun_ = true;
        } else if (depth_ == 1 && key_ == "arguments" && !has_arguments_) {
            has_arguments_ = true;
        } else {
            refuse();
        }
        ++depth_;
    }
    void endObject() override { --depth_; }
    void startArray() override { refuse(); }
    void endArray() override { refuse(); }
    void key(const std::string& name) override { key_ = name; }
    void null() override { refuse(); }
    void value(int) override { refuse(); }
    void value(unsigned) override { refuse(); }
#if defined(POCO_HAVE_INT64)
    void value(Poco::Int64) override { refuse(); }
    void value(Poco::UInt64) override { refuse(); }
#endif
    void value(double) override { refuse(); }
    void value(bool) override { refuse(); }
    void value(const std::string& text) override {
        if (depth_ == 1 && key_ == "command" && !has_command_) {
            request_.command = text;
            has_command_ = true;
        } else if (depth_ == 2 && !request_.arguments.has(key_)) {
            request_.arguments.set(key_, text);
        } else {
            refuse();
        }
    }

  private:
    [[noreturn]] static void refuse() { throw Poco::JSON::JSONException("not a request"); }

    Request request_;
    std::string key_;
    int depth_ = 0;
    bool begun_ = false;
    bool has_command_ = false;
    bool has_arguments_ = false;
};

std::string quoted(const std::string& text) {
    std::ostringstream out;
    Poco::JSON::Stringifier::stringify(text, out);
    return out.str();
}

}  // namespace

std::optional<Request> parse_request(std::string_view line) {
    if (line.size() > kRequestLimit) return {};
    Poco::SharedPtr<RequestReader> reader(new RequestReader);
    Poco::JSON::Parser parser(reader);
    parser.setDepth(2);
    std::string text(line);
    std::optional<Request> request;
    try {
        parser.parse(text);
        request = reader->take();
    } catch (const Poco::Exception&) {
        request.reset();
    }
    wipe(text);
    return request;
}

std::string to_line(const Request& request) {
    std::string line = "{\"command\":" + quoted(request.command) + ",\"arguments\":{";
    bool first = true;
    for (const auto& [name, value] : request.arguments.values()) {
        if (!first) line += ',';
        first = false;
        line += quoted(name) + ':' + quoted(value);
    }
    return line + "}}";
}

std::optional<Reply> parse_reply(const std::string& line) {
    try {
        Poco::JSON::Parser parser;
        const auto object = parser.parse(line).extract<Poco::JSON::Object::Ptr>();
        const int status = object->getValue<int>("status");
        if (status < 0 || status > 2 || !object->isObject("data")) return {};
        Reply reply(static_cast<Status>(status), object->getValue<std::string>("text"));
        reply.data = *object->getObject("data");
        reply.is_report = object->optValue("report", false);
        return reply;
    } catch (const Poco::Exception&) {
        return {};
    }
}

std::string to_line(const Reply& reply) {
    std::ostringstream data;
    reply.data.stringify(data);
    return "{\"status\":" + std::to_string(static_cast<int>(reply.status)) +
           ",\"text\":" + quoted(reply.text) + (reply.is_report ? ",\"report\":true" : "") +
           ",\"data\":" + data.str() + '}';
}

}  // namespace postvern::services::control
