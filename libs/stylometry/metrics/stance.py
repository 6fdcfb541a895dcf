"""Metrics of stance and engagement: references to the writer and the reader, and degrees of certainty."""

from functools import partial

from libs.stylometry.kernels.codes import Figure
from libs.stylometry.metrics.metric import ONE_SENTENCE, Family, Metric, Need, Rate
from libs.stylometry.statistics.surface import discourse
from libs.stylometry.text.spans import flagged, sentences, tokens

_HYLAND = "Hyland (2005)"
_BIBER = "Biber (1988)"

_stance = partial(Metric, family=Family.STANCE, needs=frozenset({Need.LEXICON}))


def _listed(id_: str, name: str, definition: str, higher: str, source: str) -> Metric:
    """The rate of a word list, with its spans."""
    return _stance(
        id=id_,
        name=name,
        definition=definition,
        formula=Rate(id_),
        higher=higher,
        source=source,
        locate=flagged(id_),
    )


_MARKERS = (
    _listed("hedges", "Hedges", "Perhaps, might, tend to, in my view, ...", "more caution", _HYLAND),
    _listed("boosters", "Boosters", "Clearly, of course, never, really, ...", "more certainty", _HYLAND),
    _listed("attitude_markers", "Attitude markers", "Unfortunately, important, ...", "more evaluation", _HYLAND),
    _listed("appeals_shared", "Appeals to the shared", "You know, let's face it, ...", "more complicity", _HYLAND),
    _listed("frame_markers", "Frame markers", "In this post, to sum up, back to, ...", "more signposts", _HYLAND),
    _listed("endophoric", "Endophoric markers", "See below, as I said, ...", "more pointers within the text", _HYLAND),
    _listed("evidentials", "Evidentials", "According to, studies show, ...", "more appeal to sources", _HYLAND),
    _listed("code_glosses", "Code glosses", "In other words, i.e., that means, ...", "more rephrasing", _HYLAND),
    _listed("directives", "Directives", "Consider, note, you need to, ...", "more instructions to the reader", _HYLAND),
    _listed("emphatics", "Emphatics", "Just, really, a lot, so much, ...", "more emphasis", f"{_BIBER}, feature 49"),
    _listed("amplifiers", "Amplifiers", "Very, totally, absolutely, ...", "more intensity", f"{_BIBER}, feature 48"),
    _listed("downtoners", "Downtoners", "Barely, slightly, almost, ...", "more attenuation", f"{_BIBER}, feature 46"),
    _listed("verb_private", "Private verbs", "Think, know, feel, ...", "more inner life", f"{_BIBER}, feature 56"),
    _listed("verb_public", "Public verbs", "Say, claim, admit, ...", "more reported speech", f"{_BIBER}, feature 55"),
    _listed("verb_suasive", "Suasive verbs", "Propose, insist, demand, ...", "more urging", f"{_BIBER}, feature 57"),
    _listed("verb_seem", "Seem and appear", "Forms of seem, appear.", "more appearance", f"{_BIBER}, feature 58"),
    _listed(
        "modal_possibility", "Possibility modals", "Can, could, may, might.", "more options", f"{_BIBER}, feature 52"
    ),
    _listed("modal_necessity", "Necessity modals", "Must, should, ought.", "more obligation", f"{_BIBER}, feature 53"),
    _listed("modal_prediction", "Prediction modals", "Will, would, shall.", "more outlook", f"{_BIBER}, feature 54"),
)

_PRONOUNS = (
    _stance(
        id="self_mentions",
        name="Self mentions",
        definition="I, we and their forms.",
        formula=Rate(("pron_1sg", "pron_1pl")),
        higher="the writer is more present",
        source=f"{_HYLAND}; {_BIBER}, feature 6",
        locate=flagged("pron_1sg", "pron_1pl"),
    ),
    _listed("pron_1sg", "I-words", "I, me, my, mine, myself.", "more of the writer", "Pennebaker & King (1999)"),
    _listed("pron_1pl", "We-words", "We, us, our, ours, ourselves.", "more of the group", "Pennebaker & King (1999)"),
    _listed("pron_2", "You-words", "You, your, yours, yourself.", "more address of the reader", f"{_BIBER}, feature 7"),
    _listed("pron_3", "Third-person pronouns", "He, she, they and forms.", "more of others", f"{_BIBER}, feature 8"),
    _listed("pron_it", "It", "It, its, itself.", "more reference to things and situations", f"{_BIBER}, feature 9"),
    _listed("indef_pron", "Indefinite pronouns", "Anyone, everything, ...", "more generality", f"{_BIBER}, feature 11"),
    _listed(
        "demonstratives", "Demonstratives", "This, that, these, those.", "more pointing", f"{_BIBER}, features 10, 51"
    ),
    _stance(
        id="we_i_ratio",
        name="We against I",
        definition="We-words as a share of we-words and I-words.",
        formula=Rate("pron_1pl", ("pron_1pl", "pron_1sg"), 1.0),
        unit="share",
        high=1.0,
        higher="speaks more for a group than for himself",
        source="Kacewicz et al. (2014)",
    ),
)

METRICS = (
    *_MARKERS,
    *_PRONOUNS,
    _stance(
        id="contractions",
        name="Contractions",
        definition="Don't, it's, we'll, ...; possessive 's does not count.",
        formula=Rate(("contraction", "contracted_is")),
        higher="closer to talk",
        source=f"{_BIBER}, feature 59",
        needs=frozenset({Need.CHARACTERS}),
        locate=tokens(discourse.contractions),
    ),
    _listed("neg_analytic", "Analytic negation", "Not and n't.", "more negation of verbs", f"{_BIBER}, feature 67"),
    _listed(
        "neg_synthetic", "Synthetic negation", "No, neither, nor.", "more literary negation", f"{_BIBER}, feature 66"
    ),
    _stance(
        id="questions_to_reader",
        name="Questions",
        definition="Share of sentences that end with a question mark.",
        formula=Rate("questions", "sentences", 1.0),
        unit="share of sentences",
        high=1.0,
        higher="more questions",
        source=_HYLAND,
        needs=frozenset({Need.SENTENCES}),
        evidence=ONE_SENTENCE,
        locate=sentences(discourse.sentences_of(Figure.QUESTIONS)),
    ),
    _stance(
        id="personal_asides",
        name="Personal asides",
        definition="Parentheses that hold a first-person pronoun.",
        formula=Rate("asides"),
        higher="more asides to the reader",
        source=_HYLAND,
        needs=frozenset({Need.CHARACTERS}),
        locate=tokens(discourse.tokens_of(Figure.ASIDES)),
    ),
)
