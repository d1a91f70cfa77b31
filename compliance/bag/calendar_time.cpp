#include "compliance/bag/calendar_time.hpp"

#include "compliance/disclosure/lines.hpp"
#include "records/errors.hpp"

namespace postvern::compliance::bag {

namespace {

void require_year(std::int64_t moment) {
    if (moment < 0 || moment > kLatestMoment) {
        throw records::Unacceptable("a moment lies outside of the years 1970 to 9999");
    }
}

}  // namespace

std::string day_text(std::int64_t moment) {
    require_year(moment);
    return disclosure::to_date(moment / 86'400);
}

std::string moment_text(std::int64_t moment) {
    require_year(moment);
    return disclosure::to_moment(moment);
}

}  // namespace postvern::compliance::bag
