#include <iostream>
#include <string>
#include <vector>

#include "services/cli/tool.hpp"

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + (count > 0 ? 1 : 0), arguments + count);
    return postvern::services::cli::run(words, {std::cin, std::cout, std::cerr});
}
