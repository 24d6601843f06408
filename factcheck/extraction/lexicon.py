"""Words that help to tell names: titles, roles, given names by sex, what bodies are called."""

from __future__ import annotations

import lzma
from functools import lru_cache
from importlib.resources import files

FILE = "common.bin"


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words that news articles usually write in lower case (see `benchmarks/extraction/build_lexicon.py`)."""
    packed = files("factcheck.extraction").joinpath(FILE).read_bytes()
    return frozenset(lzma.decompress(packed).decode().split("\n"))


MALE_TITLES = frozenset(["mr", "mr.", "sir", "lord", "king", "prince", "father", "brother", "congressman"])
FEMALE_TITLES = frozenset(
    ["mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess", "sister", "dame", "congresswoman"]
)

# Words before a name that are no part of it.
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | frozenset(
        """dr dr. prof prof. professor sen sen. senator rep rep. representative gov gov. governor gen gen. general
        lt lt. lieutenant col col. colonel maj maj. major capt capt. captain sgt sgt. sergeant cmdr cmdr.
        admiral adm adm. president vice premier chancellor minister prime secretary secretary-general commissioner
        ambassador attorney judge justice chief mayor sheriff officer deputy assistant director chairman chairwoman
        chair chairperson chief executive ceo cfo founder co-founder spokesman spokeswoman spokesperson aide
        adviser advisor strategist analyst pollster economist historian author writer reporter editor columnist
        correspondent journalist host anchor activist lawyer coach actor actress singer rapper comedian musician
        billionaire businessman mogul candidate nominee democrat republican democratic retired former ex-president
        ex-governor then-president then-secretary then-sen. then-gov. pope cardinal bishop archbishop rabbi imam
        rev rev. reverend pastor speaker leader majority minority whip councilman councilwoman commander detective
        inspector superintendent principal dean executive manager campaign head hon. messrs. mullah sheikh sheik
        emir ayatollah crown lawmaker legislator scientist researcher physician psychiatrist resident witness
        veteran marine mother father student teacher farmer driver owner rival running mate opponent""".split()
    )
)

NATIONS = frozenset(
    """american british russian french german chinese japanese israeli palestinian syrian iraqi iranian turkish
    mexican canadian italian spanish indian pakistani afghan saudi egyptian ukrainian polish greek korean irish
    scottish english australian brazilian cuban european african asian arab muslim jewish christian catholic
    texas california florida ohio virginia iowa york u.s. u.n. u.k. e.u. eu us un uk gop dnc rnc fbi cia nato
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december""".split()
)

BODY_WORDS = frozenset(
    """department ministry agency administration committee commission council court congress senate house
    parliament party campaign university college institute institution center centre foundation fund association
    union league club company corporation corp. corp inc inc. llc ltd co. group bank bureau office service
    services police army navy force forces guard times post journal news herald tribune magazine press network
    television tv radio channel reuters facebook twitter google organisation organization alliance coalition
    federation society board authority observatory team government nations states kingdom republic embassy
    hospital school church lab laboratories pac pentagon kremlin treasury hall airlines industries partners
    international watch helmets poll survey report study act memo""".split()
)
DOCUMENTS = frozenset(
    """report study poll survey memo letter email e-mail statement document documents filing lawsuit complaint
    book article story tweet tweets post ad advertisement headline editorial release transcript records data
    figures paper analysis research evidence results polling numbers statistics estimates
    findings census surveys polls returns footage history documentary film interview ratings
    website blog video sign card narrator indictment ruling bill law
    bylaws column""".split()
)
# The last word of a place's name, which is no person's surname often enough to matter.
PLACE_WORDS = frozenset(
    """county city township village street avenue boulevard square beach springs heights island islands valley
    harbor airport district province river bay coast""".split()
)
PARTICLES = frozenset(
    ["al", "bin", "ibn", "de", "del", "della", "der", "van", "von", "den", "di", "da", "du", "la", "le"]
)
SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])

MALE = frozenset(
    """aaron abdul abdullah adam ahmed al alan albert alex alexander ali allen andrew anthony antonio arthur barack
    barry ben benjamin bernard bernie bill bob bobby boris brad brandon brent brett brian bruce carl carlos charles
    charlie chris christopher chuck clarence cory craig dan daniel danny dave david dean dennis derek dick dmitry
    don donald doug douglas duncan dwight ed eddie edward eli elijah eric ernest ethan evan francis frank fred
    gary gavin geoff george gerald glenn gordon graham greg gregory hamid harold harry hassan henry herbert howard
    hugh ian ibrahim isaac ivan jack jacob jake james jason jay jeb jeff jeffrey jeremy jerry jesse jim jimmy joe
    joel john johnny jon jonathan jorge jose joseph josh joshua juan julian justin karl keith ken kenneth kevin
    kyle lance larry lawrence lee leo leon leonard lewis lindsey lloyd louis lucas luis luke malcolm marc marco
    mario mark martin matt matthew max michael mike mitch mitt mohamed mohammad mohammed muhammad nathan neil newt
    nicholas nick nigel noah norman oliver omar oscar owen pablo patrick paul pedro pete peter phil philip phillip
    rafael ralph rami rand randy ray raymond reince rich richard rick rob robby robert roberto rodney roger roland
    ron ronald ross roy rudy rupert russell ryan sam samuel saul scott sean sergei seth shawn sidney simon stan
    stephen steve steven stuart ted theodore thomas tim timothy toby todd tom tommy tony travis trevor tyler
    vernon victor vincent vitaly vladimir walter warren wayne wesley will william zach zachary zeid""".split()
)
FEMALE = frozenset(
    """abby abigail alexandra alice alicia alison allison amanda amber amy andrea angela anita ann anna anne annie
    april ashley audrey barbara beatrice becky beth betty beverly brenda brittany camille carla carly carmen carol
    caroline carolyn cassandra catherine cathy cecilia charlotte chelsea cheryl christina christine cindy claire
    clara claudia colleen condoleezza connie courtney crystal cynthia daisy dana danielle dawn deborah debbie debra
    denise diana diane donna doris dorothy eileen elaine eleanor elena elizabeth ellen emily emma erica erin esther
    eva eve evelyn fatima felicia fiona frances gabrielle gail gennifer georgia gina gladys glenda gloria grace
    gwen hannah harriet hazel heather heidi helen hillary holly huma ida ingrid irene irma isabel ivanka jackie
    jacqueline jane janet janice jean jeanne jennifer jenny jessica jill joan joanna jocelyn josephine joy joyce
    juanita judith judy julia julie june karen kate katherine kathleen kathryn kathy katie kayla kellyanne kelly
    kerry kim kimberly kirsten kristen kristin lara laura lauren leah leslie lillian linda lisa lois loretta lori
    lorraine louise lucia lucy lydia lynn mabel madeleine maggie margaret maria marian marie marilyn marsha martha
    mary maureen megan melania melanie melissa michelle mildred miranda molly monica nadia nancy naomi natalie
    natasha nicole nina nora norma olivia pamela patricia patti paula pauline peggy penny phyllis priscilla rachel
    rebecca regina renee rita roberta robin rosa rosalind rose rosemary roxanne ruth sabrina sally samantha sandra
    sara sarah shannon sharon sheila shelly sherry shirley sofia sonia sonya sophia stella stephanie sue
    susan suzanne sylvia tamara tammy tanya tara teresa theresa tiffany tina tracy ursula valerie vanessa vera
    veronica victoria virginia vivian wanda wendy whitney yolanda yvonne zoe""".split()
)


def sex_of(given: str) -> str | None:
    """ "m", "f" or None, from a given name."""
    low = given.lower()
    if low in MALE:
        return None if low in FEMALE else "m"
    return "f" if low in FEMALE else None
