// Looking for a string in text that comes in pieces, without case and with white space squeezed, in
// memory that does not grow with the text.
// Thread safety: one matcher per thread; fold_text() may be called concurrently.
#pragma once

#include <string>
#include <string_view>

namespace postvern::records::format {

// Appends UTF-8 `text` to `folded` as it is compared: no case, compatibility variants alike, and no
// more than one space for a run of white space, also across calls.
void fold_text(std::string_view text, std::string& folded);

class TextMatcher {
  public:
    // `needle`: as fold_text() makes it, not empty; borrowed.
    explicit TextMatcher(const std::string& needle) : needle_(needle) {}

    // Takes the next piece of UTF-8 text; returns whether the needle was seen by now.
    bool feed(std::string_view utf8);
    // The text is over; returns whether the needle was in it.
    bool finish();

  private:
    void look(std::string_view text);

    const std::string& needle_;
    std::string
        pending_;  // a line that is not complete yet: folding it in two would part characters
    std::string window_;  // folded text in which the needle may still begin
    bool found_ = false;
};

}  // namespace postvern::records::format
