"""Whether a source asked not to be named."""

from __future__ import annotations

import re

_ANONYMOUS = re.compile(
    r"anonym|not (?:to )?be(?:ing)? (?:named|identified)|unnamed|unidentified|not authori[sz]ed|"
    r"declined to (?:be|give)|on background|sources?\b(?! said)|who (?:spoke|requested)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"condition of anonymity|asked (?:not|that (?:he|she|they)) (?:to )?(?:not )?be (?:named|identified)|"
    r"not authori[sz]ed to|requested anonymity|declined to be (?:named|identified)",
    re.IGNORECASE,
)


def is_anonymous(text: str, mention: str, end: int) -> bool:
    """Whether a description without a name is of somebody who would not be named."""
    if _ANONYMOUS.search(mention):
        return True
    line = text.find("\n", end, end + 160)
    return _ASIDE.search(text, end, line if line >= 0 else min(len(text), end + 160)) is not None
