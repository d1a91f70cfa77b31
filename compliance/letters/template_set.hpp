// All templates of both languages. Immutable, thread-safe.
#pragma once

#include <array>

#include "compliance/letters/template.hpp"

namespace postvern::compliance {

namespace letters {

struct LanguageTemplates {
    Passages passages{};
    Template frame{};
    std::array<Template, kLetterKindCount> letters{};
};

// Files that are compiled in, by name.
std::map<std::string, std::string> built_in_files();

}  // namespace letters

class TemplateSet {
  public:
    // Throws TemplateError: a file that is missing or belongs to no letter, or does not say what it
    // must.
    explicit TemplateSet(const std::map<std::string, std::string>& files);

    const letters::LanguageTemplates& in(Language language) const noexcept {
        return languages_[static_cast<std::size_t>(language)];
    }
    const letters::Template& letter(LetterKind kind, Language language) const noexcept {
        return in(language).letters[static_cast<std::size_t>(kind)];
    }

  private:
    std::array<letters::LanguageTemplates, kLanguageCount> languages_{};
};

}  // namespace postvern::compliance
