from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index import Act, Article, BlockKind, Span, Speech, Statement
from index.sources.formats.layout import mark_blocks
from index.verifying.claims import Claim, Verdict, Verification, Window, readings_of, verify

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
    assert found.wordings[0].quote.text == "Our planes did not carry out a single strike"


def test_other_marks_dashes_and_blanks_are_typography(article: ArticleMaker) -> None:
    claim = Claim("Our planes did not  carry out\na single strike -- not one")
    found = verify(claim, windows(article(MINISTRY)))
    assert found.verdict is Verdict.TYPOGRAPHY
    assert found.wordings[0].quote.text == "Our planes did not carry out a single strike — not one"


def test_words_inside_a_longer_word_are_not_found(article: ArticleMaker) -> None:
    assert verify(Claim("lanes did not"), windows(article("Our planes did not."))).verdict is not Verdict.EXACT


@pytest.mark.parametrize(
    ("claim", "difference"),
    [
        ("Our planes did carry out a single strike", [("", "not")]),
        ("Our planes did not carry out a single flight", [("flight", "strike")]),
        ("Our planes surely did not carry out a single strike", [("surely", "")]),
        ("Their planes did not carry out a single strike", [("Their", "Our")]),
        ("our planes did not carry out a single strike", [("our", "Our")]),
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
    assert [w.quote.text for w in found.wordings] == [
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
    assert [w.quote.text for w in told.wordings] == ["Pavel Strand denied that a drone had struck the depot"]
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


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ("“We did not do it at all,” said Ilse Marren", "We did not do it at all", "Ilse Marren"),
        ('Ilse Marren: "We did not do it at all"', "We did not do it at all", "Ilse Marren"),
        ('"We did not do it at all" — Ilse Marren', "We did not do it at all", "Ilse Marren"),
        ("“We did not do it at all”", "We did not do it at all", ""),
    ],
)
def test_a_quotation_with_a_name_beside_it_claims_a_speaker(text: str, said: str, speaker: str) -> None:
    assert readings_of(text)[-1] == Claim(said, speaker)


def test_a_phrase_in_marks_inside_a_sentence_claims_nothing_of_its_own() -> None:
    text = "The train had been negotiating a “sharp, left-hand curve” when it left the rails"
    assert readings_of(text) == [Claim(text)]


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
