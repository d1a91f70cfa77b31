#include "services/publication/publication.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>

#include <optional>
#include <stdexcept>

#include "records/published_file.hpp"
#include "services/publication/resource.hpp"

namespace postvern::services::publication {

namespace {

namespace net = Poco::Net;

constexpr int kThreads = 4;
constexpr int kMostQueued = 64;  // connections; more are closed
constexpr int kSeconds = 10;     // of silence after which a client is let go
constexpr int kMostRequests = 1'000;  // of one connection

class Handler final : public net::HTTPRequestHandler {
  public:
    explicit Handler(const std::filesystem::path& data) : data_(data) {}

    void handleRequest(net::HTTPServerRequest& request, net::HTTPServerResponse& response) override {
        const std::string& method = request.getMethod();
        const bool is_head = method == net::HTTPRequest::HTTP_HEAD;
        if (!is_head && method != net::HTTPRequest::HTTP_GET) {
            response.set("Allow", "GET, HEAD");
            return refuse(response, net::HTTPResponse::HTTP_METHOD_NOT_ALLOWED);
        }
        const auto resource = resource_at(request.getURI());
        const auto octets = resource ? records::published_file(data_, resource->file) : std::nullopt;
        if (!octets) return refuse(response, net::HTTPResponse::HTTP_NOT_FOUND);
        response.setContentType(std::string(resource->type));
        response.setContentLength64(static_cast<Poco::Int64>(octets->size()));
        response.set("Cache-Control",
                     resource->is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
        response.set("X-Content-Type-Options", "nosniff");
        if (is_head) {
            response.send();
        } else {
            response.sendBuffer(octets->data(), octets->size());
        }
    }

  private:
    static void refuse(net::HTTPServerResponse& response, net::HTTPResponse::HTTPStatus status) {
        response.setStatusAndReason(status);
        response.setContentLength(0);
        response.send();
    }

    const std::filesystem::path& data_;
};

class Factory final : public net::HTTPRequestHandlerFactory {
  public:
    explicit Factory(std::filesystem::path data) : data_(std::move(data)) {}
    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
        return new Handler(data_);  // Poco owns it
    }

  private:
    const std::filesystem::path data_;
};

net::HTTPServerParams::Ptr limits() {
    net::HTTPServerParams::Ptr limits = new net::HTTPServerParams;
    limits->setMaxThreads(kThreads);
    limits->setMaxQueued(kMostQueued);
    limits->setTimeout(Poco::Timespan(kSeconds, 0));
    limits->setKeepAliveTimeout(Poco::Timespan(kSeconds, 0));
    limits->setMaxKeepAliveRequests(kMostRequests);
    return limits;
}

net::ServerSocket bound(const std::string& address) {
    try {
        net::ServerSocket socket;
        // Not with SO_REUSEPORT, as by default: another program would share the port unseen.
        socket.bind(net::SocketAddress(address), true, false);
        socket.listen(kMostQueued);
        return socket;
    } catch (const Poco::Exception& failure) {
        throw std::runtime_error(address + ": cannot be listened on: " + failure.displayText());
    }
}

}  // namespace

struct Publication::Parts {
    Parts(const std::string& address, std::filesystem::path data)
        : pool("publication", 1, kThreads),
          server(new Factory(std::move(data)), pool, bound(address), limits()) {}

    Poco::ThreadPool pool;
    net::HTTPServer server;
};

Publication::Publication(const std::string& address, std::filesystem::path data)
    : parts_(std::make_unique<Parts>(address, std::move(data))) {}

Publication::~Publication() { parts_->server.stopAll(true); }

void Publication::start() { parts_->server.start(); }
std::uint16_t Publication::port() const noexcept { return parts_->server.port(); }

}  // namespace postvern::services::publication
