"""Metrics of connection between sentences: connectives by meaning, and how sentences open."""

from functools import partial

from libs.stylometry.kernels.codes import Figure
from libs.stylometry.metrics.metric import ONE_SENTENCE, Family, Metric, Need, Rate
from libs.stylometry.statistics.surface import discourse
from libs.stylometry.text.spans import flagged, tokens

CONNECTIVES = (
    "conn_causal",
    "conn_contrast",
    "conn_temporal",
    "conn_additive",
    "conn_conditional",
    "conn_example",
    "conn_result",
    "conn_sequence",
)

_COH_METRIX = "Graesser et al. (2004), Coh-Metrix"
_cohesion = partial(Metric, family=Family.COHESION, needs=frozenset({Need.LEXICON}))
_opening = partial(
    Metric,
    family=Family.COHESION,
    unit="share of sentences",
    high=1.0,
    needs=frozenset({Need.SENTENCES, Need.LEXICON}),
    evidence=ONE_SENTENCE,
)


def _connective(id_: str, name: str, examples: str, source: str) -> Metric:
    return _cohesion(
        id=id_,
        name=name,
        definition=f"Connectives such as {examples}.",
        formula=Rate(id_),
        higher=f"more {name.lower()}",
        source=source,
        locate=flagged(id_),
    )


METRICS = (
    _cohesion(
        id="conn_all",
        name="Connectives",
        definition="Connectives of all eight classes together.",
        formula=Rate(CONNECTIVES),
        higher="more explicit links between ideas",
        source=f"{_COH_METRIX} CNCAll",
        locate=flagged(*CONNECTIVES),
    ),
    _connective("conn_causal", "Causal connectives", "because, therefore, due to", f"{_COH_METRIX} CNCCaus"),
    _connective("conn_contrast", "Contrastive connectives", "but, however, even though", f"{_COH_METRIX} CNCADC"),
    _connective("conn_temporal", "Temporal connectives", "then, after, meanwhile", f"{_COH_METRIX} CNCTemp"),
    _connective("conn_additive", "Additive connectives", "also, moreover, in addition", f"{_COH_METRIX} CNCAdd"),
    _connective("conn_conditional", "Conditional connectives", "if, unless, as long as", "Biber (1988), feature 37-38"),
    _connective("conn_example", "Exemplifiers", "for example, such as, namely", "Hyland (2005), code glosses"),
    _connective("conn_result", "Connectives of result", "thus, so, as a result", f"{_COH_METRIX} CNCCaus"),
    _connective("conn_sequence", "Enumerators", "first of all, secondly, finally", "Hyland (2005), frame markers"),
    _cohesion(
        id="conjuncts",
        name="Conjuncts",
        definition="Linking adverbials such as alternatively, in contrast, that is.",
        formula=Rate("conjuncts"),
        higher="more formal linking",
        source="Biber (1988), feature 45",
        locate=flagged("conjuncts"),
    ),
    _cohesion(
        id="discourse_particles",
        name="Discourse particles",
        definition="Well, now, anyway, so, ... that open a sentence and are set off by a comma.",
        formula=Rate("particle_openings"),
        higher="closer to talk",
        source="Biber (1988), feature 50",
        needs=frozenset({Need.SENTENCES, Need.LEXICON}),
        locate=tokens(discourse.tokens_of(Figure.PARTICLE_OPENINGS)),
    ),
    _opening(
        id="sent_opener_conj",
        name="Sentences that open with a conjunction",
        definition="Sentences whose first word is and, but, so, or, nor, yet.",
        formula=Rate("conjunction_openings", "sentences", 1.0),
        higher="more sentences tied to the one before by a bare conjunction",
        source="Garner (2016), Modern English Usage, for the category",
        locate=tokens(discourse.tokens_of(Figure.CONJUNCTION_OPENINGS)),
    ),
    _opening(
        id="transition_opener",
        name="Sentences that open with a transition",
        definition="Sentences that begin with however, moreover, in addition, for example, ...",
        formula=Rate("transition_openings", "sentences", 1.0),
        higher="more signposted transitions",
        source="Hyland (2005), transitions",
        locate=tokens(discourse.tokens_of(Figure.TRANSITION_OPENINGS)),
    ),
)
