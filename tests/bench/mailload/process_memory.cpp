#include "tests/bench/mailload/process_memory.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace postvern::tests::bench::mailload {
namespace {

// Parent of a process, or nothing when it has just ended. The name, which may hold anything, ends
// at the last parenthesis; behind it stand state and parent.
std::optional<int> parent_of(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/stat");
    std::string line;
    if (!std::getline(file, line)) return std::nullopt;
    const std::size_t name_end = line.rfind(')');
    if (name_end == std::string::npos || name_end + 4 > line.size()) return std::nullopt;
    return std::stoi(line.substr(name_end + 4));
}

std::multimap<int, int> children_by_parent() {
    std::multimap<int, int> children;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        int pid = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (error != std::errc() || end != name.data() + name.size()) continue;
        if (const auto parent = parent_of(name)) children.emplace(*parent, pid);
    }
    return children;
}

std::optional<std::uint64_t> pss_kib(int pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/smaps_rollup");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("Pss:")) return std::stoull(line.substr(4));
    }
    return std::nullopt;
}

}  // namespace

ProcessMemory measure_tree(int pid) {
    const auto children = children_by_parent();
    ProcessMemory total;
    std::vector<int> waiting = {pid};
    while (!waiting.empty()) {
        const int process = waiting.back();
        waiting.pop_back();
        const auto memory = pss_kib(process);
        if (!memory && process == pid) {
            throw std::runtime_error("cannot read the memory of process " + std::to_string(pid));
        }
        if (memory) {
            total.pss_kib += *memory;
            ++total.processes;
        }
        const auto [first, last] = children.equal_range(process);
        for (auto child = first; child != last; ++child) waiting.push_back(child->second);
    }
    return total;
}

}  // namespace postvern::tests::bench::mailload
