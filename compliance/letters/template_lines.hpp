// A file of templates line by line, with its head. For the parsers of this folder.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace postvern::compliance::letters {

// Throws TemplateError for what is too long, not UTF-8 or not printable, as it comes to it.
class TemplateLines {
  public:
    TemplateLines(std::string_view file, std::string_view text);

    // The next line, without spaces at its end; false at the end of the file.
    bool next(std::string_view& line);
    std::size_t number() const noexcept { return number_; }  // of the line last returned, 1-based
    [[noreturn]] void fail(const std::string& what) const { fail_at(number_, what); }
    [[noreturn]] void fail_at(std::size_t line, const std::string& what) const;

    // The head: `word: value` each, `words` all of them and in this order. number() is the last
    // one's.
    std::map<std::string, std::string, std::less<>> head(
        std::initializer_list<std::string_view> words);
    // The empty line after the head.
    void end_head();
    const std::string& file() const noexcept { return file_; }

  private:
    std::string file_;
    std::string_view rest_;
    std::size_t number_ = 0;
};

// Whether it is a word of fields and passages: a-z, 0-9, "_" and ".", beginning with a letter; 1 to
// 60 of them.
bool is_word(std::string_view text);

// What a message shows of a line.
std::string excerpt(std::string_view line);

}  // namespace postvern::compliance::letters
