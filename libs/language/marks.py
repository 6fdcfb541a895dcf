"""Tags of tokens that are no words: emoji, addresses, hashtags and mentions are recognised by their form alone.

As in the English Web Treebank: emoji are symbols (NFP), addresses ADD, hashtags and mentions names (NNP).
"""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import re

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

NAME = "persona_marks"

_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff][\u200d\ufe0f\u2600-\u27bf\U0001f000-\U0001faff]*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$|[\w.+-]+@[\w-]+(?:\.[\w-]+)+$", re.IGNORECASE)
_MENTION = re.compile(r"[@#][^\W\d_]\w*$")
_KINDS = ((_EMOJI, "NFP", "SYM"), (_ADDRESS, "ADD", "PROPN"), (_MENTION, "NNP", "PROPN"))
_FIRST_BEYOND_TEXT = "\u2600"


class Marks:
    """Pipeline component: corrects the tags of the tokens that are recognised by their form.

    A flag of the vocabulary marks those forms, so that each form is examined once.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._told = vocab.add_flag(lambda form: tags_of(form) is not None)

    def __call__(self, doc: Doc) -> Doc:
        for position in doc.to_array(self._told).nonzero()[0].tolist():
            token = doc[position]
            tags = tags_of(token.text)
            if tags is not None:
                token.tag_, token.pos_ = tags
        return doc


def tags_of(form: str) -> tuple[str, str] | None:
    """XPOS and UPOS of a form that determines them; None for any other."""
    if not ("@" in form or "#" in form or "." in form or form[:1] >= _FIRST_BEYOND_TEXT or "://" in form):
        return None
    return next(((tag, word_class) for pattern, tag, word_class in _KINDS if pattern.match(form)), None)


def make_marks(nlp: Language, name: str) -> Marks:
    """Builds the component for a pipeline."""
    del name
    return Marks(nlp.vocab)


Language.factory(NAME, assigns=["token.tag", "token.pos"], func=make_marks)
