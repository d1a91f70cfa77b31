#include "compliance/officer/arguments.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>

namespace postvern::compliance::officer {

namespace {

namespace options = boost::program_options;

constexpr std::size_t kLeastPassphrase = 12;  // octets
constexpr std::size_t kMostOfAnswer = 1024;   // octets

constexpr std::string_view kValued[] = {"device", "passphrase-file", "out", "site", "office", "name", "memory",
                                        "signing-key", "signing-key-passphrase-file", "disclosure-key", "transcript",
                                        "plan", "new-plan", "holder", "card", "case", "seat", "substitute", "until",
                                        "with", "approval", "attestation", "appointment", "withdrawal", "public"};
constexpr std::string_view kFlags[] = {"passphrase-stdin", "json", "yes", "pem"};
constexpr std::string_view kEverywhere[] = {"device", "passphrase-file", "passphrase-stdin", "json", "yes", "out"};

template <typename Names>
bool is_among(const Names& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// The terminal, for as long as something is asked; without echo where the answer is secret.
class Terminal {
  public:
    explicit Terminal(bool is_secret) : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (file_ < 0) {
            throw Usage("there is no terminal to ask at: give --passphrase-file FILE or --passphrase-stdin, and --yes "
                        "where something is to be confirmed");
        }
        if (!is_secret || ::tcgetattr(file_, &before_) != 0) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_silent_ = ::tcsetattr(file_, TCSAFLUSH, &silent) == 0;
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal() {
        if (is_silent_) ::tcsetattr(file_, TCSAFLUSH, &before_);
        ::close(file_);
    }
    SecretText ask(std::string_view question) {
        say(question);
        SecretText answer;
        answer.reserve(kMostOfAnswer);
        char octet = 0;
        while (::read(file_, &octet, 1) == 1 && octet != '\n' && answer.size() < kMostOfAnswer) answer.push_back(octet);
        if (is_silent_) say("\n");
        return answer;
    }

  private:
    void say(std::string_view text) {
        if (::write(file_, text.data(), text.size()) < 0) throw Failure("the terminal cannot be written to");
    }
    int file_;
    bool is_silent_ = false;
    termios before_{};
};

}  // namespace

Arguments::Arguments(int count, char** words, std::int64_t now_) : now(now_) {
    options::options_description known;
    for (const auto name : kValued) {
        known.add_options()(std::string(name).c_str(), options::value<std::vector<std::string>>());
    }
    for (const auto name : kFlags) known.add_options()(std::string(name).c_str(), "");
    known.add_options()("words", options::value<std::vector<std::string>>());
    options::positional_options_description positions;
    positions.add("words", -1);
    try {
        namespace style = options::command_line_style;
        const auto parsed = options::command_line_parser(count, words)
                                .options(known)
                                .positional(positions)
                                .style(style::default_style & ~style::allow_guessing & ~style::allow_short)
                                .run();
        for (const auto& each : parsed.options) {
            auto& values = options_[each.string_key];
            values.insert(values.end(), each.value.begin(), each.value.end());
        }
    } catch (const options::error& error) {
        throw Usage(error.what());
    }
    const auto plain = options_.find("words");
    if (plain == options_.end()) throw Usage("takes a command");
    files_ = std::move(plain->second);
    options_.erase(plain);
    command = files_.front();
    files_.erase(files_.begin());
}

const std::string& Arguments::value(std::string_view option) const {
    const auto found = options_.find(option);
    if (found == options_.end()) throw Usage("--" + std::string(option) + " is missing");
    if (found->second.size() != 1) throw Usage("--" + std::string(option) + ": takes one value, once");
    return found->second.front();
}

std::string Arguments::value_or(std::string_view option, std::string_view otherwise) const {
    return has(option) ? value(option) : std::string(otherwise);
}

std::vector<std::string> Arguments::values(std::string_view option) const {
    const auto found = options_.find(option);
    return found == options_.end() ? std::vector<std::string>() : found->second;
}

const std::string& Arguments::file() const {
    if (files_.size() != 1) throw Usage(command + ": takes one file");
    return files_.front();
}

void Arguments::allow(const std::vector<std::string_view>& options) const {
    for (const auto& [name, values] : options_) {
        if (!is_among(kEverywhere, name) && !is_among(options, name)) {
            throw Usage(command + ": takes no --" + name);
        }
    }
}

SecretText Arguments::passphrase(bool is_new) const {
    SecretText passphrase;
    if (has("passphrase-stdin") && has("passphrase-file")) {
        throw Usage("--passphrase-stdin and --passphrase-file: give one of them");
    }
    if (has("passphrase-stdin")) {
        passphrase = read_secret("-");
    } else if (has("passphrase-file")) {
        passphrase = read_secret(value("passphrase-file"));
    } else {
        Terminal terminal(true);
        passphrase = terminal.ask("Passphrase of the device: ");
        if (is_new && terminal.ask("The same again: ") != passphrase) throw Failure("the two passphrases differ");
    }
    if (is_new && passphrase.size() < kLeastPassphrase) throw Failure("a passphrase has at least 12 octets");
    return passphrase;
}

void Arguments::confirm(std::string_view question, std::string_view expected) const {
    if (has("yes")) return;
    if (view(Terminal(false).ask(question)) != expected) throw Failure("not confirmed: nothing was done");
}

}  // namespace postvern::compliance::officer
