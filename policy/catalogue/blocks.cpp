#include "policy/catalogue/blocks.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "policy/text_parts.hpp"

namespace postvern::policy::catalogue {

namespace {

// Reads line by line.
class BlockReader {
  public:
    explicit BlockReader(language::Source source)
        : source_(std::make_shared<const language::SourceText>(std::move(source))) {}

    std::vector<Block> read() {
        const std::string_view text = source_->text();
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            line(text.substr(begin, end - begin), begin);
            begin = end + 1;
        }
        for (const Block& block : blocks_) check(block);
        return std::move(blocks_);
    }

  private:
    void line(std::string_view text, std::size_t offset) {
        const std::string_view content = trimmed(text);
        if (content.empty() || text.front() == '#') return;
        if (text.front() == '[') return open(content, offset);
        if (text.front() == ' ' || text.front() == '\t') return go_on(content, offset);
        field(content, offset);
    }

    void open(std::string_view text, std::size_t offset) {
        const std::size_t blank = text.find(' ');
        if (text.back() != ']' || blank == text.npos || blank + 2 > text.size() - 1) {
            throw source_->error(offset, "expected [kind name]");
        }
        Block block{std::string(text.substr(1, blank - 1)), {}, {}, offset, source_};
        block.name = trimmed(text.substr(blank + 1, text.size() - blank - 2));
        blocks_.push_back(std::move(block));
    }

    void field(std::string_view text, std::size_t offset) {
        const std::size_t colon = text.find(':');
        if (blocks_.empty()) throw source_->error(offset, "expected [kind name] before any field");
        if (colon == text.npos || colon == 0) throw source_->error(offset, "expected field: text");
        blocks_.back().fields.push_back({std::string(text.substr(0, colon)),
                                         std::string(trimmed(text.substr(colon + 1))), offset});
    }

    void go_on(std::string_view text, std::size_t offset) {
        if (blocks_.empty() || blocks_.back().fields.empty()) {
            throw source_->error(offset, "expected a field before what continues one");
        }
        std::string& whole = blocks_.back().fields.back().text;
        whole += (whole.empty() ? "" : " ") + std::string(text);
    }

    static void check(const Block& block) {
        if (block.name.empty()) block.fail("expected a name after the kind of a block");
        for (const Field& field : block.fields) {
            if (field.text.empty()) block.fail(field, "expected a text after " + field.name + ":");
        }
    }

    std::shared_ptr<const language::SourceText> source_;
    std::vector<Block> blocks_;
};

}  // namespace

void Block::fail(const std::string& problem) const { throw source->error(offset, problem); }

void Block::fail(const Field& field, const std::string& problem) const {
    throw source->error(field.offset, problem);
}

void Block::only(std::initializer_list<std::string_view> names) const {
    for (const Field& field : fields) {
        if (std::find(names.begin(), names.end(), field.name) != names.end()) continue;
        std::string known;
        for (const std::string_view each : names) {
            known.append(known.empty() ? "" : ", ").append(each);
        }
        fail(field, "expected one of " + known + ", found " + field.name);
    }
}

std::string Block::optional(std::string_view wanted) const {
    const Field* found = nullptr;
    for (const Field& field : fields) {
        if (field.name != wanted) continue;
        if (found != nullptr)
            fail(field, "expected " + std::string(wanted) + " once, found it again");
        found = &field;
    }
    return found == nullptr ? std::string() : found->text;
}

std::string Block::one(std::string_view wanted) const {
    std::string text = optional(wanted);
    if (text.empty()) {
        fail("expected " + std::string(wanted) + ": in [" + kind + " " + name + "], found none");
    }
    return text;
}

std::vector<std::string> Block::all(std::string_view wanted) const {
    std::vector<std::string> texts;
    for (const Field& field : fields) {
        if (field.name == wanted) texts.push_back(field.text);
    }
    return texts;
}

std::vector<Block> read_blocks(language::Source source) {
    return BlockReader(std::move(source)).read();
}

std::vector<std::string> words_of(std::string_view text) {
    const auto words = parts_of(text, ' ');
    return {words.begin(), words.end()};
}

}  // namespace postvern::policy::catalogue
