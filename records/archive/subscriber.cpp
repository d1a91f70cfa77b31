#include "records/archive/subscriber.hpp"

#include "records/format/wire.hpp"

namespace postvern::records {

std::string encode(const SubscriberData& data) {
    format::WireWriter out;
    out.octet(1);
    out.number(data.addresses.size());
    for (const std::string& address : data.addresses) out.text(address);
    out.octet(data.created ? 1 : 0);
    if (data.created) out.signed_number(*data.created);
    out.octet(data.password ? 1 : 0);
    out.octet(data.recovery_code ? 1 : 0);
    out.number(data.app_passwords);
    return out.take();
}

SubscriberData decode_subscriber(std::string_view octets) {
    try {
        format::WireReader in(octets);
        if (in.octet() != 1) in.fail("version 1");
        SubscriberData data;
        for (std::size_t left = in.count(); left > 0; --left) data.addresses.emplace_back(in.text());
        if (in.octet() == 1) data.created = in.signed_number();
        data.password = in.octet() == 1;
        data.recovery_code = in.octet() == 1;
        data.app_passwords = static_cast<std::uint32_t>(in.number());
        in.expect_end();
        return data;
    } catch (const SummaryError& fault) {
        throw StorageError(std::string("what is held of a subscriber cannot be read: ") + fault.what());
    }
}

}  // namespace postvern::records
