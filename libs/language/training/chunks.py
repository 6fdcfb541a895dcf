"""Training text: chunks of documents, drawn again each round and altered as in careless writing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

from libs.language.training.reader import TreebankDocument, TreebankSentence, TreebankWord
from libs.language.training.texts import LINE, PARAGRAPH, SPACE, Passage, passage

SHORTEST, LONGEST = 5, 110
"""Words at which a chunk is full, drawn evenly from this range; longer chunks make the parser's oracle slow."""

_FLAT, _LINES = 0.2, 0.1
"""Share of chunks with spaces, or single line breaks, for paragraph breaks."""
_WRAPPED = 0.03
"""Share of chunks with line breaks within sentences, as in old mail."""
_LOWERED, _SHOUTED = 0.04, 0.015
_CURLED = 0.25
_STOPLESS = 0.05
"""Share of chunks whose sentences lose half their full stops at the end of a paragraph or line."""
_DROPPED = 0.5
_EMOJI = 0.02

_EMOJI_MARKS = ("😀", "😂", "❤️", "👍", "🎉", "😭", "🔥", "🙏", "😊", "✨")
_PLAIN_STOP = "."


def chunks(documents: Sequence[TreebankDocument], random: Random) -> Iterator[Passage]:
    """All sentences of the documents once, in altered chunks, the documents in a drawn order."""
    order = list(documents)
    random.shuffle(order)
    for document in order:
        chunk, words, size = list[TreebankSentence](), 0, random.randint(SHORTEST, LONGEST)
        for sentence in document.sentences:
            if chunk and words + len(sentence.words) > size:
                yield altered(chunk, random)
                chunk, words, size = [], 0, random.randint(SHORTEST, LONGEST)
            chunk.append(sentence)
            words += len(sentence.words)
        yield altered(chunk, random)


def altered(sentences: Sequence[TreebankSentence], random: Random) -> Passage:
    """A chunk with a drawn choice of alterations."""
    text = passage(sentences)
    drawn = random.random()
    if drawn < _FLAT:
        text = _breaks(text, {PARAGRAPH: SPACE})
    elif drawn < _FLAT + _LINES:
        text = _breaks(text, {PARAGRAPH: LINE})
    if random.random() < _STOPLESS:
        text = _without_stops(text, random)
    if random.random() < _CURLED:
        text = _words(text, curled)
    if random.random() < _LOWERED:
        text = _words(text, str.lower)
    elif random.random() < _SHOUTED:
        text = _words(text, str.upper)
    if random.random() < _EMOJI:
        text = _with_emoji(text, random)
    return text


def curled(form: str) -> str:
    """The form with curly quotation marks and apostrophes; a lone straight mark opens or closes as it is tagged."""
    return form.replace("'", "’").replace('"', "”")


def _breaks(text: Passage, mapping: dict[str, str]) -> Passage:
    return replace(text, breaks=tuple(mapping.get(between, between) for between in text.breaks))


def _words(text: Passage, change: Callable[[str], str]) -> Passage:
    return replace(
        text,
        sentences=tuple(
            tuple(
                replace(word, form=_opening(word) if change is curled and word.xpos == "``" else change(word.form))
                for word in words
            )
            for words in text.sentences
        ),
    )


def _opening(word: TreebankWord) -> str:
    return word.form.replace('"', "“").replace("'", "‘")


def _without_stops(text: Passage, random: Random) -> Passage:
    """Drops full stops at random where the layout still shows the end of the sentence."""
    sentences = list(text.sentences)
    for number, between in enumerate(text.breaks):
        words = sentences[number]
        shown = between.strip(SPACE) and words[-1].form == _PLAIN_STOP and len(words) > 1
        if shown and random.random() < _DROPPED and all(word.head != len(words) for word in words):
            sentences[number] = words[:-1]
    return replace(text, sentences=tuple(sentences))


def _with_emoji(text: Passage, random: Random) -> Passage:
    """Adds an emoji after a sentence, attached to its root."""
    number = random.randrange(len(text.sentences))
    words = text.sentences[number]
    root = next(position for position, word in enumerate(words, 1) if not word.head)
    mark = random.choice(_EMOJI_MARKS)
    added = TreebankWord(mark, mark, "SYM", "NFP", root, "discourse", space_after=True)
    sentences = list(text.sentences)
    sentences[number] = (*words[:-1], replace(words[-1], space_after=True), added)
    return replace(text, sentences=tuple(sentences))
