"""Word lists behind the grading of differences: which words carry the meaning of a sentence.

English only; in another language the lists match nothing and every difference counts as wording. They
were written for this program from the grammar books' closed classes and from what newspapers' style
guides tell their desks to watch.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def pairs_of(text: str) -> frozenset[frozenset[str]]:
    """Read pairs of opposites: `a/b` on each place, where either side may list forms with `+`."""
    found: set[frozenset[str]] = set()
    for pair in text.split():
        left, right = pair.split("/")
        found.update(frozenset((a, b)) for a in left.split("+") for b in right.split("+"))
    return frozenset(found)


NEGATIONS = _set(
    "not no never none nothing nobody neither nor nowhere without cannot hardly scarcely barely ain't nope nay"
    " non lack lacks lacked lacking refuse refuses refused deny denies denied fail fails failed"
)
STRONG_NEGATIONS = _set(
    "not no never none nothing nobody neither nor nowhere without cannot hardly scarcely barely nope"
)
MODALS = _set(
    "can could may might must shall should will would ought can't cannot couldn't mightn't mustn't shan't"
    " shouldn't won't wouldn't needn't"
)
PRONOUNS = _set(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her"
    " hers herself it its itself they them their theirs themselves one's who whom whose everyone everybody"
    " someone somebody anyone anybody this that these those i'm i've i'd i'll we're we've we'd we'll you're"
    " you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll they're they've they'd they'll"
)
PERSONS = PRONOUNS - _set("this that these those who whom whose it its it's it'd it'll itself")
QUALIFIERS = _set(
    "only if unless except but although though however almost nearly about roughly approximately around some"
    " most many few several mostly mainly largely partly partially generally usually often sometimes rarely"
    " seldom occasionally perhaps maybe probably possibly likely unlikely apparently allegedly reportedly"
    " supposedly presumably seemingly potentially arguably seem seems seemed appear appears appeared suggest"
    " suggests suggested believe believes think thinks guess suppose hope hopes try tries trying somewhat kind"
    " sort half least yet still until before after when while because since whether even less fewer more"
    " merely just rather otherwise once provided assuming depending somehow lot lots bit little much any all"
    " every each both either always ever certain virtually practically essentially expected could might may"
    " particularly especially instead despite again too initially eventually"
)
HEDGES = _set(
    "only if unless except almost nearly about roughly approximately around some most many few several mostly"
    " mainly largely partly partially generally usually often sometimes rarely seldom occasionally perhaps"
    " maybe probably possibly likely unlikely apparently allegedly reportedly supposedly presumably seemingly"
    " potentially arguably seems seem seemed appears appear appeared somewhat merely until virtually"
    " practically all every always ever half least former deputy vice acting interim alleged suspected retired"
)
HEDGES_ALIKE = tuple(
    _set(alike)
    for alike in (
        "almost nearly virtually practically",
        "about around roughly approximately",
        "perhaps maybe possibly",
        "probably likely presumably",
        "usually generally mostly mainly largely",
        "apparently seemingly",
        "allegedly reportedly supposedly",
        "many several",
        "few some",
        "appears seems appear seem appeared seemed",
        "rarely seldom",
    )
)
HEDGE_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "a lot of",
        "a bit",
        "a little",
        "a few",
        "kind of",
        "sort of",
        "some of",
        "most of",
        "many of",
        "part of",
        "at least",
        "at most",
        "more or less",
        "as far as",
        "in part",
        "i think",
        "i believe",
        "i guess",
        "i suppose",
        "i hope",
        "in my view",
        "in my opinion",
        "it seems",
        "seems to",
        "appears to",
        "tend to",
        "tends to",
        "tended to",
        "in many ways",
        "in some ways",
        "in a sense",
        "in theory",
        "in principle",
        "as a rule",
        "for now",
        "if possible",
        "if necessary",
        "up to",
        "more than",
        "less than",
        "fewer than",
        "close to",
        "as many as",
        "a couple of",
        "in some",
        "for the most part",
        "to some extent",
        "to some degree",
        "if only",
        "one of",
        "two of",
        "even if",
        "far from",
        "anything but",
        "yet to",
        "short of",
        "as long as",
        "so long as",
        "provided that",
        "plan to",
        "plans to",
        "planned to",
        "tried to",
        "trying to",
        "so far",
        "not only",
    )
)
HIDDEN = _set(
    "not no never none nothing nobody neither nor nowhere without cannot hardly scarcely barely only but unless"
    " except if although though however almost perhaps maybe probably possibly allegedly reportedly supposedly"
    " until some"
)
OPENING_LIMITS = frozenset(
    tuple(phrase.split())
    for phrase in (
        "nearly|almost|about|roughly|approximately|around|perhaps|maybe|probably|possibly|allegedly|reportedly"
        "|supposedly|apparently|rarely|seldom|scarcely|barely|sometimes|some|few|at least|at most|up to|more than"
        "|less than|fewer than|no more than|no less than|no fewer than|not more than|close to|as many as|as few as"
        "|not all|not even|not every|virtually|practically|some of|most of|part of|half|half of|hardly any|over|under"
    ).split("|")
)
"""Phrases that limit the sentence they open: "Nearly all of it burned" is not "All of it burned"."""

DOUBTING = _set("doubt doubts doubted deny denies denied denying refuted myth untrue claim claims claimed")
"""Words that take back, or leave open, the clause that follows them."""

AT_ONCE = _set(
    "almost nearly maybe probably likely seldom rarely about roughly approximately around fewer less least most over"
)
"""Words that limit the very next ones; from `about` on only where these say how many."""

GOES_ON = _set("but unless except if only although though however until provided not never without or")
"""Words that take back or limit what stood before them in the same sentence."""

INTENSIFIERS = _set(
    "very really so quite totally absolutely completely extremely actually literally truly incredibly highly"
    " just simply pretty definitely certainly obviously clearly particularly especially entirely utterly"
    " deeply fully strongly hugely terribly awfully super indeed far much too frankly honestly basically"
)
FILLERS = _set(
    "um uh er erm ah eh hmm hm mm mhm uhm umm uhh ahem oh like well okay ok right so yeah yes look see listen now"
    " anyway hey man folks honestly frankly basically"
)
SOUNDS = _set("um uh er erm ah eh hmm hm mm mhm uhm umm uhh uh-huh huh")
FILLER_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "you know what i mean",
        "you know what",
        "you know",
        "i mean",
        "you see",
        "sort of like",
        "kind of like",
        "let me see",
        "let's see",
        "i guess",
        "i tell you",
        "let me tell you",
    )
)
FUNCTION_WORDS = _set(
    "a an the that of to in on at for with by from as and or is are was were be been being am do does did have"
    " has had which there then here into upon onto than"
)
LIGHT = _set("a an the that")
POINTING = _set("this that these those the")
STOP_WORDS = (
    FUNCTION_WORDS
    | PRONOUNS
    | _set(
        "not no but if so what when how all will would can could should just about more some out up get got going"
        " don't it's i'm we're they're that's there's very really who because also"
    )
)
TITLES = {
    "mr": "mister",
    "dr": "doctor",
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "capt": "captain",
    "sgt": "sergeant",
    "prof": "professor",
    "rev": "reverend",
    "st": "saint",
    "jan": "january",
    "feb": "february",
    "mar": "march",
    "apr": "april",
    "aug": "august",
    "sept": "september",
    "sep": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
    "mon": "monday",
    "tue": "tuesday",
    "tues": "tuesday",
    "wed": "wednesday",
    "thu": "thursday",
    "thurs": "thursday",
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
    "co": "company",
    "corp": "corporation",
    "inc": "incorporated",
    "ltd": "limited",
    "dept": "department",
    "govt": "government",
    "vs": "versus",
    "no": "number",
    "pres": "president",
    "sec": "secretary",
    "atty": "attorney",
    "maj": "major",
    "cmdr": "commander",
    "adm": "admiral",
    "amb": "ambassador",
    "hon": "honourable",
    "fla": "florida",
    "calif": "california",
    "mass": "massachusetts",
    "va": "virginia",
    "pa": "pennsylvania",
    "mich": "michigan",
    "wis": "wisconsin",
    "ariz": "arizona",
    "conn": "connecticut",
    "ill": "illinois",
    "ind": "indiana",
    "minn": "minnesota",
    "tenn": "tennessee",
    "tex": "texas",
    "wash": "washington",
    "pct": "percent",
    "ave": "avenue",
    "rd": "road",
    "blvd": "boulevard",
    "ok": "okay",
    "tv": "television",
    "kilometers": "kilometres",
    "km": "kilometres",
    "kg": "kilograms",
    "hrs": "hours",
    "min": "minutes",
}
MONTHS_AND_DAYS = _set(
    "january february march april may june july august september october november december monday tuesday"
    " wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning afternoon evening"
    " noon midnight spring summer autumn fall winter"
)
KIN = _set(
    "father mother brother sister son daughter uncle aunt wife husband cousin nephew niece grandfather grandmother"
    " grandson granddaughter parents children stepfather stepmother"
)
"""Words for one person's relations: another word is another person."""

RELATIVE_DATES = _set("last next this previous past coming following")
"""Words that place a date by the day of speaking: "last week" is another week than "next week"."""

QUANTIFIERS = _set(
    "all some any every each both either few fewer fewest many most more several much little less none no one half"
    " enough plenty everyone everybody someone somebody anyone anybody everything something anything everywhere"
    " somewhere anywhere certain various numerous countless"
)
QUANTIFIERS_ALIKE = tuple(
    _set(alike)
    for alike in (
        "each every",
        "everyone everybody",
        "someone somebody",
        "anyone anybody",
        "many several numerous",
        "few some several",
        "both all",
        "some certain various several",
        "enough plenty",
        "less fewer",
        "less little",
        "few fewer fewest",
        "many more most much",
    )
)
"""Pairs that say nearly the same, or are forms of one word: a change of wording, not of meaning."""

UNIT_SIGNS = _set("$ \u20ac \u00a3 \u00a5 percent")
UNITS = UNIT_SIGNS | _set(
    "second seconds minute minutes hour hours day days night nights week weeks weekend weekends month months"
    " quarter quarters year years decade decades century centuries mile miles kilometre kilometres kilometer"
    " kilometers metre metres meter meters foot feet inch inches yard yards acre acres hectare hectares ton tons"
    " tonne tonnes pound pounds dollar dollars euro euros cent cents yen rupee rupees gram grams kilogram"
    " kilograms litre litres liter liters gallon gallons degree degrees point points percent percentage"
    " million billion trillion times fold people kilo kilos stone milligram milligrams microgram micrograms kilowatt"
    " kilowatts megawatt megawatts gigawatt gigawatts household households head capita barrel barrels crown crowns"
    " franc francs fathom fathoms knot knots peso pesos rouble roubles ruble rubles yuan celsius fahrenheit"
)
HOMOPHONES = pairs_of(
    "their/there+they're there/they're our/are your/you're its/it's to/too+two too/two then/than affect/effect"
    " lose/loose whose/who's were/where weather/whether piece/peace principal/principle brake/break"
    " bare/bear by/buy+bye cite/site+sight complement/compliment council/counsel discreet/discrete here/hear"
    " hole/whole knew/new know/no led/lead passed/past plain/plane pole/poll pray/prey rain/reign+rein right/write+rite"
    " role/roll sea/see stationary/stationery tail/tale threw/through waist/waste week/weak wait/weight"
    " way/weigh would/wood accept/except aloud/allowed alter/altar ate/eight board/bored capital/capitol"
    " coarse/course die/dye fair/fare flour/flower for/four+fore gait/gate grate/great heal/heel idle/idol"
    " made/maid mail/male main/mane meat/meet morning/mourning one/won our/hour pair/pear pail/pale pause/paws"
    " road/rode+rowed sail/sale scene/seen soar/sore sole/soul some/sum son/sun stair/stare steal/steel sweet/suite"
    " tide/tied vain/vein+vane wear/where+ware which/witch worn/warn let's/lets"
)
VARIANTS = pairs_of(
    "gray/grey adviser/advisor percent/pct okay/ok toward/towards among/amongst while/whilst learned/learnt"
    " program/programme check/cheque tire/tyre plow/plough judgment/judgement cancelled/canceled"
    " email/e-mail website/site healthcare/health cannot/can't afterward/afterwards backward/backwards"
    " spokesman/spokesperson whiskey/whisky mom/mum donut/doughnut skeptical/sceptical skeptic/sceptic"
    " enroll/enrol fulfill/fulfil traveled/travelled traveling/travelling labeled/labelled ageing/aging"
    " defense/defence offense/offence license/licence practice/practise aluminum/aluminium mustache/moustache"
    " pajamas/pyjamas us/usa uk/britain barack/obama til/until cause/because til/till em/them ya/you 'em/them"
    " yeah/yes yep/yes an/a till/until"
) - {frozenset(("barack", "obama")), frozenset(("uk", "britain"))}
CONTRACTED = {
    "n't": ("not",),
    "'re": ("are",),
    "'ve": ("have",),
    "'m": ("am",),
    "'ll": ("will",),
    "'d": ("would",),
    "'s": ("is",),
}
SLANG = {
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "kinda": "kind of",
    "sorta": "sort of",
    "lotta": "lot of",
    "outta": "out of",
    "gimme": "give me",
    "lemme": "let me",
    "dunno": "do not know",
    "ain't": "is not",
    "won't": "will not",
    "can't": "can not",
    "cannot": "can not",
    "shan't": "shall not",
    "let's": "let us",
    "y'all": "you all",
    "coulda": "could have",
    "woulda": "would have",
    "shoulda": "should have",
    "hafta": "have to",
    "tryna": "trying to",
    "cause": "because",
    "'cause": "because",
    "til": "until",
    "whatcha": "what are you",
    "oughta": "ought to",
}
SPEECH_VERBS = _set(
    "said says say saying told tells tell added adds add asked asks ask continued continues explained explains"
    " wrote writes write tweeted tweets noted notes stated states declared declares replied replies answered"
    " answers responded responds argued argues insisted insists warned warns recalled recalls concluded"
    " concludes remarked remarks quipped joked jokes announced announces claimed claims admitted admits"
    " acknowledged acknowledges observed observes mused posted shouted yelled cried whispered pleaded urged"
    " urges demanded demands suggested suggests agreed agrees countered counters interjected testified"
    " testifies boasted vowed vows pledged promised promises predicted predicts complained complains"
    " lamented conceded concedes cautioned confirmed confirms clarified elaborated emphasized stressed"
    " repeated repeats read reads reported reports according speaking interview"
)
"""Words that give words to somebody: they mark the text between two parts of a quote as not spoken."""

STAGE_DIRECTIONS = _set(
    "applause laughter laughs laughing laugh cheers cheering crosstalk inaudible unintelligible indistinct pause"
    " pauses boos booing music sic ph coughs coughing sighs sigh crying sobs silence chuckles chuckle audience"
    " crowd begin end video clip audio phonetic beat break commercial whistles whistling gasps noise foreign"
    " language interpreter translator translation translated through off-mike mike microphone tape recording"
    " interruption interrupting overlapping standing ovation"
)
