"""Which language a short article is in; an article in another one than English is not read as if it were."""

from __future__ import annotations

import pytest

from factcheck.text.language import NAMES, detect_language

ARTICLES = {
    "en": "The council met on Monday and voted to close the bridge. The mayor said there was no other choice.",
    "cs": "Rada se sešla v pondělí a rozhodla uzavřít most. Starostka řekla, že nebyla jiná možnost.",
    "sk": "Rada sa zišla v pondelok a rozhodla sa uzavrieť most pre peších, ktorý je starý. Nebola iná možnosť.",
    "hu": "A tanács hétfőn ült össze, és úgy döntött, hogy lezárja a hidat. Azt mondta, hogy nem volt más választás.",
    "ro": "Consiliul s-a întrunit luni și a votat închiderea podului. Primarul a spus că nu era altă soluție.",
    "hr": "Vijeće se sastalo u ponedjeljak i odlučilo zatvoriti most za pješake. Rekla je da nije bilo drugog izbora.",
    "ca": "El consell es va reunir dilluns i va votar tancar el pont als vianants. No hi havia cap altra opció.",
    "vi": "Hội đồng đã họp vào thứ Hai và quyết định đóng cửa cây cầu. Thị trưởng nói rằng không có lựa chọn nào khác.",
    "pt": "O conselho reuniu-se ontem e votou fechar a ponte aos peões. Disse que não havia outra escolha.",
    "es": "El consejo votó el lunes cerrar el puente. La alcaldesa dijo que no había otra opción para los vecinos.",
}


@pytest.mark.parametrize("language", ARTICLES)
def test_a_short_article_tells_its_language(language: str) -> None:
    assert detect_language(ARTICLES[language]) == language
    assert NAMES[language]


def test_a_few_words_do_not() -> None:
    assert detect_language("Vox populi.") is None
