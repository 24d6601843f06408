"""What written languages look like: letters, small words, and the encodings that were used before UTF-8.

Plain facts of the languages, for telling in which encoding undeclared bytes make sense (`guess`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: its old encodings (Python's names, the likeliest first), its letters beyond ASCII
    (for another script: its commonest letters, then all), and small words that every text has."""

    codecs: tuple[str, ...]
    letters: frozenset[str]
    words: frozenset[str]
    latin: bool = True
    rarer: frozenset[str] = frozenset()


def _latin(codecs: str, letters: str, words: str) -> Tongue:
    return Tongue(tuple(codecs.split()), frozenset(letters + letters.upper()), frozenset(words.split()))


def _script(codecs: str, common: str, rarer: str, words: str) -> Tongue:
    both = frozenset(common + common.upper())
    return Tongue(tuple(codecs.split()), both, frozenset(words.split()), False, frozenset(rarer + rarer.upper()))


_WEST = "cp1252 mac_roman"
_EAST = "cp1250 iso8859_2"
_CYRILLIC = "cp1251 koi8_r iso8859_5 cp866 mac_cyrillic"

LATIN: Final = {
    "en": _latin(_WEST, "éèêïçöñáóü", "the of and to in is that it was on with he by at are this have from had not"),
    "fr": _latin(_WEST, "éèêëàâçùûôîïœæÿ", "le la les de des du et est un une que qui dans pour pas sur ce il elle au"
                 " avec par très été à où même dit selon après plus nous sont était"),
    "de": _latin(_WEST, "äöüß", "der die das und ist nicht von zu den mit ein eine auf für sich des dem im auch als"
                 " an sie es werden er dass über sagte wir"),
    "es": _latin(_WEST, "áéíóúñü¿¡ªº", "el la los las de del que y en un una es por con no se su al lo como más pero"
                 " dijo según también está"),
    "it": _latin(_WEST, "àèéìòùÈ", "il lo la gli le di del della che e è un una per non in con si sono da dei ha"
                 " nel come più anche detto perché"),
    "pt": _latin(_WEST, "áâãàçéêíóôõúü", "o os as de do da que e em um uma para com não no na por mais dos se como foi"
                 " ao também está disse são"),
    "nl": _latin(_WEST, "éëïöüèê", "de het een van en in is dat op te zijn met voor niet aan er om ook als maar zei"),
    "nordic": _latin(_WEST, "åäöæøéüÅ", "och i att det som en på är av för den med till inte om ett har og at ikke de"
                     " sig var ja ei että se hän oli ovat sagde sier sa säger"),
    "is": _latin(_WEST, "áðéíóúýþæö", "og að í er á sem til við um en var ekki það með fyrir hann af sagði"),
    "ca": _latin(_WEST, "àçèéíïòóúü·", "el la els les de del que i en un una és per amb no va al més com són"),
    "sq": _latin("cp1252 cp1250", "ëç", "të e në dhe i për me një që nga është u ka së si më tha"),
    "tr": _latin("cp1254", "çğıöşüâîİ", "ve bir bu da de için ile çok olarak olan daha gibi en ne kadar ama o sonra"
                 " değil var dedi"),
    "cs": _latin(_EAST, "áčďéěíňóřšťúůýž", "a v na je se že to z s do i o za si by pro jako po jsem ve ale byl není"
                 " které podle řekl které uvedl"),
    "sk": _latin(_EAST, "áäčďéíĺľňóôŕšťúýž", "a v na je sa že to z s do i o za si by pre ako po vo ale bol nie ktoré"
                 " podľa povedal"),
    "pl": _latin(_EAST, "ąćęłńóśźż", "i w na z nie się że do to jest o jak po co za od przez przy dla są był być ich"
                 " który powiedział"),
    "hu": _latin(_EAST, "áéíóöőúüű", "a az és hogy nem is egy ez volt meg de már csak van még mint azt el szerint"
                 " mondta között után"),
    "hr": _latin(_EAST, "čćđšž", "i u je da se na za su s od ne kao koji to će bi ali iz o nije što rekao prema ki in"
                 " ni pa po so za"),
    "ro": _latin("iso8859_16 cp1250 iso8859_2", "ăâîșțşţ", "de și în a la cu pe o că nu un din care este pentru mai s"
                 "a fost au se spus după"),
    "lt": _latin("cp1257 iso8859_13", "ąčęėįšųūž", "ir kad į yra iš su ne tai kaip o bet buvo už apie po jo ar dėl sakė"
                 " pagal"),
    "lv": _latin("cp1257 iso8859_13", "āčēģīķļņšūž", "un ir ar no uz ka par kas tas bet nav pie pēc lai gan vai arī"
                 " teica kā"),
    "et": _latin("cp1257 iso8859_13 cp1252", "äõöüšž", "ja on ei et see oli ka kui mis ta aga oma või siis ütles"
                 " nii mitte tema pärast"),
    "vi": _latin("cp1258", "ăâđêôơư", "và của là có trong được cho không các với một người"),
}  # fmt: skip
"""Languages in Latin letters; those of the West read the same in windows-1252 and, on old Macs, in macintosh."""

SCRIPTS: Final = {
    "ru": _script(_CYRILLIC, "оеаинтсрвлкмдпу", "яыьгзбчйхжшюцщэфъё", "и в не на что с по он как это но из за к от у"
                  " о для до его был все мы я же"),
    "uk": _script("cp1251 koi8_u iso8859_5", "оанивіетрслкдмпу", "яьзгбчхйжїєюшцщфґ", "і в не на що з та у до як за"
                  " від це по про він є його для було"),
    "bg": _script("cp1251 iso8859_5", "аоеинтрсвлдпкмз", "угябъщчхцжшйюьф", "и на да не за се в от с е че са по"
                  " като но това ще със"),
    "sr": _script("cp1251 iso8859_5", "аоиенрсткдвјупл", "мзгбчшцхжћњљђфџ", "и у је да се на за су од са не као из"
                  " који то ће али"),
    "el": _script("cp1253 iso8859_7", "αοιετνσηρπκμλςυ", "άέίόήύώωδγχθφβξζψϊϋΐΰ", "και το να του η της με για την από"
                  " που είναι στο δεν ο τα οι σε στην θα"),
    "he": _script("cp1255 iso8859_8", "יוהלאמרתבשנ", "כעדקפחםןצגטסזךףץ", "של את על לא הוא כי זה עם גם אל או אם כל היא"),
    "ar": _script("cp1256 iso8859_6", "اليمنوترةبعدسفهكقحجأ", "شطصخىإذزغضءئثؤظآ،؟", "في من على أن إلى عن التي هذا كان"
                  " لا ما مع هذه الذي قال وقال"),
    "th": _script("cp874", "านรอกเงมยลวดทสตะปบคหแจพชขใไโผซถธณศษฟภญุูิีึืั็่้์ำ", "ฉฐฎฏฑฒฆฌฝฬฮฯๆ",
                  "และ ที่ ของ ใน เป็น การ มี ได้ ไม่ ว่า"),
}  # fmt: skip
"""Languages in other alphabets, a byte a letter."""

# The commonest characters: some three hundred make up well over half of any text.
_SIMPLE = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家"
    "种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十"
    "民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯"
    "月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女"
    "变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基"
    "议际局警方称案记被北京华今桥府请让该据元调查导网视根周"
)
_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家"
    "種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十"
    "民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯"
    "月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女"
    "變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基"
    "議際局警稱案記北京華今橋府請讓該據元調查導網視根週台灣灣"
)
_KANJI = (
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西"
    "電校語土木聞食車何南万毎白天母火右読友左休父雨会社事自分者同業方地場代田内新開問手定発目対部合力理立意体政府議員"
    "市長町村県都道区民主党首相選挙法律事件警察調査結果関係者委員会明言述表説計画予算約億円橋安全閉鎖検討決通工経済動"
    "化性的思私彼考作用使以所連実現最初近度回度戦争平和強海機記持世界教育員"
)
_HANGUL = (
    "이다는의에을가고하지은한로사기도를인대서나자어그아일시해들정과리라부수있스게보원장전만제으여오상주적면국성동구공"
)
_HANGUL_MORE = "동구공것없등했었며말민용신경위조무비화안우통중년월관교방물선발계연개유생소치당까할된될되터트요습니"

COMMON_HAN: Final = {
    "gb18030": frozenset(_SIMPLE),
    "big5hkscs": frozenset(_TRADITIONAL),
    "cp932": frozenset(_KANJI),
    "euc_jp": frozenset(_KANJI),
    "cp949": frozenset(),
}
"""Han characters that are common in what is written in an East Asian encoding."""

COMMON_HANGUL: Final = frozenset(_HANGUL + _HANGUL_MORE)
