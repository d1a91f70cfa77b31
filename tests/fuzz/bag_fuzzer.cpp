// What postvern-verify reads of a bag and of a report that strangers hand it: refused by a Fault, or read.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compliance/verify/bag.hpp"
#include "compliance/verify/report.hpp"

namespace verify = postvern::compliance::verify;

namespace {

template <typename Work>
void refusable(const Work& work) {
    try {
        work();
    } catch (const verify::Fault&) {
        // Most are.
    }
}

verify::BagFile file_with(std::string_view octets) {
    verify::BagFile file;
    file.octets = octets;
    file.size = octets.size();
    return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    refusable([&] {
        const verify::Report report = verify::open_report(text);
        std::uint64_t cases = 0;
        for (const auto& each : report.figures) cases += each.count;
        if (cases != report.cases) std::abort();
    });
    refusable([&] { verify::parse_public_key(text); });
    for (const char* const path :
         {"evidence/order.txt", "evidence/items.tsv", "evidence/request.txt", "evidence/validation-1.txt",
          "evidence/custody.tsv", "evidence/record.txt", "evidence/proofs/000001.tlog-proof", "manifest-sha256.txt", "tagmanifest-sha256.txt.tsr"}) {
        verify::BagFiles files;
        files[path] = file_with(text);
        files["tagmanifest-sha256.txt"] = file_with("");
        refusable([&] { verify::check_manifests(files); });
        refusable([&] { verify::check_order(files); });
        refusable([&] { verify::check_mandate(files, {}, {}); });
        refusable([&] { verify::check_items(files, {}); });
        refusable([&] { verify::check_circumstances(files, {}); });
        refusable([&] { verify::check_record(files, {}); });
        refusable([&] { verify::check_bag_timestamp(files, {}); });
    }
    return 0;
}
