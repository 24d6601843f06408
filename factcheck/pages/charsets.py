"""The character sets of the web: the labels of the WHATWG Encoding Standard and the codecs that read them.

Python knows codecs that are no character sets (`undefined`, `rot13`, `punycode`, which is quadratic) and
one that hides markup (`utf-7`).  A page may name only what stands in this table.
"""

from __future__ import annotations

# Each line: the codec of Python that decodes it, the name of the standard, and the labels.
_TABLE = """
utf_8 UTF-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8
cp866 IBM866 866 cp866 csibm866 ibm866
iso8859_2 ISO-8859-2 csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 l2 latin2
iso8859_3 ISO-8859-3 csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 l3 latin3
iso8859_4 ISO-8859-4 csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 l4 latin4
iso8859_5 ISO-8859-5 csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5
iso8859_6 ISO-8859-6 arabic asmo-708 csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127
iso8859_6 ISO-8859-6 iso8859-6 iso88596 iso_8859-6
iso8859_7 ISO-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597
iso8859_7 ISO-8859-7 iso_8859-7 sun_eu_greek
iso8859_8 ISO-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598
iso8859_8 ISO-8859-8 iso_8859-8 visual csiso88598i iso-8859-8-i logical
iso8859_10 ISO-8859-10 csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso8859_13 ISO-8859-13 iso-8859-13 iso8859-13 iso885913
iso8859_14 ISO-8859-14 iso-8859-14 iso8859-14 iso885914
iso8859_15 ISO-8859-15 csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
iso8859_16 ISO-8859-16 iso-8859-16
koi8_r KOI8-R cskoi8r koi koi8 koi8-r koi8_r
koi8_u KOI8-U koi8-ru koi8-u
mac_roman macintosh csmacintosh mac macintosh x-mac-roman
cp874 windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
cp1250 windows-1250 cp1250 windows-1250 x-cp1250
cp1251 windows-1251 cp1251 windows-1251 x-cp1251
cp1252 windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1
cp1252 windows-1252 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252
cp1253 windows-1253 cp1253 windows-1253 x-cp1253
cp1254 windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 l5 latin5 windows-1254
cp1254 windows-1254 x-cp1254
cp1255 windows-1255 cp1255 windows-1255 x-cp1255
cp1256 windows-1256 cp1256 windows-1256 x-cp1256
cp1257 windows-1257 cp1257 windows-1257 x-cp1257
cp1258 windows-1258 cp1258 windows-1258 x-cp1258
mac_cyrillic x-mac-cyrillic x-mac-cyrillic x-mac-ukrainian
gb18030 GBK chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk
gb18030 gb18030 gb18030
big5hkscs Big5 big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc_jp EUC-JP cseucpkdfmtjapanese euc-jp x-euc-jp
iso2022_jp ISO-2022-JP csiso2022jp iso-2022-jp
cp932 Shift_JIS csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
cp949 EUC-KR cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601
cp949 EUC-KR windows-949
utf_16_be UTF-16BE unicodefffe utf-16be
utf_16_le UTF-16LE csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le
"""

_LABELS: dict[str, str] = {}
_CODECS: dict[str, str] = {}
_NAMES: dict[str, str] = {}
for _line in _TABLE.strip().splitlines():
    _codec, _name, *_names = _line.split()
    _CODECS[_name] = _codec
    _NAMES[_codec] = _name
    _LABELS.update(dict.fromkeys(_names, _name))


def encoding_of(label: str | None) -> str | None:
    """Return the standard's name for a charset label ("latin1" -> "windows-1252"), None if it is no charset."""
    if not label or len(label) > 40:
        return None
    return _LABELS.get(label.strip(" \t\r\n\f\"'").lower())


def name_of(codec: str) -> str:
    """Return the standard's name for what one of Python's codecs of the table reads ("cp1252" -> "windows-1252")."""
    return _NAMES[codec]


def decode_as(data: bytes, encoding: str, errors: str = "replace") -> str:
    """Decode by the standard's name of an encoding; `errors` as for `bytes.decode`.

    Raises: UnicodeDecodeError where `errors` is "strict" and the bytes are not of this encoding.
    """
    codec = _CODECS[encoding]
    if codec.startswith("cp125") and errors == "replace":
        return _decode_windows(data, codec)
    return data.decode(codec, errors)


def _decode_windows(data: bytes, codec: str) -> str:
    """A windows code page as the standard has it: bytes without a character stand for themselves (C1)."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        table = "".join(_one(byte, codec) for byte in range(256))
        return data.decode("latin-1").translate(dict(enumerate(table)))


def _one(byte: int, codec: str) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)
