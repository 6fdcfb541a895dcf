"""Training: rounds over the chunks until the steps or the minutes are used up; the best weights are kept."""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Adam, fix_random_seed

from libs.language.boundaries import after_blank_lines
from libs.language.embedding import set_lexicon
from libs.language.lexicon import Lexicon
from libs.language.training import recipe
from libs.language.training.chunks import LONGEST, SHORTEST, chunks
from libs.language.training.reader import TreebankDocument
from libs.language.training.texts import Passage, annotated

SEED = 7
KEPT = "kept.json"
"""The file beside the weights with the number of steps and minutes at which they were reached."""
STEPS = 20_000
EVALUATED_EVERY = 600
FIRST_BATCH, LAST_BATCH, BATCH_GROWTH = 300, 800, 1.001
"""Words in a batch: from, to, and the factor at each step."""
PEAK_RATE, LAST_RATE, WARM_UP = 1.5e-3, 2e-5, 300
DROPOUT, DECAY = 0.2, 0.01
OTHER_SHARE = 0.6
"""Share of the documents of the second treebank in each round: the first one is the aim."""


@dataclass(frozen=True, slots=True)
class Material:
    """Training data: treebank documents, first and second choice, and the lexicon."""

    first: Sequence[TreebankDocument]
    second: Sequence[TreebankDocument]
    lexicon: Lexicon


def train(
    material: Material, *, minutes: float, score: Callable[[Language], float], say: Callable[[str], None], out: Path
) -> None:
    """Trains a pipeline for `minutes` minutes or `STEPS` steps, whichever ends first; writes the best to `out`.

    `score` rates a pipeline, higher is better; it is rated with the running average of its weights. The learning rate
    falls to its last value with whichever ends first.
    """
    fix_random_seed(SEED)
    nlp = initialised(material)
    optimizer = Adam(PEAK_RATE, L2=DECAY, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True)
    start, best = time.monotonic(), 0.0
    for step, batch in enumerate(_batches(material, Random(SEED))):  # noqa: S311 - nothing secret is drawn
        passed = (time.monotonic() - start) / 60
        progress = max(step / STEPS, passed / minutes)
        if progress >= 1 or (step and step % EVALUATED_EVERY == 0):
            with nlp.use_params(optimizer.averages):
                reached = score(nlp)
                say(f"step {step}, {passed:.1f} minutes: {reached:.2f}")
                if reached > best:
                    best = reached
                    nlp.to_disk(out)
                    (out / KEPT).write_text(json.dumps({"step": step, "minutes": round(passed, 1)}))
        if progress >= 1:
            break
        optimizer.learn_rate = _rate(step, progress)
        nlp.update([example(nlp.vocab, text) for text in batch], sgd=optimizer, drop=DROPOUT)


def settings() -> dict[str, Any]:
    """The settings under readable names."""
    return {
        "seed": SEED,
        "steps at most": STEPS,
        "words in a batch": f"{FIRST_BATCH} to {LAST_BATCH}",
        "learning rate": f"{PEAK_RATE} to {LAST_RATE}, linear, after {WARM_UP} steps of warming up",
        "weight decay": DECAY,
        "dropout": DROPOUT,
        "share of GUM's documents in a round": OTHER_SHARE,
        "words in a chunk": f"{SHORTEST} to {LONGEST}",
    }


def initialised(material: Material) -> Language:
    """The pipeline with its labels and first weights."""
    nlp = recipe.untrained()
    shared: Any = nlp.get_pipe(recipe.SHARED)
    set_lexicon(shared.model, material.lexicon)
    everything = [*material.first, *material.second]
    random = Random(SEED)  # noqa: S311
    examples = [example(nlp.vocab, text) for text in chunks(everything, random)]
    nlp.initialize(lambda: examples)
    return nlp


def example(vocab: Vocab, text: Passage) -> Example:
    """A passage to learn from: its tokens, with sentences begun after blank lines only, and its annotation."""
    reference = annotated(vocab, text)
    predicted = Doc(vocab, words=[t.text for t in reference], spaces=[bool(t.whitespace_) for t in reference])
    for position in after_blank_lines(predicted):
        predicted[position].is_sent_start = True
    return Example(predicted, reference)


def _batches(material: Material, random: Random) -> Iterator[list[Passage]]:
    size, words, batch = float(FIRST_BATCH), 0, list[Passage]()
    while True:
        drawn = random.sample(list(material.second), round(len(material.second) * OTHER_SHARE))
        texts = list(chunks([*material.first, *drawn], random))
        random.shuffle(texts)
        for text in texts:
            batch.append(text)
            words += sum(map(len, text.sentences))
            if words >= size:
                yield batch
                size, words, batch = min(size * BATCH_GROWTH, LAST_BATCH), 0, []


def _rate(step: int, progress: float) -> float:
    return min((step + 1) / WARM_UP, 1.0) * max(PEAK_RATE * (1 - progress), LAST_RATE)
