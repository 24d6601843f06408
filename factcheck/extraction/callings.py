"""Words for what somebody is: "the caretaker", "the former prosecutor", "the Italian"."""

from __future__ import annotations

from factcheck.extraction.lexicon import BODY_WORDS, CALLINGS, DOCUMENTS, NATIONS

_ENDINGS = ("er", "or", "ist", "ian", "eer", "man", "woman", "keeper", "maker")
_NO_PERSONS = frozenset(
    """newspaper paper letter order poster banner flier flyer chapter newsletter sticker letter computer monitor tractor
    charter center centre number matter user-manual broadcaster retailer lender carrier insurer operator manufacturer
    developer publisher regulator supplier producer contractor employer distributor exporter importer brewer builder
    carmaker automaker drugmaker chipmaker planemaker maker watchdog provider processor explorer miner refiner hotelier
    grocer border corner quarter river water tower error mirror floor door harbor sector factor vector terror plant
    restaurant committee employee-handbook list checklist shortlist playlist covenant grant warrant restaurant
    other latter former order-paper answer offer winner-takes-all folder counter register ledger banner
    weather summer winter october november december september power tumor rumor letterhead""".split()
)
_ALSO = frozenset("native veteran lady retiree immigrant mechanic carpenter nurse engineer grandmother".split())
_NATIVES = frozenset(
    """dane swede finn pole turk scot spaniard briton greek czech swiss serb croat kurd thai slovak brit aussie kiwi
    frenchman dutchman irishman englishman welshman scotsman frenchwoman irishwoman""".split()
)


def is_calling(noun: str) -> bool:
    """Whether a noun says what a person is, by its ending or by name."""
    low = noun.lower()
    if low in BODY_WORDS or low in DOCUMENTS or low in _NO_PERSONS:
        return False
    return low in _ALSO or low in CALLINGS or (len(low) > 4 and low.endswith(_ENDINGS))


def is_native(word: str) -> bool:
    """Whether it is what one person of a country is called: "Italian", "Dane"; not "French"."""
    low = word.lower()
    if not word[:1].isupper():
        return False
    return low in _NATIVES or (
        low in NATIONS and low.endswith(("ian", "ean", "can", "eli", "aqi", "ani", "man", "ian"))
    )
