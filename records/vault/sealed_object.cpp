#include "records/vault/sealed_object.hpp"

#include <array>
#include <stdexcept>

#include "records/errors.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"

namespace postvern::records {

namespace {

constexpr char kFormat = 1;
constexpr std::size_t kHeaderSize = 9;  // format version, period key id

std::string header_of(const ObjectLabel& label) {
    std::string header(1, kFormat);
    for (int shift = 56; shift >= 0; shift -= 8) {
        header += static_cast<char>(number(label.period) >> shift & 0xff);
    }
    return header;
}

// The object's key is its own, so that counter and final flag are all that a nonce needs.
std::string nonce_of(std::uint32_t chunk, ChunkPlace place) {
    std::string nonce(vault::kNonceSize, '\0');
    nonce[7] = static_cast<char>(place);
    for (int octet = 0; octet < 4; ++octet) {
        nonce[11 - static_cast<std::size_t>(octet)] =
            static_cast<char>(chunk >> (8 * octet) & 0xff);
    }
    return nonce;
}

vault::Framing bound_to(const ObjectLabel& label, std::uint32_t chunk, ChunkPlace place) {
    vault::Framing fields("object chunk");
    fields.small(kFormat)
        .number(number(label.account))
        .number(number(label.object))
        .small(static_cast<std::uint8_t>(label.kind))
        .number(number(label.period))
        .number(chunk)
        .small(static_cast<std::uint8_t>(place));
    return fields;
}

[[noreturn]] void refuse(const ObjectLabel& label) {
    throw StorageError("object " + std::to_string(number(label.object)) +
                       " is damaged or was put in another's place; restore it from a backup");
}

}  // namespace

std::string seal_chunk(const Secret& key, const ObjectLabel& label, std::uint32_t chunk,
                       ChunkPlace place, std::string_view plain) {
    if (plain.size() > kChunkSize) throw std::logic_error("a chunk of more than 1 MiB");
    std::string sealed = header_of(label);
    sealed.resize(plain.size() + kChunkOverhead);
    vault::seal(vault::Aead::aes_256_gcm, key.view(), nonce_of(chunk, place),
                bound_to(label, chunk, place).view(), plain,
                reinterpret_cast<unsigned char*>(sealed.data()) + kHeaderSize);
    return sealed;
}

void open_chunk(const Secret& key, const ObjectLabel& label, std::uint32_t chunk, ChunkPlace place,
                std::string_view sealed, std::string& append_to) {
    if (sealed.size() < kChunkOverhead || sealed.size() > kChunkOverhead + kChunkSize ||
        sealed.substr(0, kHeaderSize) != header_of(label)) {
        refuse(label);
    }
    const std::size_t before = append_to.size();
    append_to.resize(before + sealed.size() - kChunkOverhead);
    const bool authentic =
        vault::open(vault::Aead::aes_256_gcm, key.view(), nonce_of(chunk, place),
                    bound_to(label, chunk, place).view(), sealed.substr(kHeaderSize),
                    reinterpret_cast<unsigned char*>(append_to.data()) + before);
    if (!authentic) {
        append_to.resize(before);
        refuse(label);
    }
}

}  // namespace postvern::records
