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


MALE_TITLES = frozenset("mr mr. sir lord king prince father brother congressman shri sri".split())
FEMALE_TITLES = frozenset("mrs mrs. ms ms. miss lady queen princess sister dame congresswoman smt smt.".split())

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
        veteran marine mother father student teacher farmer driver owner rival running mate opponent
        cllr cllr. councillor comrade haji alhaji hajia mian maulana baron baroness
        herr frau monsieur madame pm premier alderman constable brigadier supt supt.""".split()
    )
)
# What else opens a sentence before a name ("Ranger Ada Rowe said"), beside words that end as callings do.
CALLINGS = frozenset(
    """substitute passenger pupil resident neighbor boss captain skipper midfielder striker defender goalkeeper
    neighbour winger ranger chef nurse surgeon pilot plumber postman priest vicar mum dad mum-of-one gran grandad
    pensioner shopper survivor victim bystander onlooker eyewitness volunteer campaigner protester organiser pal
    friend commuter boyfriend girlfriend partner widow widower star teenager schoolgirl schoolboy pundit guard trustee
    apprentice colleague beekeeper caretaker landlady landlord shopkeeper fisherman fisherwoman coastguard firefighter
    paramedic midwife head clerk deputy treasurer backbencher frontbencher peer envoy monk nun novelist poet painter
    sculptor playwright advocate barrister solicitor prosecutor magistrate silk geologist""".split()
)

# Titles that go before a surname alone: whoever is called so is a person.
ADDRESSES = (
    MALE_TITLES
    | FEMALE_TITLES
    | frozenset(
        """dr dr. prof prof. professor sen sen. senator rep rep. representative gov gov. governor gen gen. lt lt.
    lieutenant col col. colonel maj maj. capt capt. captain sgt sgt. sergeant cmdr cmdr. commander admiral adm
    adm. president chancellor minister premier secretary commissioner ambassador judge justice mayor sheriff officer
    detective inspector pope cardinal bishop archbishop rabbi rev rev. reverend pastor imam coach councilman
    councilwoman speaker""".split()
    )
) - {"miss", "brother", "father", "sister", "king", "prince"}
# Titles that stay before a name of one word.
STYLES = frozenset(["pope", "queen", "princess", "lady", "lord", "sir", "dame", "cardinal", "imam"])
# Given names of women and men alike.
EITHER = frozenset(
    """alex ali andrea april ashley blake cameron casey charlie chris courtney dana dominique drew jackie jamie jan jean
    jesse jo joan jordan joyce kai kelly kerry kim lee leslie lindsey marian max morgan nikita pat robbie robin sam
    shannon sidney stacy sunny taylor terry tracy whitney""".split()
)
# What somebody is to another, before his name: "her son, Humphrey Quill".
MALE_KIN = frozenset("son father husband brother uncle nephew grandson grandfather boyfriend widower dad".split())
FEMALE_KIN = frozenset("daughter mother wife sister aunt niece granddaughter grandmother girlfriend widow mom".split())
# What persons are called for short, who have another name in full.
NICKNAMES = dict(
    pair.split("=")
    for pair in """ted=edward ed=edward eddie=edward bill=william billy=william will=william bob=robert bobby=robert
    rob=robert jim=james jimmy=james jamie=james mike=michael mick=michael joe=joseph joey=joseph tom=thomas
    tommy=thomas dick=richard rick=richard rich=richard jack=john johnny=john dave=david dan=daniel danny=daniel
    steve=stephen steven=stephen chuck=charles charlie=charles tim=timothy tony=anthony ken=kenneth larry=lawrence
    matt=matthew nick=nicholas pat=patrick pete=peter ron=ronald sam=samuel andy=andrew ben=benjamin bernie=bernard
    chris=christopher doug=douglas fred=frederick greg=gregory jeff=jeffrey jerry=gerald josh=joshua ray=raymond
    phil=philip walt=walter don=donald al=albert alex=alexander liz=elizabeth beth=elizabeth betty=elizabeth
    kate=katherine kathy=katherine katie=katherine sue=susan peggy=margaret maggie=margaret meg=margaret jen=jennifer
    jenny=jennifer debbie=deborah becky=rebecca barb=barbara cathy=catherine cindy=cynthia vicky=victoria
    abby=abigail""".split()
)
# What follows the hyphen in words that describe ("Swiss-born").
COMPOUNDS = frozenset(
    "born based led backed era elect educated trained owned held style raised bred born-and-raised".split()
)

NATIONS = frozenset(
    """american british russian french german chinese japanese israeli palestinian syrian iraqi iranian turkish
    mexican canadian italian spanish indian pakistani afghan saudi egyptian ukrainian polish greek korean irish
    scottish english australian brazilian cuban european african asian arab muslim jewish christian catholic
    swiss swedish norwegian danish finnish dutch belgian austrian hungarian czech romanian bulgarian serbian croatian
    lebanese jordanian kuwaiti yemeni libyan tunisian moroccan algerian nigerian kenyan ethiopian somali sudanese
    vietnamese filipino indonesian malaysian thai taiwanese haitian colombian venezuelan argentine chilean peruvian
    texas california florida ohio virginia iowa indiana michigan wisconsin minnesota pennsylvania massachusetts
    connecticut illinois kentucky louisiana maryland mississippi missouri nebraska nevada oklahoma oregon tennessee utah
    alabama alaska arizona arkansas colorado hawaii idaho kansas vermont wyoming york
    u.s. u.n. u.k. e.u. eu us un uk gop dnc rnc fbi cia nato
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
# The first word of a place's name.
PLACE_OPENERS = frozenset("north south east west new san santa los las fort lake mount port cape saint el rio".split())
PARTICLES = frozenset(
    ["al", "bin", "ibn", "de", "del", "della", "der", "van", "von", "den", "di", "da", "du", "la", "le"]
)
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv qc kc mp msp mla mep obe mbe cbe phd esq".split())

MALE = frozenset(
    """aaron abdul abdullah adam adrian ahmad ahmed akira al alan albert alejandro aleksandar aleksander aleksandr
    alessandro alex alexander alexei alexey alfred alfredo ali allen alvaro amadou amir anatoly anders andre
    andreas andrei andrej andrew andrzej angus anil anthony antoine anton antonin antonio arjun arkady armando
    arne arnold artem arthur arturo arvid ashok asif axel aziz barack barry bashar bashir bastian ben benedict
    benjamin bernard bernd bernie bilal bill bjorn bob bobby bogdan bohdan boris boubacar brad bram brandon
    brent brett brian bruce bruno bulent carl carlos carsten cedric cesar charles charlie chris christian
    christoph christophe christopher chuck clarence claude clemens clement constantin cornelius cory craig cyril
    damian damien dan daniel danny dario dariusz darko dave david dean denis dennis derek dick diego dieter
    dimitri dirk dmitry dominic dominik don donald doug douglas dragan duncan dunstan dwight ed eddie edmund
    eduardo edvard edward edwin egon eirik eli elijah emil emilio emmanuel emre enrique enzo erdem eric erich
    erik ernest ernst esteban ethan etienne eugen eugene evan fabian fabio faisal farid federico felipe felix
    ferdinand fernando filip florian francis franco francois frank franz fred frederic frederik friedrich fritz
    gabriel gary gavin geoff georg george georges georgi gerald gerard gerhard gert giacomo gianni gilbert
    giorgio giovanni giuseppe glenn goran gordon graham greg gregory guido guillaume guillermo gunnar gunter
    gustav gustavo hakan hamid hamza hans harald harold harry hasan hassan heinrich heinz helmut hendrik henri
    henrik henry herbert herman hermann hiroshi horst hossein howard hubert hugh hugo hussein ian ibrahim
    ignacio igor ilya imran ingmar isa isaac ismail istvan ivan ivo iwan jaakko jacek jack jacob jacques jake
    james jan janos jaroslav jason javier jay jeb jeff jeffrey jens jeremy jerome jerry jerzy jesse jim jimmy
    jiri joachim joao jochen joe joel johan johann johannes john johnny jon jonas jonathan jorge jorgen jose
    josef joseph josh joshua juan juergen jukka julian jurgen justin kai kamal karel karl kaspar kazimierz keith
    kemal ken kenji kenneth kevin khalid klaus klemens knut konrad konstantin krzysztof kurt kyle lance larry
    lars laszlo lawrence lech lee leo leon leonard lewis lindsey lloyd lorenz lorenzo lothar louis luc luca
    lucas luigi luis lukas lukasz luke maciej magnus mahmoud malcolm mamadou manfred manuel marc marcel marcin
    marco marek mario marius mark marko markus martijn martin massimo mateo mateusz mathias mathieu matt matteo
    matthew matthias maurice mauricio maurizio max maxim mehmet michael michal michel miguel mihai mikael mike
    mikhail milan milo milos mirko miroslav mitch mitt mladen mohamed mohammad mohammed moritz muhammad murat
    mustafa nasser nathan neil neville newt nicholas nick nigel nikita niklas nikola nikolai nikolaos nils noah
    norbert norman nuno olaf ole oleg oleksandr oleksiy oliver olivier olof omar omer orhan oscar osman osric
    otto owen pablo pascal patrick paul pavel pawel pedro pete peter petr petros phil philip philippe phillip
    pierre piet pieter piotr predrag radek rafael rahul rainer rajesh ralph rami ramon rand randy raul ravi ray
    raymond reince reinhard remi rene ricardo riccardo rich richard rick rob robby robert roberto rodney roger
    roland rolf romain roman ron ronald ross roy ruben rudolf rudy rupert ruslan russell ryan salim salman sam
    samir samuel sanjay santiago saul scott sean sebastian serge sergei sergey sergio seth shawn sidney sigmund
    simon slobodan soren stan stanislav stanislaw stefan stefano stelios stephen steve steven stuart sven svend
    takeshi taras tarik tariq ted theodore thomas tiago tibor tim timothy tobias toby todd tom tomas tomasz
    tomislav tommy tony torsten travis trevor tristan tyler udo ulrich umar umberto uwe vaclav vasily vernon
    victor vikram viktor vincent vincenzo vitaly vittorio vladimir vojtech volker volodymyr waldemar walid
    walter warren wayne werner wesley wilhelm will william wim wladyslaw wojciech wolfgang xavier yannick yannis
    yasser yevgeny yiannis youssef yuri yusuf yves zach zachary zbigniew zeid zoltan zoran
    abe alvin arlen avery barney beau bart bennett blaine brendan bryan bryce buddy byron caleb calvin chad
    chester chet clayton cliff clifford clint colby colin conor connor corey cody curtis damon darrell
    darren darryl dewayne dwayne dexter donnie donovan dustin dylan earl edgar elliot elliott elmer ernie
    ervin everett ezra fidel floyd forrest freddie garrett garry gene gilberto glen grover gus hal hank
    harvey hector herb homer horace irving irwin isaiah jared jarrod jed jermaine joaquin jody jonathon
    josiah kent kermit kirk leland lenny leroy lester levi lionel lonnie lowell luther lyle lyndon marcus
    marvin maxwell melvin merle micah milton monte morris moses murray myron nate nathaniel ned nolan orrin
    orville otis percy preston quentin quincy randall rashad reggie reginald rex rhett rodrigo roderick
    rogelio rory roscoe royce rufus sal shane shaun sheldon sherman silas spencer stewart stu tad terence
    terrance terrell theo tod trent trey ty tyrone vaughn vern vic vince virgil wallace wendell wes weston
    wilbur wiley willard willie winston woody wyatt zack zeke khizr moe deval tavis cornel mahmood raj
    sanjeev anwar gerardo alfonso ernesto humberto julio rigoberto salvador vicente
    albie alasdair alastair alistair alec aled alun amit anand aneurin ansel anselm archie ashwin barnaby bartholomew
    basil bertram bohumil brendon callum cathal cecil ciaran clive cormac cuthbert dai dafydd darragh declan deepak
    dermot desmond dev diarmuid dilip donal dougal duane eamon eamonn edgardo einar emeka enda eoin euan ewan farouk
    fergus fergal finlay finn fintan gareth gaurav geraint geraldo gethin giles glyn godfrey graeme gregor gwilym
    hamish haruto hari harish harjit henning hywel iain idris ieuan ifan ishaan iolo isambard jarlath jasper jayden
    jitendra jolyon jorg kabir karan keiran kelvin kieran kieron killian kofi kwabena kwame lachlan laurence leif
    leopold liam llewellyn lorcan ludovic mahesh malachy manish manoj marlon mervyn mohan mukesh murdo naveen navin
    neal niall noel nikhil oisin olu olufemi oluwaseun owain padraig padraic parvez peadar piers prakash pranav rajiv
    rakesh raghav ramesh ranjit rhodri rhys rohan rohit ronan roddy ruaridh ruairi sachin samson sandeep satish seamus
    seumas shailesh shaka siddharth sunil suresh tadhg tam tavish tendai trev tudor uday vijay vikas vinay vinod vivek
    wilfred wilf yash yaw zebulon zubair abdulaziz abdelkader bogumil cosmo dashiell eben esau gulliver horatio
    ignatius jago kasper lazarus lemuel linus lucian montague neri octavio orson osvaldo percival ptolemy rafferty
    raheem ramiro roald rustam sandor severin sigurd stellan sverre tarquin thaddeus torbjorn tormod trygve ulf
    ulysses vasco viggo vigo waldo zeno elmo gil gilles herve joost kurtis laurent leandro lorne ludwig luka marwan
    matias mauro nabil nasir nizar nordin osama oussama rashid riad rodolfo sabir sadiq salah sami sayed shadi talal
    tahir wael waleed yahya younis zaid ziad stefanos dimitris kostas nikos spyros vangelis yorgos bojan dejan andras
    balazs gabor gyula imre jozsef karoly miklos thorvaldur olafur gudmundur sigurdur haakon hakon ola terje svein
    geir thor oystein""".split()
)
FEMALE = frozenset(
    """abby abigail adele adriana agata agnes agnieszka aisha albertina aleksandra alena alessandra alexandra alice
    alicia alina aline alison allison amalia amanda amber amelia amelie amina amy anastasia andrea anette angela
    angelika angelina aniko anita anja anke ann anna anne anneke annette annie annika antonia antonina april
    ashley astrid audrey aurelia aurelie ayesha aylin barbara barbora beata beatrice beatrix beatriz becky beth
    bettina betty beverly bianca birgit bogna bozena brenda brigitte britta brittany camilla camille carina
    carla carlotta carly carmen carol carolina caroline carolyn cassandra caterina catherine cathy cecile
    cecilia celine charlotta charlotte chelsea cheryl chiara chloe christina christine cindy claire clara
    claudia claudine colleen condoleezza connie constanze corinna cornelia courtney cristina crystal cynthia
    dagmar dagny daisy dana danielle danuta daria dawn debbie deborah debra delphine denise diana diane dilara
    dominique donna doris dorota dorothea dorothy ebba edith eileen elaine eleanor elena elif elin elina elisa
    elisabeth elise elizabeth elke ella ellen elsa elzbieta emilia emilie emily emine emma erica erika erin
    esther eszter eugenia eva eve evelyn ewa fadwa farah fatima fatma fatou fatoumata felicia fernanda filippa
    fiona florence frances francesca francoise franziska freya frieda gabriela gabrielle gail galina genevieve
    gennifer georgia gerda gertrud gina giulia gladys glenda gloria grace greta grete guadalupe gudrun gwen
    hanna hannah hanne harriet hatice hazel heather hedwig heidi heike helen helena helene helga henrietta hilda
    hilde hillary holly huma ida ilona ilse ines inga inge ingeborg ingrid irena irene irina iris irma isabel
    isabella isabelle ivana ivanka iwona izabela jackie jacqueline jadwiga jana jane janet janice janina jasmin
    jean jeanne jelena jennifer jenny jessica jill joan joanna jocelyn johanna jolanta josefina josephine jovana
    joy joyce juanita judith judy julia juliana juliane julie juliette june justyna jutta karen karin karina
    karla karolina katarina katarzyna kate katharina katherine kathleen kathryn kathy katie katja katrin kayla
    kelly kellyanne kerry kerstin khadija kim kimberly kinga kirsten klara kristen kristin krystyna laetitia
    lara larissa latifa laura lauren leah leila lena leonie leonor leslie leyla lidia liesbeth lieselotte lilian
    liliana lillian linda lisa liv ljubica lois loretta lori lorraine lotta lotte louisa louise lucia lucie
    lucja lucy ludmila luisa luise lydia lynn mabel madeleine magda magdalena maggie maja malgorzata malin
    manuela mara mareike marine margaret margareta margarete margarida margherita margit margot margrit maria mariam
    marian mariana marianne marie marija marilyn marina mariska marit marketa marlene marsha marta martha
    martina mary maryam mathilde matilda maureen megan meike melania melanie melissa mercedes mette michelle
    mihaela mila mildred milena minna mira miranda mireille mirjam molly monica monika nadezhda nadia nadine
    nadja nana nancy naomi nasrin natalia natalie natalya natasha nele nicole nikolina nina nino nora norma nour
    odile oksana olena olga olivia pamela paola patricia patti paula paulina pauline peggy penny petra phyllis
    pia pilar priscilla priya rachel rahel raquel rebecca regina regine renata renate renee rita roberta robin
    rocio romana rosa rosalind rosario rose rosemarie rosemary roswitha roxana roxanne ruta ruth sabine sabrina
    safiya sally salma samantha samira sandra sanja sara sarah saskia shannon sharon sheila shelly sherry
    shirley sibylle signe sigrid silke silvia simona sinead siobhan sofia solveig sonia sonja sonya sophia
    stefania stella stephanie sue sunniva susan susanna susanne suzanne svetlana sybille sylvia tamar tamara
    tammy tanja tanya tara tatiana tatjana teresa tereza thea theresa therese tiffany tilda tina tove tracy
    trine tuva ulla ulrike ursula uta valerie vanessa vanja vera veronica veronika vesna victoria viktoria viola
    violeta virginia vivian wanda wendy whitney wiebke wilhelmina xenia yara yasmin yasmine yelena yolanda yuki
    yulia yvonne zainab zanele zdenka zeynep zoe zofia zuzana
    ada addie adrienne alyssa alma alana alyson angie ariana arlene aretha bea belinda bernadette bernice
    bertha bessie betsy bette beverley blanche bobbie bonnie bree brianna brianne bridget brooke candace
    candice carmela carrie cassidy cecily celeste chelsey cherie christie christy clarissa cora coretta
    corinne darlene deanna deb debbi delia della dina dolores dora doreen edie edna effie elisha eloise
    elsie emmy ericka ernestine estelle ethel etta eunice fannie fay faye fern flora fran francine freda
    gertrude ginger ginny gretchen gwendolyn hattie ilene imogen ina inez ivy jacquelyn jada janelle janette
    jasmine jeanette jeanine jenna jenn jeri jeannie jillian jodi joni jolene josie juana judi kara kari
    karyn kasey kathie kathi katy kay kaylee keisha kendra kirstie krista kristi kristine kristy lacey lana
    latasha latoya laurie leanne lenora letitia lila lilly lina liza lizzie lola lorena lorna lottie lucille
    lula lynda lynne mae mamie mandy marcia margie margo marge marguerite mariah marisa marissa marjorie
    marti maxine meagan meg melinda melody meredith mia mimi mindy minnie miriam mitzi mollie mona myra
    myrtle nannette nell nellie nettie nicki noelle noreen opal patsy patrice pearl phoebe polly portia rae
    ramona raven reba rena rhoda rhonda rochelle ronda rosalie rosalyn rosanne rosie roxane ruby sabina
    sadie sasha shari shauna shawna shelley sherri sheryl stacey stefanie sybil tabitha tamika tania tasha
    teri terri tess thelma toni tonya tricia trina trish trisha trudy twyla valarie velma verna vicki vickie
    vivienne wilma winifred yvette zelda zora lorella ilyse allyson
    aileen ailsa aisling aislinn alannah alexandrina amandine amara angharad anisha anjali annabel anneliese
    antoinette aoife araminta arabella aud azadeh bernadine bethan blathnaid blodwen bodil bronagh bronwen bronwyn
    brynhild caitlin caitriona carys catriona ceri chiamaka chioma cleo clodagh cordelia daphne deepa deirdre delyth
    dervla devika dilys divya drusilla dympna eilidh eilis eimear eirlys eithne elspeth eluned enid esme eudora
    euphemia ffion fiadh finola gaynor geraldine georgina georgiana ginevra glenys grainne gunilla gwyneth hannelore
    hermione hortense hyacinth imelda indira iona isla isobel isolde ita jacinta jacintha jemima jessamy josephina
    kavita keira kerensa kirsty lalita lata laoise lavinia leela lettice louella lucinda maeve mairead mairi maisie
    malati marguerita marigold maura mavis meena meera megha menna mererid millicent minerva moira morag morwenna moya
    muireann muriel myfanwy nandini nesta neha nerys nessa ngozi niamh nisha nuala nia olwen oonagh orla orlaith padma
    pallavi pandora parvati perpetua petronella philippa philomena pooja prunella radha ragnhild ragna rekha rhian
    rhiannon rina roisin rosaleen rowena rukmini sabitha sangeeta saoirse sarita savita seonaid shabnam shanti shazia
    sheena shirin shona shobha sian sigridur smita sorcha sujata sunita sushma swati sybella tamsin tanvi theodora
    thora thirza tilly torunn una uma usha valentina vandana verity vidya vigdis vimala violetta wilhelmine winnie
    zara zenobia zelma zillah bukola folake funmilayo yetunde titilayo adaeze chinwe ifeoma nneka wanjiru akinyi
    aminata awa fatimah khadijah latifah maimuna ndeye rokia xiaoyu meiling yoko keiko haruka naoko yumi sakura
    sachiko noriko olive constance""".split()
)


def sex_of(given: str) -> str | None:
    """ "m", "f" or None, from a given name."""
    low = given.lower()
    if "-" in low and low not in MALE and low not in FEMALE:
        first, *_, last = low.split("-")
        low = last if first in EITHER else first  # "Jean-Luc", "Anne-Marie"
    if low in MALE:
        return None if low in FEMALE else "m"
    return "f" if low in FEMALE else None
