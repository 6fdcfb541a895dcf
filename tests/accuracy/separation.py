"""Separation of writers by the score: the corpora's protocol, through the scorer of the service.

    python -m tests.accuracy.separation --corpora DIR --out FILE.json [--split test]

Cold: no texts of the register. Warm: its texts are the enrolled samples of the other personas of the corpus, without
labels. Queries are only scored.
"""

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.language import load
from libs.stylometry.fit.corpora import AuthorText
from libs.stylometry.fit.scored import Embedded, drawn_texts
from libs.stylometry.fit.trials import HARD, STANDARD, TextlessTrialsError, Trials, read_trials
from libs.stylometry.score.scorer import REGISTER_TEXTS, Draft, Enrolment, EnrolmentVector, Register, Scorer
from libs.stylometry.text.document import Document
from tests.accuracy.arguments import over_corpora
from tests.accuracy.baselines import CHARACTER_GRAMS, PUBLISHED, character_grams
from tests.accuracy.figures import Outcome, measured

SETS = {"standard": STANDARD, "hard": HARD}
REGISTERS = {"cold": 0, "warm": REGISTER_TEXTS}
"""Maximum number of texts of the register."""

_SOURCES = {"fictllm": "fiction", "reddllm": "reddit"}
"""Corpora whose trials use the texts of a corpus of another name."""

_SHOWN_SAMPLES, _SHOWN_WORDS = 5, 250


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Trials with their texts."""

    name: str
    trials: Trials
    documents: dict[str, AuthorText]


def corpora(folder: Path, split: str | None) -> Iterator[Corpus]:
    """Yields every corpus that has trials and texts, of one split or of all."""
    for path in sorted((folder / "trials").glob(f"{split or '*'}.*.json.gz")):
        part, corpus = path.name.split(".")[:2]
        texts = folder / part / f"{_SOURCES.get(corpus, corpus)}.jsonl.gz"
        if texts.exists():
            documents = _documents(texts, corpus)
            try:
                yield Corpus(f"{part}.{corpus}", read_trials(path, documents, corpus), documents)
            except TextlessTrialsError as error:
                sys.stderr.write(f"left out: {error}\n")


def _documents(path: Path, corpus: str) -> dict[str, AuthorText]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["doc_id"]: AuthorText(corpus, row["author"], row["doc_id"], row["text"]) for row in rows}


class Measurement:
    """Scores the trials of a corpus."""

    def __init__(self, scorer: Scorer, corpus: Corpus) -> None:
        self._scorer, self._corpus, self._language = scorer, corpus, load()
        trials = corpus.trials
        enrolled = sorted({name for persona in trials.personas for name in persona.documents})
        self._samples = {name: self._draft(corpus.documents[name].text) for name in enrolled}
        queries: list[int] = np.unique(trials.query).tolist()
        self._drafts = {number: self._draft(trials.queries[number].text) for number in queries}
        self._voices = [self._voice(persona.documents) for persona in trials.personas]
        names, author = np.unique([persona.author for persona in trials.personas], return_inverse=True)
        self._author: NDArray[np.intp] = author[trials.persona]
        self._authors: list[str] = names.tolist()

    def outcome(self, register_texts: int = REGISTER_TEXTS) -> Outcome:
        """Returns every trial's log-odds, at any evidence level, with up to `register_texts` texts of the register."""
        trials, enrolments = self._corpus.trials, self.enrolments(register_texts)
        values = [
            self._log_odds(enrolments[persona], self._drafts[query])
            for persona, query in zip(trials.persona.tolist(), trials.query.tolist(), strict=True)
        ]
        return Outcome(np.array(values), trials.same, self._author)

    def enrolments(self, register_texts: int = REGISTER_TEXTS) -> list[Enrolment]:
        """Returns the enrolments of the personas, each in the register of the others."""
        registers = {author: self._register(author, register_texts) for author in self._authors}
        return [
            self._scorer.enrol(voice, registers[persona.author])
            for voice, persona in zip(self._voices, self._corpus.trials.personas, strict=True)
        ]

    def samples(self, persona: int) -> list[Draft]:
        """Returns the enrolled documents of a persona, by its number."""
        return [self._samples[name] for name in self._corpus.trials.personas[persona].documents]

    def log_odds_of(self, personas: Sequence[int], texts: Sequence[str]) -> NDArray[np.float64]:
        """Returns the log-odds of other texts than the queries, each against the persona of the paired number, warm."""
        enrolled = self.enrolments()
        pairs = zip(personas, texts, strict=True)
        return np.array([self._log_odds(enrolled[persona], self._draft(text)) for persona, text in pairs])

    def embedded(self) -> Embedded:
        """Returns the compared vectors, for models that are fitted on them elsewhere."""
        queries = np.zeros((len(self._corpus.trials.queries), self._scorer.dimensions), np.float32)
        words = np.ones(len(queries), np.intp)
        for number, draft in self._drafts.items():
            queries[number], words[number] = draft.embedding, draft.words
        documents = {name: np.asarray(sample.embedding, np.float32) for name, sample in self._samples.items()}
        return Embedded(documents, {name: sample.words for name, sample in self._samples.items()}, queries, words)

    def _log_odds(self, enrolment: Enrolment, draft: Draft) -> float:
        value = self._scorer.log_odds(enrolment, draft)
        return 0.0 if value is None else value

    def _draft(self, text: str) -> Draft:
        return Draft(self._scorer.embed(Document.of(self._language(text))), len(text.split()))

    def _voice(self, names: tuple[str, ...]) -> EnrolmentVector:
        vectors = np.array([self._samples[name].embedding for name in names], np.float64)
        words = sum(self._samples[name].words for name in names)
        return EnrolmentVector(vectors.sum(axis=0), len(names), words)

    def _register(self, author: str, most: int) -> Register:
        documents = self._corpus.documents
        others = drawn_texts([name for name in self._samples if documents[name].author != author], most)
        vectors = [self._samples[name].embedding for name in others]
        writers = len({documents[name].author for name in others})
        return Register.of(np.array(vectors).reshape(-1, self._scorer.dimensions), writers)


def rows(corpus: Corpus, outcome: Outcome, register: str) -> Iterator[dict[str, object]]:
    """Yields a row for each number of samples, draft length and set of trials."""
    trials = corpus.trials
    samples, lengths = trials.samples[trials.persona], trials.lengths[trials.query]
    for k in np.unique(samples).tolist():
        for length in np.unique(lengths).tolist():
            for name, bit in SETS.items():
                part = outcome.of((samples == k) & (lengths == length) & ((trials.flags & bit) > 0))
                if part.decides:
                    key = {"corpus": corpus.name, "k": k, "L": length, "trials": name, "register": register}
                    yield {**key, **measured(part)}


def baseline_rows(corpus: Corpus) -> list[dict[str, object]]:
    """Returns the results of character n-grams on the shown cell of the same trials."""
    trials = corpus.trials
    voices = ["\n\n".join(corpus.documents[name].text for name in persona.documents) for persona in trials.personas]
    kept = (trials.samples[trials.persona] == _SHOWN_SAMPLES) & (trials.lengths[trials.query] == _SHOWN_WORDS)
    pairs = (trials.persona[kept], trials.query[kept])
    scores = character_grams(voices, [query.text for query in trials.queries], pairs)
    return [
        {"corpus": corpus.name, "trials": name, "auc": measured(part)["auc"]}
        for name, bit in SETS.items()
        for part in [Outcome(scores, trials.same[kept], pairs[0]).of((trials.flags[kept] & bit) > 0)]
        if part.decides
    ]


def table(results: list[dict[str, object]], computed: list[dict[str, object]]) -> str:
    """Formats the figures at 5 samples and 250 words, standard | hard, with those of other methods."""
    shown = [row for row in results if (row["k"], row["L"]) == (_SHOWN_SAMPLES, _SHOWN_WORDS)]
    names = list(dict.fromkeys(str(row["corpus"]) for row in shown))
    lines = [f"{'AUC, standard|hard':28s}" + "".join(f"{name:>15s}" for name in names)]
    for register in REGISTERS:
        lines += [_line(f"score, {register}", names, [row for row in shown if row["register"] == register])]
    lines.append(_line(f"{CHARACTER_GRAMS} (here)", names, computed))
    for method, figures in PUBLISHED.items():
        cells = [f"{figures[n][0]:.3f}|{figures[n][1]:.3f}" if n in figures else "" for n in names]
        lines.append(f"{method:28s}" + "".join(f"{cell:>15s}" for cell in cells))
    return "\n".join(lines)


def _line(label: str, names: list[str], results: list[dict[str, object]]) -> str:
    auc = {(row["corpus"], row["trials"]): row["auc"] for row in results}
    cells = ["|".join(f"{auc[name, trials]:.3f}" for trials in SETS if (name, trials) in auc) for name in names]
    return f"{label:28s}" + "".join(f"{cell:>15s}" for cell in cells)


def main() -> None:
    """Entry point."""
    parser = over_corpora("tests.accuracy.separation", __doc__)
    parser.add_argument("--out", type=Path, required=True, help="JSON file for all figures")
    parser.add_argument("--weights", type=Path, help="other weights than those shipped")
    arguments = parser.parse_args()
    scorer = Scorer.load(arguments.weights) if arguments.weights else Scorer.load()
    results: list[dict[str, object]] = []
    computed: list[dict[str, object]] = []
    for corpus in corpora(arguments.corpora, arguments.split):
        measurement = Measurement(scorer, corpus)
        for register, texts in REGISTERS.items():
            results.extend(rows(corpus, measurement.outcome(texts), register))
        computed.extend(baseline_rows(corpus))
        arguments.out.write_text(json.dumps(results, indent=1) + "\n")
        print(f"measured {corpus.name}", flush=True)
    print(table(results, computed))


if __name__ == "__main__":
    main()
