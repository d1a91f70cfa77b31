#include "services/cli/prompt.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <istream>

#include "services/net/file_descriptor.hpp"

namespace postvern::services::cli {

using control::ArgumentKind;
using control::Refused;
using control::Status;

namespace {

constexpr std::size_t kLineLimit = 4096;  // octets

// The person's terminal, whatever standard input is. Echo is off while a secret is typed.
class Terminal {
  public:
    Terminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
        if (!descriptor_) {
            throw Refused(Status::usage,
                          "there is no terminal to ask on: give --password-stdin or "
                          "--password-file FILE (and --yes where something is to be confirmed)");
        }
    }
    std::string ask(const std::string& question, bool echo) {
        say(question);
        const Quiet quiet(descriptor_.get(), echo);
        std::string line;
        line.reserve(kLineLimit);  // does not grow: growing would leave a copy behind
        for (char letter = 0; ::read(descriptor_.get(), &letter, 1) == 1 && letter != '\n';) {
            if (line.size() < kLineLimit) line += letter;
        }
        if (!echo) say("\n");
        return line;
    }

  private:
    class Quiet {
      public:
        Quiet(int terminal, bool echo) : terminal_(terminal) {
            changed_ = !echo && ::tcgetattr(terminal, &before_) == 0;
            if (!changed_) return;
            termios silent = before_;
            silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            ::tcsetattr(terminal, TCSAFLUSH, &silent);
        }
        Quiet(const Quiet&) = delete;
        Quiet& operator=(const Quiet&) = delete;
        ~Quiet() {
            if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
        }

      private:
        const int terminal_;
        termios before_{};
        bool changed_ = false;
    };

    void say(const std::string& text) {
        if (::write(descriptor_.get(), text.data(), text.size()) < 0) {
            throw Refused(Status::usage, "the terminal cannot be written to");
        }
    }
    net::FileDescriptor descriptor_;
};

std::vector<std::string> read_lines(std::istream& in) {
    std::vector<std::string> lines;
    std::string line;
    line.reserve(kLineLimit);
    while (std::getline(in, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        lines.push_back(line);
    }
    control::wipe(line);
    return lines;
}

}  // namespace

Prompt::Prompt(const General& general, std::istream& in) : general_(general), in_(in) {
    if (general.password_file.empty()) return;
    std::ifstream file(general.password_file);
    if (!file) throw Refused(Status::usage, general.password_file.string() + ": cannot be read");
    lines_ = read_lines(file);
    read_ = true;
}

Prompt::~Prompt() {
    for (std::string& line : lines_) control::wipe(line);
}

void Prompt::collect(const control::Command& command, control::Arguments& arguments) {
    ask_for_fields(command, arguments);
    for (const control::Argument& argument : command.arguments) {
        const bool is_secret =
            argument.kind == ArgumentKind::secret || argument.kind == ArgumentKind::new_secret;
        if (is_secret && !arguments.has(argument.name)) arguments.set(argument.name, ask(argument));
    }
}

void Prompt::ask_for_fields(const control::Command& command, control::Arguments& arguments) {
    const auto is_asked = [](const control::Argument& each) { return each.kind == ArgumentKind::asked; };
    const auto& all = command.arguments;
    const bool is_bare = std::none_of(all.begin(), all.end(), [&](const control::Argument& each) {
        return each.kind != ArgumentKind::positional && arguments.has(each.name);
    });
    if (!is_bare || std::none_of(all.begin(), all.end(), is_asked) || ::isatty(STDIN_FILENO) == 0) return;
    Terminal terminal;
    for (const control::Argument& each : all) {
        if (!is_asked(each)) continue;
        std::string value = terminal.ask(std::string(each.meaning) + ": ", true);
        if (!value.empty()) arguments.set(each.name, std::move(value));
    }
}

std::string Prompt::ask(const control::Argument& secret) {
    if (general_.password_stdin || !general_.password_file.empty()) return next_line();
    Terminal terminal;
    const std::string question(secret.placeholder);
    std::string first = terminal.ask(question + ": ", false);
    if (secret.kind != ArgumentKind::new_secret) return first;
    std::string second = terminal.ask(question + ", again: ", false);
    const bool same = first == second;
    control::wipe(second);
    if (!same) {
        control::wipe(first);
        throw Refused(Status::usage, "the two differ; nothing was changed");
    }
    return first;
}

std::string Prompt::passphrase(std::string_view question) {
    return ask({"passphrase", ArgumentKind::secret, question, ""});
}

std::string Prompt::next_line() {
    if (!read_) {
        read_ = true;
        lines_ = read_lines(in_);
    }
    if (next_ == lines_.size()) {
        throw Refused(Status::usage,
                      "there are fewer lines than passwords to be given; --help tells "
                      "which are asked for");
    }
    return lines_[next_++];
}

bool Prompt::confirms(const std::string& expected) {
    return Terminal().ask("Type " + expected + " to go on: ", true) == expected;
}

}  // namespace postvern::services::cli
