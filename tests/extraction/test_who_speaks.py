"""Whose words a quote is, in every way that an article may say it; and nobody's where it does not."""

import pytest

from factcheck.extraction import extract


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            'President Marlow opened the bridge on Monday.\n\n"This is a great day for the valley," he said.\n\n'
            '"We built it in two years," Mr. Marlow added.',
            ["Marlow", "Marlow"],
        ),
        (
            "Mayor Ada Rowe and Gov. Peter Quill (D-Ore.) met on Monday. Sen. Lena Orrin, a Republican of Vermont, "
            'was there.\n\n"The road is closed," the governor said.\n\n"It will stay closed," the Vermont '
            'Republican said.\n\n"Nobody asked us," the mayor said.',
            ["Peter Quill", "Lena Orrin", "Ada Rowe"],
        ),
        (
            'Two congressmen spoke. Rep. Tom Hale (R-Tex.) went first and Rep. Jim Dorn (D-Ohio) second.\n\n"I '
            'voted for it," the Texas Republican said.\n\n"I did not," the Ohio congressman said.',
            ["Tom Hale", "Jim Dorn"],
        ),
        (
            'Peter Marlow met his wife, Susan Marlow, at the station.\n\n"I waited an hour," his wife said.\n\n'
            '"The train was late," he said.',
            ["Susan Marlow", "Peter Marlow"],
        ),
        (
            "Days after Dorn's arrest, Hale offered to replace him. Tom Dorn was a clerk, and Jim Hale a "
            'teacher.\n\n"What else was I to do?" he told me.',
            ["Jim Hale"],
        ),
        (
            "Jim Hale is a teacher. Tom Dorn was a clerk. Days after Dorn's arrest, Hale offered to replace him. "
            '"What else was I to do?" he told me.',
            ["Jim Hale"],
        ),
        (
            'Edward "Ted" Harrow runs the mill. "We open at dawn every day," Ted Harrow said. "And we close at '
            'noon," Mr. Harrow added.',
            ["Edward Harrow", "Edward Harrow"],
        ),
        (
            'Harrow Mills said it would close. "We have no other choice left," the company said in a statement. '
            '"We are sorry for it," the statement added.',
            ["Harrow Mills", "Harrow Mills"],
        ),
        (
            'Ada Rowe, the mayor, objected in a letter. "I was never asked about it," she wrote. "Nobody was told '
            'of the plan," the letter went on.',
            ["Ada Rowe", "Ada Rowe"],
        ),
        (
            'The Harbor Herald Tribune ran an editorial. "The bridge must be closed now," the Herald Tribune '
            'wrote. "It is a danger to all," the newspaper added.',
            ["Harbor Herald Tribune", "Harbor Herald Tribune"],
        ),
        (
            'The Ferry Transport Authority (FTA) met on Monday. "We will sail on Friday as planned," the FTA said. '
            '"There is no danger to anyone," the agency said.',
            ["Ferry Transport Authority", "Ferry Transport Authority"],
        ),
        (
            'Swiss-born Lena Orrin runs the shop. "I came here as a child," Orrin said.',
            ["Lena Orrin"],
        ),
        (
            'Peter Quill was asked about the bridge. He replied:\n\n"I do not know who built it."',
            ["Peter Quill"],
        ),
        (
            'Said Quill: "I do not know who built it." Peter Quill is the mayor.',
            ["Peter Quill"],
        ),
        (
            'Peter Quill is the mayor. On Monday, Quill made the following remark:\n\n"I do not know who built the '
            'bridge."',
            ["Peter Quill"],
        ),
        (
            'Peter Quill is the mayor. His response was short: "I do not know who built the bridge."',
            ["Peter Quill"],
        ),
        (
            'Peter Quill is the mayor. Quill\'s tweet read: "I do not know who built the bridge."',
            ["Peter Quill"],
        ),
        (
            'According to the Harbor Post, Peter Quill said that "the bridge was never safe for anyone."',
            ["Peter Quill"],
        ),
        (
            'A blogger, Tal Renner, had a video of the dinner, in which Peter Quill said: "The bridge was never safe."',
            ["Peter Quill"],
        ),
        (
            'A spokesman for the mayor, who would not be named, was angry. "We did what we could," the spokesman '
            "said.\n\nAnother spokesman, Tom Dorn, spoke later.",
            [None],
        ),
        (
            'Tom Dorn, a spokesman for the port, was calm. A union spokesman was not. "It is a scandal of the '
            'first order," the spokesman said.',
            [None],
        ),
        (
            '"The union never agreed to that," a senior official said. Peter Quill, the mayor, would not comment.',
            [None],
        ),
        (
            '"It was dark and very cold," another witness said. Peter Quill saw it too.',
            [None],
        ),
        (
            'Peter Quill, 46, and Ada Rowe, 31, won. "It is the best day of my life," said the 31-year-old. "I am '
            'tired," the 46-year-old said.',
            ["Ada Rowe", "Peter Quill"],
        ),
        (
            'Pope Linus spoke on Sunday. "We must care for the poor," the pope said. "They are our brothers," he '
            "added.",
            ["Pope Linus", "Pope Linus"],
        ),
        (
            'To the Editor:\n\nI was moved by your report. "Nobody cares for the river," my father used to say.\n\n'
            "PETER QUILL\n\nHarbor City",
            [None],
        ),
        (
            'Virginia Foley runs the school. "The children love it here," Foley said.',
            ["Virginia Foley"],
        ),
        (
            'Juan de la Cruz Ortega is a farmer. "We have no water in the fields," de la Cruz Ortega said. "It is '
            'a bad year," he said.',
            ["Juan de la Cruz Ortega", "Juan de la Cruz Ortega"],
        ),
        (
            'Willem van der Horst met Anna Quill. "The dike holds for now," Mr. van der Horst said. "We will see," '
            "Van der Horst added.",
            ["Willem van der Horst", "Willem van der Horst"],
        ),
        (
            'Martin Quill Jr. owns the boat. "My father built it by hand," Mr. Quill said. His father, Martin '
            "Quill Sr., is dead.",
            ["Martin Quill"],
        ),
        (
            'Mary-Ann Lister-Poole teaches law. "The law is very clear here," Lister-Poole said. "Anyone can read '
            'it," she said.',
            ["Mary-Ann Lister-Poole", "Mary-Ann Lister-Poole"],
        ),
        (
            "Tom Dorn told the court what Peter Quill told him. \"He said, 'I will burn it down,'\" Dorn testified.",
            ["Tom Dorn"],
        ),
        (
            'Ada Rowe: Why did you close it?\n\nAda Rowe asked Peter Quill about the bridge. "It was not safe any '
            'more," Quill told Rowe. "Why not?" she asked.',
            ["Peter Quill", "Ada Rowe"],
        ),
        (
            'Google said it would appeal. "We followed the law at every step," it said in a blog post.',
            ["Google"],
        ),
        (
            'Peter and Ada Quill own the inn. "We love our guests here," Ada Quill said. "Most of them," Peter '
            "Quill said.",
            ["Ada Quill", "Peter Quill"],
        ),
        (
            '"It was never about the money," Peter Quill wrote on Twitter.\n\nHe was answered by Ada Rowe.\n\n'
            '"Then what was it about?" she wrote.',
            ["Peter Quill", "Ada Rowe"],
        ),
        (
            "Peter Quill, who was mayor when the bridge fell, said nothing. Ada Rowe, who followed him, joked of "
            'the bridge, "It was tired of standing there."',
            ["Ada Rowe"],
        ),
        (
            '"Great speech by a great woman."\n\n-Ada Rowe, on the web.',
            ["Ada Rowe"],
        ),
        (
            'Peter Quill shook his head. "France will always be France," an angry Quill retaliated.',
            ["Peter Quill"],
        ),
        (
            'Fran Doyle said the plan was bad. "It will ruin the town," the former teacher said.',
            ["Fran Doyle"],
        ),
        (
            'Senator Lena Orrin and her spokeswoman, Ada Rowe, came late. "We were held up in traffic," the '
            'senator\'s spokeswoman said. "It was the fog," the senator said.',
            ["Ada Rowe", "Lena Orrin"],
        ),
        (
            'Ada Rowe had a plan. Her plan was mocked by Tom Dorn and by Jim Hale. "They never read a page of it," '
            "she said.",
            ["Ada Rowe"],
        ),
        (
            'The Harbor Board report, which came out on Monday, said the bridge "was never inspected by anyone."',
            ["Harbor Board"],
        ),
        (
            'Peter Quill said in a statement that he was sorry. "I should have known," the statement read.',
            ["Peter Quill"],
        ),
        (
            'HARBOR CITY (WNS) - Mayor Lena Orrin vowed on Tuesday to reopen the port. "The port is our life," '
            'Orrin told reporters. "It will open by May," she said.',
            ["Lena Orrin", "Lena Orrin"],
        ),
        (
            'Lena Orrin asked Tom Dale who paid for it. "I did, every last cent," he told Orrin.',
            ["Tom Dale"],
        ),
        (
            'Tom Dale met Jim Hale in court. Hale, a clerk, had lied, Dale said. "He knew it all along," he added.',
            ["Tom Dale"],
        ),
        (
            'Tom Dale praised Jim Hale. "He has always been honest with us," he said of Hale.',
            ["Tom Dale"],
        ),
        (
            '"It was my idea from the start," said Tom Dale, the owner. His partner, Jim Hale, nodded. "We had no '
            'money then," Hale said. "We had nothing at all," Dale added.',
            ["Tom Dale", "Jim Hale", "Tom Dale"],
        ),
        (
            'Dr. Quill saw the boy first. "He could not breathe at all," the doctor said. "We took him in at '
            'once," Quill added.',
            ["Quill", "Quill"],
        ),
        (
            'Police Chief Ada Rowe said two men were held. "They had no papers on them," the chief said. A '
            'spokeswoman for the police would not say more. "That is all for now," the spokeswoman said.',
            ["Ada Rowe", None],
        ),
        (
            'Sen. Tom Dale (R-Tex.) and his wife, Ann, were there. "We came for the music," Ann Dale said.',
            ["Ann Dale"],
        ),
        (
            '"I would vote for it again tomorrow," said one voter, who would not give his name. Tom Dale won by '
            "nine votes.",
            [None],
        ),
        (
            'A statement from the Harbor Board said the wall "was sound until the night it fell."',
            ["Harbor Board"],
        ),
        (
            'In a letter to the council, Tom Dale wrote that the wall "was sound until the night it fell." The '
            'letter also said the council "knew of every single crack."',
            ["Tom Dale", "Tom Dale"],
        ),
        (
            '"You will not find a better man," said his brother, Jim Dale, of the senator, Tom Dale.',
            ["Jim Dale"],
        ),
        (
            'Tom and Ann Dale run the inn. "We never close, not even for snow," Ms. Dale said. "Never in thirty '
            'years," Mr. Dale said.',
            ["Ann Dale", "Tom Dale"],
        ),
        (
            'The Harbor Times reported that Tom Dale had said, "The wall was never tested by anyone."',
            ["Tom Dale"],
        ),
        (
            '"The wall was never tested by anyone," Tom Dale told the Harbor Times. "Not once in ten years," he '
            "told the newspaper.",
            ["Tom Dale", "Tom Dale"],
        ),
        (
            'Ruritania’s foreign minister, Otto Brandl, flew home. "The talks are over for now," the minister '
            'said. "There is nothing more to say," Mr. Brandl said.',
            ["Otto Brandl", "Otto Brandl"],
        ),
        (
            'The candidate’s spokesman, Jim Hale, was short. "No comment at all on that," Hale said. Tom Dale, the '
            'candidate, smiled. "I have said what I had to say," the candidate said.',
            ["Jim Hale", "Tom Dale"],
        ),
        (
            'HOST: Who built the wall?\n\nDALE: "Nobody knows who built it."',
            ["DALE"],
        ),
        (
            'Tom Dale said the wall was old. Another man disagreed. "It was built in my own time," the man said.',
            [None],
        ),
        (
            'Union leader Jim Hale was angry. "We were told nothing by the owners," he said, and the crowd '
            'cheered. "Nothing at all," a man shouted.',
            ["Jim Hale", None],
        ),
        (
            '"If they ask me, I will go," Ms. Orrin said. Lena Orrin has led the board for years.',
            ["Lena Orrin"],
        ),
        (
            "O'Hara, 34, from Tarn, was there. \"I lost my boat and my nets,\" O'Hara said. Sean O'Hara has "
            "fished for years.",
            ["Sean O'Hara"],
        ),
        (
            'Kim Tae-won, the envoy, left early. "The talks will go on," Kim said. "We are patient people," the '
            "envoy said.",
            ["Kim Tae-won", "Kim Tae-won"],
        ),
        (
            'Sir Alan Marsh, a judge, retired. "I have seen enough of courts," Sir Alan said.',
            ["Alan Marsh"],
        ),
        (
            'Former mayor Ada Rowe and current mayor Tom Dale met. "I left the money in the bank," the former '
            'mayor said. "There was not a cent there," the current mayor said.',
            ["Ada Rowe", "Tom Dale"],
        ),
        (
            'Tom Dale, a Democrat, and Jim Hale, a Republican, spoke. "Taxes are too low here," the Democrat said. '
            '"They are far too high," the Republican said.',
            ["Tom Dale", "Jim Hale"],
        ),
        (
            'Residents said they were afraid. "We do not sleep at night," one of them said. Tom Dale, who lives '
            "there, has left.",
            [None],
        ),
        (
            'Lena Orrin’s lawyer, Jim Hale, came alone. "My client is very ill," the lawyer said. "She cannot '
            'stand trial now," he said.',
            ["Jim Hale", "Jim Hale"],
        ),
        (
            '"I can see the sea from here," wrote Tom Dale in his diary. "It is the last thing I will see," he '
            "wrote the next day.",
            ["Tom Dale", "Tom Dale"],
        ),
        (
            'Critics say the plan is mad. "It will never work at all," said one critic, Jim Hale of Tarn College. '
            'Tom Dale, who wrote it, disagrees. "It works in theory and practice," he said.',
            ["Jim Hale", "Tom Dale"],
        ),
        (
            'Tom Dale posted a video. In it, he says, "I never took a cent from them."',
            ["Tom Dale"],
        ),
    ],
)
def test_every_quote_has_the_fullest_name_of_its_speaker(text: str, speakers: list[str | None]) -> None:
    assert [span.speaker for span in extract(text).spans if span.kind == "quote"] == speakers


def test_who_passed_the_words_on_is_kept_beside_whose_they_are() -> None:
    (span,) = [
        span
        for span in extract('According to the Harbor Post, Peter Quill said that "the bridge was never safe."').spans
        if span.kind == "quote"
    ]
    assert (span.speaker, span.via) == ("Peter Quill", "Harbor Post")


def test_a_long_quote_does_not_take_its_speaker_out_of_view() -> None:
    long = " ".join(["We have waited for the bridge and nobody has built it."] * 30)
    text = f'Peter Quill met Tom Dale. Quill said, "{long}"\n\n"We will not wait for Tom Dale any more," he continued.'
    assert {span.speaker for span in extract(text).spans if span.kind == "quote"} == {"Peter Quill"}


def test_a_spokesman_of_a_body_is_not_the_body() -> None:
    text = 'A spokesman for Harrow Mills said in a statement that "we did not treat the river badly at any time."'
    (span,) = [span for span in extract(text).spans if span.kind == "quote"]
    assert span.speaker is None
    assert span.entity == "A spokesman for Harrow Mills"


def test_a_surname_that_is_a_peoples_name_is_a_persons_where_it_speaks() -> None:
    text = 'Mark Swedish owns the team. "We will play on Friday," Swedish said. "And we will win it," he added.'
    assert [span.speaker for span in extract(text).spans if span.kind == "quote"] == ["Mark Swedish"] * 2


@pytest.mark.parametrize(
    ("several", "one"),
    [("Norland and Vesta", "Vesta"), ("Harbor Board and the Mill Union", "Mill Union"), ("Arro & Tamm", "Tamm")],
)
def test_one_of_several_bodies_is_not_all_of_them(several: str, one: str) -> None:
    text = f"The {several} said that the talks had failed. The {one} said that it would try again on Monday.\n"
    said = [span.speaker for span in extract(text).spans if span.kind == "paraphrase"]
    assert said[-1] == one
