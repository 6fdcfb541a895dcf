"""The settings of the network and of its training, and the untrained pipeline."""

from typing import Any

from spacy.lang.en import English
from spacy.language import Language

from libs.language import boundaries, embedding
from libs.language.embedding import FEATURE_WIDTH, STATIC_WIDTH, WORD_WIDTH

WIDTH, DEPTH, WINDOW, PIECES = 128, 4, 1, 3
PARSER_WIDTH, PARSER_PIECES = 96, 2
MIN_ACTION = 20
CUT = 150
SHARED = "tok2vec"


def untrained(nlp: Language | None = None) -> Language:
    """The components to be trained: shared token vectors, XPOS, UPOS, plain sentence boundaries, parser.

    They are added to a pipeline, by default a blank one.
    """
    nlp = nlp or English()
    nlp.add_pipe("tok2vec", name=SHARED, config={"model": _token_vectors()})
    nlp.add_pipe("tagger", config={"model": _classifier()})
    nlp.add_pipe("morphologizer", config={"model": _classifier(), "overwrite": True})
    nlp.add_pipe(boundaries.NAME, config={"model": _classifier()})
    nlp.add_pipe(
        "parser", config={"model": _parser(), "min_action_freq": MIN_ACTION, "update_with_oracle_cut_size": CUT}
    )
    return nlp


def _token_vectors() -> dict[str, Any]:
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": embedding.NAME, "width": WIDTH},
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "depth": DEPTH,
            "window_size": WINDOW,
            "maxout_pieces": PIECES,
        },
    }


def _listener() -> dict[str, Any]:
    return {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": SHARED}


def _classifier() -> dict[str, Any]:
    return {"@architectures": "spacy.Tagger.v2", "tok2vec": _listener(), "nO": None, "normalize": False}


def _parser() -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": False,
        "hidden_width": PARSER_WIDTH,
        "maxout_pieces": PARSER_PIECES,
        "use_upper": True,
        "tok2vec": _listener(),
        "nO": None,
    }


def settings() -> dict[str, Any]:
    """The settings under readable names."""
    return {
        "token vectors: width, layers": f"{WIDTH}, {DEPTH}",
        "rows: word, other features, static vector": f"{WORD_WIDTH}, {FEATURE_WIDTH}, {STATIC_WIDTH}",
        "parser: hidden width, least count of an action": f"{PARSER_WIDTH}, {MIN_ACTION}",
    }
