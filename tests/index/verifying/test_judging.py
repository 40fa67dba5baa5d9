from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index import Act, Article, BlockKind, Span, Speech, Statement
from index.sources.formats.layout import mark_blocks
from index.verifying.claims import readings_of
from index.verifying.comparing import Window
from index.verifying.judging import verify
from index.verifying.verdicts import GOOD, Claim, Verdict, Verification

MINISTRY = (
    "The Defence Ministry of Dravia denied it. “Our planes did not carry out a single strike — not one,” "
    "said its spokeswoman, Ilse Marren. Rescuers were still digging on Wednesday. The mayor of Tessin said "
    "nobody had warned the people who were trading in the covered market that night."
)
ArticleMaker = Callable[..., Article]


def windows(*articles: Article, statements: Sequence[Statement] = ()) -> list[Window]:
    return [Window.of(a, Span(0, len(a.text)), statements) for a in articles]


def place(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def said_by(text: str, content: str, name: str) -> Statement:
    cue = place(text, "said")
    return Statement((cue,), (place(text, content),), Act.SAYS, Speech.DIRECT, place(text, name), place(text, name))


def marked(found: Verification) -> list[tuple[str, str]]:
    wording = found.wordings[0]
    text = wording.quote.article.text
    return [(d.claimed, d.real.of(text) if d.real else "") for d in wording.differences]


def test_words_that_stand_so_are_exact(article: ArticleMaker) -> None:
    found = verify(Claim("Our planes did not carry out a single strike"), windows(article(MINISTRY)))
    assert found.verdict is Verdict.EXACT
    assert found.wordings[0].claimed == "Our planes did not carry out a single strike"


def test_other_marks_dashes_and_blanks_are_typography(article: ArticleMaker) -> None:
    claim = Claim("Our planes did not  carry out\na single strike -- not one")
    found = verify(claim, windows(article(MINISTRY)))
    assert found.verdict is Verdict.TYPOGRAPHY
    assert found.wordings[0].claimed == "Our planes did not carry out a single strike — not one"


def test_words_inside_a_longer_word_are_not_found(article: ArticleMaker) -> None:
    assert verify(Claim("lanes did not"), windows(article("Our planes did not."))).verdict is not Verdict.EXACT


@pytest.mark.parametrize(
    ("claim", "difference"),
    [
        ("Our planes did carry out a single strike", [("", "not")]),
        ("Our planes did not carry out a single flight", [("flight", "strike")]),
        ("Our planes surely did not carry out a single strike", [("surely", "")]),
        ("Their planes did not carry out a single strike", [("Their", "Our")]),
    ],
)
def test_changed_words_are_altered_and_the_difference_marked(
    article: ArticleMaker, claim: str, difference: list[tuple[str, str]]
) -> None:
    found = verify(Claim(claim), windows(article(MINISTRY)))
    assert found.verdict is Verdict.ALTERED
    assert marked(found) == difference


def test_words_of_two_places_run_together_are_stitched(article: ArticleMaker) -> None:
    claim = Claim("Our planes did not carry out a single strike nobody had warned the people who were trading")
    found = verify(claim, windows(article(MINISTRY)))
    assert found.verdict is Verdict.STITCHED
    assert [w.claimed for w in found.wordings] == [
        "Our planes did not carry out a single strike",
        "nobody had warned the people who were trading",
    ]


@pytest.mark.parametrize(
    "claim",
    ["The harbour will be closed until the spring floods have gone down again", "strike a out carry not did"],
)
def test_made_up_words_are_not_found(article: ArticleMaker, claim: str) -> None:
    text = MINISTRY.replace(" the ", " ")
    assert verify(Claim(claim), windows(article(text))).verdict is Verdict.NOT_FOUND


def test_real_words_of_another_speaker_are_somebody_elses(article: ArticleMaker) -> None:
    statement = said_by(MINISTRY, "“Our planes did not carry out a single strike — not one,”", "Ilse Marren")
    found = windows(article(MINISTRY), statements=[statement])
    claim = "Our planes did not carry out a single strike"
    assert verify(Claim(claim, "Anton Veld"), found).verdict is Verdict.SOMEBODY_ELSE
    assert verify(Claim(claim, "spokeswoman Marren"), found).verdict is Verdict.EXACT


def test_a_speaker_whom_the_article_does_not_name_is_not_contradicted(article: ArticleMaker) -> None:
    claim = Claim("Rescuers were still digging on Wednesday", "Anton Veld")
    assert verify(claim, windows(article(MINISTRY))).verdict is Verdict.NOT_NAMED
    assert verify(Claim(claim.text), windows(article(MINISTRY))).verdict is Verdict.EXACT


DENIAL = "Minister Pavel Strand denied that a drone had struck the depot."


@pytest.mark.parametrize("speaker", ["", "Pavel Strand"])
def test_words_of_what_somebody_denied_are_told_as_such(article: ArticleMaker, speaker: str) -> None:
    who, what = place(DENIAL, "Pavel Strand"), place(DENIAL, "that a drone had struck the depot")
    statement = Statement((place(DENIAL, "denied"),), (what,), Act.DENIES, Speech.INDIRECT, who, who)
    found = windows(article(DENIAL), statements=[statement])
    told = verify(Claim("a drone had struck the depot", speaker), found)
    assert told.verdict is Verdict.DENIED
    assert [w.quote.text for w in told.wordings] == [DENIAL]
    assert verify(Claim(DENIAL, speaker), found).verdict is Verdict.EXACT
    assert verify(Claim("a drone had struck the depot", "Gwen Tarrant"), found).verdict is Verdict.SOMEBODY_ELSE
    both = [*found, *windows(article("Everybody saw that a drone had struck the depot.", id="b"))]
    assert verify(Claim("a drone had struck the depot"), both).verdict is Verdict.EXACT


def test_a_denial_in_somebodys_own_words_is_theirs(article: ArticleMaker) -> None:
    text = "“We did not strike,” Strand said."
    statement = said_by(text, "“We did not strike,”", "Strand")
    denied = Statement(statement.cue, statement.content, Act.DENIES, Speech.DIRECT, statement.source, statement.name)
    found = windows(article(text), statements=[denied])
    assert verify(Claim("We did not strike", "Strand"), found).verdict is Verdict.EXACT


def test_furniture_is_no_source(article: ArticleMaker) -> None:
    text = "A story about trade talks.\n\nShare this article with your friends\n\nThe talks go on."
    made = article(text)
    assert made.kind_at(place(text, "Share")) is BlockKind.FURNITURE
    assert verify(Claim("Share this article with"), windows(made)).verdict is not Verdict.EXACT
    assert verify(Claim("A story about trade talks"), windows(made)).verdict is Verdict.EXACT


@given(st.text(max_size=200), st.text(max_size=200))
@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_claim_on_any_text_has_a_verdict_whose_wordings_are_slices(text: str, claim: str) -> None:
    made = Article("a", "default", text or "x", mark_blocks(text or "x"))
    for reading in readings_of(claim):
        found: Verification = verify(reading, windows(made))
        assert all(w.quote.text == made.text[w.quote.span.start : w.quote.span.end] != "" for w in found.wordings)
        assert bool(found.wordings) is (found.verdict is not Verdict.NOT_FOUND)


def test_a_word_changed_at_the_very_beginning_of_a_text_is_told(article: ArticleMaker) -> None:
    made = article("Our planes did not carry out a single strike on the port.")
    found = verify(Claim("Their planes did not carry out a single strike on the port"), windows(made))
    assert found.verdict is Verdict.ALTERED
    assert found.wordings[0].quote.span.start == 0
    [difference] = found.wordings[0].differences
    assert (difference.claimed, difference.real and difference.real.of(made.text)) == ("Their", "Our")


# --- words that stand there, and what may be said of them

SPEECH = (
    "Harbour master Ilke Dorn spoke on Tuesday. “Closing the ferry is plainly wrong and foolish,” Dorn said. “We will "
    "not, whatever our neighbours think, sell the quay. Nobody has asked us. The boats stay for the summer.” The board is "
    "not allowed to open the sealed letters. Pell Aster told his brother Jan Aster that the quay was old."
)
DORN = ("“Closing the ferry is plainly wrong and foolish,”", "“We will not, whatever our neighbours think, sell the quay. "
        "Nobody has asked us. The boats stay for the summer.”")  # fmt: skip


@pytest.fixture
def spoken(article: ArticleMaker) -> list[Window]:
    name = place(SPEECH, "Ilke Dorn")
    content = tuple(place(SPEECH, words) for words in DORN)
    said = Statement((place(SPEECH, "said"),), content, Act.SAYS, Speech.DIRECT, name, name)
    return windows(article(SPEECH), statements=[said])


@pytest.mark.parametrize(
    ("text", "speaker", "verdict"),
    [
        ("closing the ferry is plainly wrong and foolish", "Ilke Dorn", Verdict.TYPOGRAPHY),
        ("[c]losing the ferry is plainly wrong and foolish", "Dorn", Verdict.TYPOGRAPHY),
        ("We will not … sell the quay", "Dorn", Verdict.SHORTENED),
        ("We will not, whatever our neighbours think, sell the quay … The boats stay", "Dorn", Verdict.SHORTENED),
        ("We will not [...] sell the quay", "Dorn", Verdict.SHORTENED),
        ("Closing [it] is plainly wrong and foolish", "Dorn", Verdict.SHORTENED),
        ("We will … sell the quay", "Dorn", Verdict.CLIPPED),
        ("The boats stay … We will not", "Dorn", Verdict.NOT_FOUND),
        ("The board is … allowed to open the sealed letters", "", Verdict.CLIPPED),
        ("allowed to open the sealed letters", "", Verdict.CLIPPED),
        ("sell the quay", "Dorn", Verdict.CLIPPED),
        ("Closing the ferry is plainly wrong and foolish", "Pell Aster", Verdict.SOMEBODY_ELSE),
        ("Closing the ferry is plainly wrong and foolish", "Jan Dorn", Verdict.SOMEBODY_ELSE),
        ("Closing the ferry is plainly wrong and foolish", "I. Dorn", Verdict.EXACT),
        ("Closing the ferry is plainly wrong and foolish", "Ilke Marie Dorn", Verdict.EXACT),
        ("Closing the ferry is plainly wrong and foolish", "Harbour Master Dorn", Verdict.EXACT),
        ("Harbour master Ilke Dorn spoke on Tuesday", "Ilke Dorn", Verdict.REPORTED),
        ("The boats", "Dorn", Verdict.TOO_SHORT),
        ("Nobody has asked us", "Dorn", Verdict.EXACT),
    ],
)
def test_every_kind_of_claim_has_its_verdict(spoken: list[Window], text: str, speaker: str, verdict: Verdict) -> None:
    found = verify(Claim(text, speaker), spoken)
    assert found.verdict is verdict
    # What was claimed is never shown without the whole of its sentence.
    assert all(w.quote.span.holds(w.words) and w.quote.text[-1] in ".”," for w in found.wordings)


def test_a_surname_that_two_speakers_bear_tells_of_neither(article: ArticleMaker) -> None:
    text = "“The quay is ours and stays ours,” said Pell Aster. “It is old,” said Jan Aster."
    mine = said_by(text, "“The quay is ours and stays ours,”", "Pell Aster")
    other = said_by(text, "“It is old,”", "Jan Aster")
    found = windows(article(text), statements=[mine, other])
    assert verify(Claim("The quay is ours and stays ours", "Aster"), found).verdict is Verdict.NOT_NAMED
    assert verify(Claim("The quay is ours and stays ours", "Pell Aster"), found).verdict is Verdict.EXACT
    assert verify(Claim("The quay is ours and stays ours", "Aster"), windows(article(text), statements=[mine])).verdict
    assert verify(Claim("The quay is ours and stays ours"), found).verdict is Verdict.EXACT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anton Rask never said “the mill belongs to me alone”, his office wrote.", "the mill belongs to me alone"),
        ("Anton Rask denied that he had “burnt the mill to the ground”.", "burnt the mill to the ground"),
        ("His rivals accused Anton Rask of calling voters “a herd of frightened sheep”.", "a herd of frightened sheep"),
        ("Anton Rask was asked whether he had told them “to burn the old mill”.", "to burn the old mill"),
        ("There is a forged letter in which Anton Rask says “the mill is mine to sell”.", "the mill is mine to sell"),
    ],
)
def test_words_that_somebody_is_not_said_to_have_said_are_never_exact(
    article: ArticleMaker, text: str, words: str
) -> None:
    who = place(text, "Anton Rask")
    said = Statement((who,), (place(text, words),), Act.SAYS, Speech.DIRECT, who, who)
    for statements in ([], [said]):
        found = verify(Claim(words, "Anton Rask"), windows(article(text), statements=statements))
        assert found.verdict not in GOOD


def test_the_best_of_several_places_is_told(article: ArticleMaker) -> None:
    places = windows(article("If it rains, the band plays in the hall.", id="a"),
                     article("The band plays in the hall. It rained.", id="b"))  # fmt: skip
    found = verify(Claim("the band plays in the hall"), places)
    assert found.verdict is Verdict.TYPOGRAPHY
    assert [w.quote.article.id for w in found.wordings] == ["b", "a"]


def test_brackets_and_ellipses_of_the_articles_own_are_exact(article: ArticleMaker) -> None:
    found = windows(article("He wrote: “[w]e will … stay in the town until it rains”, and left."))
    assert verify(Claim("[w]e will … stay in the town until it rains"), found).verdict is Verdict.EXACT
