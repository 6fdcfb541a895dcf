"""A fingerprint as text: bars, sentences, caveats."""

import io

from persona.analyzer.v1 import sample_pb2
from persona.style.v1 import fingerprint_pb2, metric_pb2
from persona_client.cli.render.fingerprint import caveat_sample_ids, print_fingerprint
from rich.console import Console

ONE = fingerprint_pb2.Trait(
    name="Long",
    unit="share of sentences",
    band=metric_pb2.Band(p10=0.3, median=0.411, p90=0.5),
    samples=8,
    summary="41% are long.",
)


def printed(voice: fingerprint_pb2.Fingerprint, *titles: str) -> str:
    """The text, with samples of these titles known by ids 1, 2, ..."""
    samples = {str(index): sample_pb2.Sample(id=str(index), title=title) for index, title in enumerate(titles, 1)}
    file = io.StringIO()
    print_fingerprint(Console(file=file, width=120), "Ada", voice, samples, 12)
    return file.getvalue()


def test_a_caveat_names_its_samples_by_title() -> None:
    caveat = fingerprint_pb2.Caveat(message="Samples differ.", sample_ids=["1", "2", "3"])
    shown = printed(fingerprint_pb2.Fingerprint(caveats=[caveat]), "one.md", "two.md")
    assert "Samples differ. (one.md, two.md and 1 more)" in shown


def test_a_caveat_about_no_sample_is_its_message_alone() -> None:
    shown = printed(fingerprint_pb2.Fingerprint(caveats=[fingerprint_pb2.Caveat(message="Samples repeat.")]))
    assert "  Samples repeat.\n" in shown


def test_no_more_samples_are_fetched_than_are_named() -> None:
    caveat = fingerprint_pb2.Caveat(sample_ids=[str(number) for number in range(40)])
    assert caveat_sample_ids(fingerprint_pb2.Fingerprint(caveats=[caveat])) == ["0", "1", "2", "3", "4"]


def test_a_share_is_in_percent_beside_its_bar() -> None:
    shown = printed(fingerprint_pb2.Fingerprint(traits=[ONE], sample_count=8))
    assert "41% of sentences" in shown
    assert "0.411" not in shown
    assert "reliability unknown, from 8 samples" in shown


def test_what_is_left_out_is_counted() -> None:
    shown = printed(fingerprint_pb2.Fingerprint(traits=[ONE] * 14, sample_count=8, unreliable_trait_count=51))
    assert "2 more traits and 51 traits that are not reliable yet: --all shows them." in shown


def test_a_trait_without_a_sentence_says_nothing_new_and_is_not_shown() -> None:
    folded = fingerprint_pb2.Trait(name="EFLAW", unit="points", band=ONE.band)
    shown = printed(fingerprint_pb2.Fingerprint(traits=[ONE, folded], sample_count=8))
    assert "EFLAW" not in shown
    assert "1 more trait: --all shows them." in shown
