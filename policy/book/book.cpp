#include <utility>

#include "policy/book/chapters.hpp"
#include "policy/rules_book.hpp"

namespace postvern::policy {

BookPages write_book(const BookFiles& files) {
    const book::Contents contents(files);
    book::Document document{"The rulebook", {}};
    for (const auto add_chapter :
         {book::add_preface, book::add_rules, book::add_theorems, book::add_access, book::add_law,
          book::add_conflicts, book::add_paths, book::add_statements}) {
        add_chapter(document, contents);
    }
    return {book::to_html(document), book::to_markdown(document), contents.findings};
}

}  // namespace postvern::policy
