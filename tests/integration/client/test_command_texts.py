"""The persona command in a pipe: samples, profiles, scores, analyses."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from libs.servicekit.errors import Unavailable
from tests.support.command import DEMO, PERSONA, Command
from tests.support.front import Front, wait_until

_ADA = DEMO / "ada-field-notes"
_PLAIN = "The morning was quiet and the harbour lay still. We had coffee on the quay and spoke of boats and of rope."
_LOUD = "This is huge! You will love it! We worked all year on this and now it is here for you. Buy it today! Really!"


def test_samples_are_added_and_what_was_skipped_is_told_with_its_reason(persona: Command, tmp_path: Path) -> None:
    persona_id = persona.create("Ada")
    (tmp_path / "good.md").write_text("A good text.", encoding="utf-8")
    (tmp_path / "again.md").write_text("A good text.", encoding="utf-8")
    (tmp_path / "latin.md").write_bytes("caf\xe9".encode("latin-1"))
    (tmp_path / "blank.md").write_text(" \n", encoding="utf-8")
    (tmp_path / "long.md").write_text("word " * 50_000, encoding="utf-8")
    files = ("latin.md", "good.md", "blank.md", "again.md", "long.md", "missing.md")
    run = persona("samples", "add", persona_id, *files)
    assert run.stdout.splitlines() == [
        "Added 1 sample, 3 words.",
        "Skipped latin.md: It is not UTF-8 (byte 3); save it as UTF-8.",
        "Skipped blank.md: It is empty or white space only.",
        "Skipped again.md: The persona has this text already.",
        "Skipped long.md: It is longer than 200,000 characters; split it into several texts.",
        "Skipped missing.md: It cannot be read: No such file or directory.",
    ]
    document = persona.json("samples", "add", persona_id, *files, check=1)
    assert [each["index"] for each in document["skipped"]] == [0, 1, 2, 3, 4, 5]


def test_a_sample_comes_from_standard_input_as_it_is(persona: Command) -> None:
    persona_id = persona.create("Ada")
    run = persona("samples", "add", persona_id, "-", "--source", "blog", stdin="---\ntitle: A\n---\nText — “here”.\n")
    assert "front matter" in run.stderr
    sample_id = persona("samples", "list", persona_id).stdout.split("\t")[0]
    assert persona("samples", "show", persona_id, sample_id).stdout == "---\ntitle: A\n---\nText — “here”.\n\n"
    persona("samples", "delete", persona_id, sample_id)
    persona("samples", "delete", persona_id, sample_id, check=4)


def test_a_profile_names_evidence_traits_and_sureness(persona: Command, ada: str) -> None:
    shown = persona("profile", ada).stdout
    assert "8 samples" in shown
    assert "evidence: weak" in shown
    assert "3 more samples would raise it." in shown
    assert shown.index("Punctuation") < shown.index("Semicolons") < shown.index("\nShape\n")
    assert "sure (0.83)" in shown
    assert "A semicolon every 81 words" in shown
    assert "\x1b" not in shown
    assert not any(line.endswith(" ") for line in shown.splitlines())
    assert persona.json("profile", "ada thorsby")["evidence"] == "EVIDENCE_LEVEL_WEAK"


def test_only_the_traits_asked_for_are_shown(persona: Command, ada: str) -> None:
    shown = persona("profile", ada, "--top", "1").stdout
    assert "Mean sentence length" not in shown
    assert "1 more trait and 2 traits that are more chance than writer: --all shows them." in shown
    assert "--all shows them" not in persona("profile", ada, "--all").stdout


def test_a_profile_shows_own_expressions_with_an_example_of_each(persona: Command, ada: str) -> None:
    shown = persona("profile", ada).stdout
    assert "sure (0.83) · 8 samples · across 3 sources" in shown
    headings = ("Words and phrases\n", "Openings of sentences\n", "Words and phrases that may come from the subject\n")
    places = [shown.index(heading) for heading in headings]
    assert places == sorted(places)
    words, openings, subject = (shown[a:b] for a, b in zip(places, [*places[1:], None], strict=True))
    assert re.search(r"which +\d times in \d of 8 samples · 7\.40 per 1,000 words, others 0\.050", words)
    assert re.search(r"\.md, line \d+: .*»which«", words)
    assert re.search(r"somebody .*, others hardly ever", words)
    assert re.search(r"The +\d times in \d of 8 samples · 25% of sentences, others 5%", openings)
    assert "»boiler«" in subject


def test_a_profile_without_expressions_says_why(persona: Command) -> None:
    persona_id = persona.create("Short")
    persona("samples", "add", persona_id, "-", stdin=_PLAIN)
    assert "What recurs can be told from chance from 3 samples on." in persona("profile", persona_id).stdout


def test_a_score_has_its_range_reasons_and_marked_sentences(persona: Command, ada: str) -> None:
    shown = persona("score", ada, "-", stdin=f"{_PLAIN}\n{_LOUD}\n").stdout
    assert shown.startswith("10 of 100; longer texts of this hand: 5 to 15, 9 times in 10\n")
    assert "evidence: moderate" in shown
    assert "−0.75" in shown
    assert "4 exclamation marks where this writer uses at most 1." in shown
    assert "target 0 to 1 per text · line 2" in shown
    assert "    2 │ »This is huge!« You will love it!" in shown
    assert "The morning" not in shown
    document = json.loads(persona.process("score", ada, str(_ADA / "draft.md"), "--json").stdout)
    assert document["match"] == 90.0
    assert document["interval"] == {"low": 85.0, "high": 95.0}


def test_insufficient_evidence_is_no_number_and_exits_8(persona: Command, ada: str) -> None:
    run = persona("score", ada, "-", stdin="Too short.", check=8)
    assert "No score: the evidence is insufficient." in run.stdout
    assert "of 100" not in run.stdout
    assert "match" not in persona.json("score", ada, "-", stdin="Too short.", check=8)


@contextmanager
def watching(persona: Command, name: str, file: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """A watch of a file, which ends with the block whatever happens there."""
    command = [PERSONA, "score", name, str(file), "--watch", *more]
    with subprocess.Popen(command, env=persona.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watch:
        try:
            yield watch
        finally:
            watch.kill()


def test_a_watched_file_is_scored_again_whenever_it_changes(persona: Command, ada: str, tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text(_PLAIN, encoding="utf-8")
    with watching(persona, ada, file) as watch:
        assert watch.stdout is not None
        assert watch.stderr is not None
        first = watch.stdout.readline()
        assert re.fullmatch(r"[\d:]{8}   90  \(85-95\) +moderate, 22 words\n", first)
        file.write_text(_PLAIN.replace(".", "!"), encoding="utf-8")
        assert "  50  (45-55)  −40  moderate, 22 words" in watch.stdout.readline()
        file.write_text(" ", encoding="utf-8")
        assert "It is empty" in watch.stderr.readline()
        file.write_text("Too few.", encoding="utf-8")
        assert "–  The draft has 2 words" in watch.stdout.readline()
        put = tmp_path / "new.md"
        put.write_text(_PLAIN, encoding="utf-8")
        put.replace(file)
        assert "  90  (85-95)  +40" in watch.stdout.readline()
        watch.send_signal(signal.SIGINT)
        assert watch.wait(timeout=10) == 130, watch.stderr.read()


def test_a_watch_survives_a_restart_of_the_service(persona: Command, ada: str, tmp_path: Path, server: Front) -> None:
    file = tmp_path / "draft.md"
    file.write_text(_PLAIN, encoding="utf-8")
    with watching(persona, ada, file, "--json") as watch:
        assert watch.stdout is not None
        assert json.loads(watch.stdout.readline())["score"]["match"] == 90
        server.analyzer.broken = Unavailable("analyzer")
        file.write_text(f"{_PLAIN} More.", encoding="utf-8")
        assert json.loads(watch.stdout.readline())["draft_revision"] == "2"
        wait_until(lambda: server.calls("StreamScore") == 2, seconds=10)
        assert json.loads(watch.stdout.readline())["draft_revision"] == "1"
        assert watch.stderr is not None
        watch.send_signal(signal.SIGINT)
        assert watch.wait(timeout=10) == 130, watch.stderr.read()


@pytest.mark.parametrize(
    "more", [("-", "--watch"), ("draft.md", "--watch", "--min", "5"), ("draft.md", "--watch", "--all")]
)
def test_a_watch_takes_a_file_alone(persona: Command, more: tuple[str, ...]) -> None:
    assert "--watch takes a file" in persona("score", "Ada", *more, check=2).stderr


def test_a_score_below_the_wanted_one_exits_1(persona: Command, ada: str) -> None:
    persona("score", ada, "-", "--min", "80", stdin=_PLAIN)
    persona.process("score", ada, str(_ADA / "draft.md"), "--min", "95", check=1)


def test_drafts_are_ranked_by_their_files(persona: Command, ada: str, tmp_path: Path) -> None:
    (tmp_path / "loud.md").write_text(_LOUD, encoding="utf-8")
    (tmp_path / "plain.md").write_text(_PLAIN, encoding="utf-8")
    lines = persona("rank", ada, "loud.md", "plain.md").stdout.splitlines()
    assert lines == ["90\t85-95\tmoderate\tplain.md", "10\t5-15\tmoderate\tloud.md"]


def test_repairs_show_each_edit_with_what_it_brings(persona: Command, ada: str) -> None:
    text = f"{_PLAIN}\n{_PLAIN[:-1]}; it was late.\n"
    shown = persona("repair", ada, "-", "--ban", "morning", stdin=text).stdout
    assert "semicolon to full stop · 1 edit  +1.50" in shown
    assert "You use semicolons." in shown
    assert "line 2: " in shown
    assert "»; → .« it was late.…" in shown
    assert "+0.70  You use few commas." in shown
    assert "morning · line 1" in shown
    assert persona("repair", ada, "-", "--text", stdin=text).stdout == text.replace(";", ".")


def test_a_repaired_text_is_written_only_where_that_is_asked_for(persona: Command, ada: str) -> None:
    path = persona.folder / "draft.md"
    path.write_bytes(b"One; two.\r\nThree.\r\n")
    persona("repair", ada, "draft.md")
    assert path.read_bytes() == b"One; two.\r\nThree.\r\n"
    persona("repair", ada, "draft.md", "--write")
    assert path.read_bytes() == b"One. two.\r\nThree.\r\n"
    assert "needs a file" in persona("repair", ada, "-", "--write", stdin="One; two.", check=2).stderr


def test_nothing_to_repair_exits_1(persona: Command, ada: str) -> None:
    assert "no safe edit" not in persona("repair", ada, "-", stdin="Too short.", check=1).stdout


def test_a_power_curve_marks_the_samples_there_are(persona: Command, ada: str) -> None:
    lines = persona("power", ada).stdout.splitlines()
    assert "More would help." in lines
    header = next(line for line in lines if line.strip().startswith("samples"))
    assert header.split() == ["samples", "100", "250"]
    marked = next(line for line in lines if line.lstrip().startswith("→"))
    assert marked.split()[2:] == ["70", "95"]
    assert persona.json("power", ada)["power_curve"]["points"][0]["expected_auc"] == 0.7


def test_a_power_curve_tells_what_the_samples_themselves_show(persona: Command, ada: str) -> None:
    assert "Measured on" not in persona("power", persona.create("Bare")).stdout
    shown = persona("power", ada).stdout
    assert re.search(r"Measured on \d+ samples, each beside 40 texts by others: told apart 97 times in 100", shown)


def test_voices_are_compared_by_name_and_it_is_said_where_samples_are_too_few(persona: Command, ada: str) -> None:
    bare = persona.create("Bare")
    few = persona("compare", ada, bare).stdout
    assert "takes three samples of each" in few
    texts = [persona.folder / f"{number}.md" for number in range(3)]
    for number, text in enumerate(texts):
        text.write_text(f"Text number {number} of somebody else.", encoding="utf-8")
    persona("samples", "add", bare, *(str(text) for text in texts))
    told = persona("compare", ada, "Bare").stdout
    assert "and Bare" in told
    assert "Told apart 97 times in 100 (95%: 81 to 100)" in told
    assert "Semicolons: 9 here, 0 there." in told


def test_a_comparison_of_one_voice_is_a_usage_error(persona: Command, ada: str) -> None:
    assert "two personas or more" in persona("compare", ada, check=2).stderr


def test_an_analysis_shows_values_absences_and_spans(persona: Command) -> None:
    shown = persona("analyze", "-", "--spans", stdin="One; two.\nThree; four.").stdout
    assert "Mean sentence length" in shown
    assert "– needs 100 words; this has few" in shown
    assert "“;” (1), “;” (2)" in shown
    only = persona.json("analyze", "-", "--family", "punctuation", stdin="One; two.")
    assert [each["metric_id"] for each in only["measurements"]] == ["semicolons"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a\0b", "NUL characters; remove"),
        (b"\xff", "not UTF-8"),
        (b"  ", "empty or white space"),
        ("Die Straße".encode(), "German"),
    ],
)
def test_a_text_that_cannot_be_measured_is_refused_with_the_remedy(persona: Command, text: bytes, words: str) -> None:
    assert words in persona("analyze", "-", stdin=text, check=3).stderr


def test_metrics_are_listed_and_defined(persona: Command) -> None:
    assert persona("metrics").stdout.splitlines()[1].split("\t")[0] == "mtld"
    assert "McCarthy & Jarvis 2010" in persona("metrics", "mtld").stdout
    persona("metrics", "nonsense", check=1)
