#include "compliance/consent_text.hpp"

namespace postvern::compliance {

namespace {

constexpr ConsentText kTexts[] = {
    {policy::Purpose::spam_filtering, 1,
     "Incoming mail is looked at by a program of this house to tell spam from other mail. Nobody reads it, "
     "nothing about you is learnt or kept from it, and nothing leaves the house. Without your consent all mail "
     "arrives as it is. You end it at any time with `postvern consent withdraw`; what was sorted until then "
     "stays where it is.",
     "Innkommende e-post gjennomgås av et program i huset for å skille søppelpost fra annen post. Ingen leser "
     "den, ingenting om deg læres eller lagres, og ingenting forlater huset. Uten samtykke kommer all post fram "
     "som den er. Du avslutter når som helst med `postvern consent withdraw`; det som er sortert til da, blir "
     "liggende."},
    {policy::Purpose::retrieval, 1,
     "Mail and contacts that you have at another provider are fetched from there, with the credentials that you "
     "enter for it. They are sealed to you, used for nothing else, and destroyed when the fetching ends. You end "
     "it at any time with `postvern consent withdraw`; what was fetched until then stays yours.",
     "E-post og kontakter som du har hos en annen leverandør, hentes derfra med innloggingen du oppgir. Den "
     "forsegles for deg, brukes ikke til noe annet og slettes når hentingen er over. Du avslutter når som helst "
     "med `postvern consent withdraw`; det som er hentet til da, er fortsatt ditt."},
};

}  // namespace

std::span<const ConsentText> consent_texts() noexcept { return kTexts; }

records::ConsentTexts consent_versions() {
    records::ConsentTexts versions;
    for (const ConsentText& text : kTexts) versions.set(text.purpose, text.version);
    return versions;
}

}  // namespace postvern::compliance
