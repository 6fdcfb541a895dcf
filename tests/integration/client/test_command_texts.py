"""The persona command in a pipe: samples, profiles, scores, analyses."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from persona.analyzer.v1.analyzer_service_pb2 import GetFingerprintResponse
from persona.style.v1.fingerprint_pb2 import EXPRESSION_KIND_OPENING, Fingerprint, SignatureExpression
from persona.style.v1.metric_pb2 import Span

from libs.servicekit.errors import Unavailable
from tests.support.command import DEMO, PERSONA, Command
from tests.support.front import Front, wait_until

_ADA, _MARLO = DEMO / "ada-field-notes", DEMO / "marlo-growth"
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
        f"Skipped again.md: The persona already has this text as sample {_only_sample(persona, persona_id)}. "
        "Leave it out, or delete that sample first.",
        "Skipped long.md: It is longer than 200,000 characters; split it into several texts.",
        "Skipped missing.md: It cannot be read: No such file or directory.",
    ]
    document = persona.json("samples", "add", persona_id, *files, check=1)
    assert [each["index"] for each in document["skipped"]] == [0, 1, 2, 3, 4, 5]


def test_a_sample_comes_from_standard_input_as_it_is(persona: Command) -> None:
    persona_id = persona.create("Ada")
    run = persona("samples", "add", persona_id, "-", "--source", "blog", stdin="---\ntitle: A\n---\nText — “here”.\n")
    assert "front matter" in run.stderr
    sample_id = _only_sample(persona, persona_id)
    assert persona("samples", "show", persona_id, sample_id).stdout == "---\ntitle: A\n---\nText — “here”.\n\n"
    persona("samples", "delete", persona_id, sample_id)
    persona("samples", "delete", persona_id, sample_id, check=4)


def test_a_sample_from_a_file_with_controls_in_its_name_has_a_title_without_them(persona: Command) -> None:
    persona_id = persona.create("Ada")
    name = "a\x1b[2J\u202e\n\x9bb\udce9.md"
    (persona.folder / name).write_text("One text.", encoding="utf-8")
    persona("samples", "add", persona_id, name)
    (sample,) = persona.json("samples", "list", persona_id)["samples"]
    assert sample["title"] == r"a\x1b[2J\u202e \x9bb\xe9.md"


def test_a_profile_names_evidence_traits_and_sureness(persona: Command, ada: str) -> None:
    shown = persona("profile", ada, "--all").stdout
    fingerprint = persona.json("profile", "ada thorsby", "--all")
    assert "8 samples" in shown
    assert "evidence: strong" in shown
    assert fingerprint["evidence"] == "EVIDENCE_LEVEL_STRONG"
    assert shown.index("\nShape\n") < shown.index("Mean sentence length") < shown.index("\nPunctuation\n")
    assert shown.index("\nPunctuation\n") < shown.index("Semicolons")
    (trait,) = (each for each in fingerprint["traits"] if each["metric_id"] == "semicolon_rate")
    basis = f"reliability {trait['reliability']:.2f}, from 8 samples ({trait['reliability_basis']})"
    assert basis in _unwrapped(shown)
    assert trait["summary"] in _unwrapped(shown)
    assert "\x1b" not in shown
    assert not any(line.endswith(" ") for line in shown.splitlines())


def test_a_profile_of_few_samples_says_what_would_raise_its_evidence(persona: Command) -> None:
    persona_id = persona.create("Short")
    persona("samples", "add", persona_id, "-", stdin=_PLAIN)
    note = persona.json("profile", persona_id)["evidence_note"]
    assert re.search(r"\d+ more", note)
    assert note in _unwrapped(persona("profile", persona_id).stdout)


def test_only_the_traits_asked_for_are_shown(persona: Command, ada: str) -> None:
    shown = persona("profile", ada, "--top", "1").stdout
    fingerprint = persona.json("profile", ada)
    first, *others = (each["name"] for each in fingerprint["traits"])
    assert first in shown
    assert f"{others[0]} " not in shown
    hidden = rf"{len(others)} more traits and {fingerprint['unreliable_trait_count']} traits .*: --all shows them\."
    assert re.search(hidden, shown)
    assert "--all shows them" not in persona("profile", ada, "--all").stdout


def test_a_profile_shows_own_expressions_with_an_example_of_each(persona: Command, ada: str) -> None:
    shown = persona("profile", ada).stdout
    headings = ("Words and phrases\n", "Transitions\n", "Words and phrases that may come from the subject\n")
    places = [shown.index(heading) for heading in headings]
    assert places == sorted(places)
    words, transitions, subject = (shown[a:b] for a, b in zip(places, [*places[1:], None], strict=True))
    assert re.search(r"which +\d+ times in \d of 8 samples · 7\.40 per 1,000 words, others 1\.66", words)
    assert re.search(r"\.md, line \d+: .*»which«", words)
    assert re.search(r"a jar .*, others hardly ever", subject)
    assert re.search(r"and +\d+ times in 8 of 8 samples · 20\.3 per 1,000 words, others 7\.75", transitions)
    assert "»engineer«" in subject


def test_a_profile_shows_openings_as_shares_of_sentences(persona: Command, ada: str, server: Front) -> None:
    opening = SignatureExpression(
        kind=EXPRESSION_KIND_OPENING, text="The", count=3, rate=0.25, usual_rate=0.05, sample_count=3, stylistic=True
    )
    opening.places.add(sample_id=server.samples(ada)[0].id, span=Span(start=0, end=3))
    fingerprint = Fingerprint(sample_count=8, traits=[{"name": "Words"}], signature=[opening], signature_sample_count=8)
    server.answer("GetFingerprint", GetFingerprintResponse(fingerprint=fingerprint))
    shown = persona("profile", ada).stdout
    assert "Openings of sentences\n" in shown
    assert re.search(r"The +3 times in 3 of 8 samples · 25% of sentences, others 5%", shown)


def test_a_profile_without_expressions_says_why(persona: Command) -> None:
    persona_id = persona.create("Short")
    persona("samples", "add", persona_id, "-", stdin=_PLAIN)
    note = persona.json("profile", persona_id)["signature_note"]
    assert note
    assert note in _unwrapped(persona("profile", persona_id).stdout)


def test_a_score_has_its_range_reasons_and_marked_sentences(persona: Command, ada: str) -> None:
    text = f"{_PLAIN}\n{_LOUD}\n"
    shown = persona("score", ada, "-", stdin=text).stdout
    score = persona.json("score", ada, "-", stdin=text)
    interval = score["interval"]
    assert re.match(
        rf"Match {score['match']:.0f} of 100 \(90% interval {interval['low']:.0f}-{interval['high']:.0f}\)\n", shown
    )
    assert "evidence: moderate" in shown
    least = min(each["log_odds"] for each in score["contributions"])
    assert least < 0
    assert f"−{-least:.2f}" in shown
    (loud,) = (each for each in score["deviations"] if each["name"] == "Exclamation marks")
    assert loud["summary"] in _unwrapped(shown)
    low, high = loud["target"].get("p10", 0), loud["target"]["p90"]
    assert (low, round(high, 3)) == (0, 0.142)
    assert "\n    line 2\n" in shown
    assert "    2 │ »This is huge!« You will love it!" in shown
    document = json.loads(persona.process("score", ada, str(_ADA / "draft.md"), "--json").stdout)
    assert document["match"] > 90
    assert document["interval"]["low"] <= document["match"] <= document["interval"]["high"]


def test_insufficient_evidence_is_no_number_and_exits_8(persona: Command, ada: str) -> None:
    run = persona("score", ada, "-", stdin="Too short.", check=8)
    assert "No score: the evidence is insufficient." in run.stdout
    assert not re.search(r"Match \d", run.stdout)
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
    own, other = ((DEMO / writer / "draft.md").read_text() for writer in ("ada-field-notes", "marlo-growth"))
    close, far = (persona.json("score", ada, "-", stdin=text) for text in (own, other))
    change = round(close["match"] - far["match"])
    file.write_text(own, encoding="utf-8")
    with watching(persona, ada, file) as watch:
        assert watch.stdout is not None
        assert watch.stderr is not None
        assert re.fullmatch(rf"[\d:]{{8}}   {_range(close)} +strong, 310 words\n", watch.stdout.readline())
        file.write_text(other, encoding="utf-8")
        changed = re.search(rf"  {_range(far)}  −(\d+)  strong, 254 words", watch.stdout.readline())
        assert changed
        assert int(changed[1]) == pytest.approx(change, abs=1)
        file.write_text(" ", encoding="utf-8")
        assert "It is empty" in watch.stderr.readline()
        file.write_text("Too few.", encoding="utf-8")
        note = persona.json("score", ada, "-", stdin="Too few.", check=8)["evidence_note"]
        assert f"–  {note}" in watch.stdout.readline()
        put = tmp_path / "new.md"
        put.write_text(own, encoding="utf-8")
        put.replace(file)
        assert re.search(rf"  {_range(close)}  \+\d+", watch.stdout.readline())
        watch.send_signal(signal.SIGINT)
        assert watch.wait(timeout=10) == 130, watch.stderr.read()


def _range(score: dict[str, Any]) -> str:
    """The match with its interval as a watch prints it, as a pattern."""
    low, high = (f"{score['interval'][end]:.0f}" for end in ("low", "high"))
    return rf"{score['match']:.0f}  \({low}-{high}\)"


def test_a_watch_survives_a_restart_of_the_service(persona: Command, ada: str, tmp_path: Path, server: Front) -> None:
    file = tmp_path / "draft.md"
    file.write_text(_PLAIN, encoding="utf-8")
    match = persona.json("score", ada, str(file))["match"]
    with watching(persona, ada, file, "--json") as watch:
        assert watch.stdout is not None
        assert json.loads(watch.stdout.readline())["score"]["match"] == pytest.approx(match)
        server.break_off("StreamScore", Unavailable("analyzer"))
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
    persona("score", ada, str(_ADA / "draft.md"), "--min", "80")
    persona.process("score", ada, str(_MARLO / "draft.md"), "--min", "80", check=1)


def test_drafts_are_ranked_by_their_files(persona: Command, ada: str) -> None:
    (persona.folder / "loud.md").write_text((_MARLO / "draft.md").read_text(), encoding="utf-8")
    (persona.folder / "plain.md").write_text((_ADA / "draft.md").read_text(), encoding="utf-8")
    scores = {name: persona.json("score", ada, name) for name in ("plain.md", "loud.md")}
    lines = persona("rank", ada, "loud.md", "plain.md").stdout.splitlines()
    assert lines == [
        f"{score['match']:.0f}\t{score['interval']['low']:.0f}-{score['interval']['high']:.0f}\tstrong\t{name}"
        for name, score in scores.items()
    ]


def test_a_draft_that_cannot_be_read_is_reported_and_the_others_are_ranked(persona: Command, ada: str) -> None:
    (persona.folder / "loud.md").write_text((_MARLO / "draft.md").read_text(), encoding="utf-8")
    (persona.folder / "plain.md").write_text((_ADA / "draft.md").read_text(), encoding="utf-8")
    (persona.folder / "latin.md").write_bytes("caf\xe9".encode("latin-1"))
    files = ("missing.md", "loud.md", "latin.md", "plain.md", ".")
    run = persona("rank", ada, *files, check=3)
    assert [line.split("\t")[-1] for line in run.stdout.splitlines()] == ["plain.md", "loud.md"]
    assert run.stderr.splitlines() == [
        "persona: missing.md: It cannot be read: No such file or directory.",
        "persona: latin.md: It is not UTF-8 (byte 3); save it as UTF-8.",
        "persona: .: It cannot be read: Is a directory.",
    ]
    document = persona("rank", ada, *files, "--json", check=3)
    assert [each["index"] for each in json.loads(document.stdout)["ranking"]] == [3, 1]
    assert [json.loads(line)["reason"] for line in document.stderr.splitlines()] == [
        "INVALID_FIELD",
        "MALFORMED_REQUEST",
        "INVALID_FIELD",
    ]
    assert persona("rank", ada, "missing.md", check=3).stdout == ""


def test_a_draft_that_cannot_be_written_is_named_and_left_as_it_was(persona: Command, marlo: str) -> None:
    draft = persona.folder / "draft.md"
    text = (_MARLO / "draft.md").read_text()
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o640)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "copymode", _fill_the_disk)
        run = persona("repair", marlo, "draft.md", "--write", check=2)
    assert "Could not open file 'draft.md': No space left on device" in run.stderr
    assert draft.read_text() == text
    assert list(persona.folder.iterdir()) == [draft]
    persona("repair", marlo, "draft.md", "--write")
    assert draft.read_text() != text
    assert draft.stat().st_mode & 0o777 == 0o640


def _fill_the_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_repairs_show_each_edit_with_what_it_brings(persona: Command, marlo: str) -> None:
    draft = (_ADA / "draft.md").read_text(encoding="utf-8")
    plan = persona.json("repair", marlo, "-", "--ban", "morning", stdin=draft)
    shown = persona("repair", marlo, "-", "--ban", "morning", stdin=draft).stdout
    assert re.search(r"semicolon to full stop · 2 edits  [+−]\d\.\d\d\n", shown)
    best, advice = plan["repairs"][0], plan["advice"][0]
    assert f"{len(best['edits'])} edits  +{best['gain']:.2f}\n" in shown
    assert best["deviation"]["summary"] in _unwrapped(shown)
    assert "line 5: …ame ashore was a Tuesday»; but → , but« the figures themselves …" in shown
    assert f"+{advice['predicted_gain']:.2f} {advice['deviation']['summary']}" in _unwrapped(shown)
    assert "morning · lines 3, 9" in shown
    repaired = persona("repair", marlo, "-", "--text", stdin=draft).stdout
    assert "a Tuesday, but the figures" in repaired
    assert repaired == persona.json("repair", marlo, "-", stdin=draft)["repaired_text"]


def test_a_repaired_text_is_written_only_where_that_is_asked_for(persona: Command, marlo: str) -> None:
    path = persona.folder / "draft.md"
    draft = (_ADA / "draft.md").read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(draft)
    persona("repair", marlo, "draft.md")
    assert path.read_bytes() == draft
    persona("repair", marlo, "draft.md", "--write")
    assert path.read_bytes() != draft
    assert b"a Tuesday, but the figures" in path.read_bytes()
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") == draft.count(b"\r\n")
    assert "needs a file" in persona("repair", marlo, "-", "--write", stdin="One; two.", check=2).stderr


def test_nothing_to_repair_exits_1(persona: Command) -> None:
    bare = persona.create("Bare")
    assert "no safe edit" not in persona("repair", bare, "-", stdin="Too short.", check=1).stdout


def test_a_power_curve_marks_the_samples_there_are(persona: Command, ada: str) -> None:
    lines = persona("power", ada).stdout.splitlines()
    curve = persona.json("power", ada)["power_curve"]
    assert curve["summary"] in _unwrapped("\n".join(lines))
    header = next(line for line in lines if line.strip().startswith("samples"))
    assert header.split() == ["samples", "50", "100", "250", "500", "1,000"]
    marked = next(line for line in lines if line.lstrip().startswith("→"))
    own = [point["expected_auc"] for point in curve["points"] if point["sample_count"] == 8]
    assert marked.split()[1:] == ["8", *(f"{100 * area:.0f}" for area in own)]


def test_a_power_curve_tells_what_the_samples_themselves_show(persona: Command, ada: str) -> None:
    assert "Measured on" not in persona("power", persona.create("Bare")).stdout
    posts = [str(path) for writer in ("marlo-growth", "sunniva-kitchen") for path in (DEMO / writer).glob("posts/*.md")]
    for number in range(5):
        other = persona.create(f"Other {number}")
        persona("samples", "add", other, *posts[3 * number : 3 * number + 3])
    shown = persona("power", ada).stdout
    assert re.search(r"Measured on \d+ samples.* 15 texts .*: recognised in \d+ of 100 comparisons", shown)


def test_voices_are_compared_by_name_and_it_is_said_where_samples_are_too_few(persona: Command, ada: str) -> None:
    bare = persona.create("Bare")
    few = persona("compare", ada, bare).stdout
    assert "we need three samples of each" in few
    persona("samples", "add", bare, *sorted(map(str, _MARLO.glob("posts/*.md")))[:3])
    shown = persona("compare", ada, "Bare").stdout
    assert "and Bare" in shown
    assert re.search(
        r"We distinguish their texts in \d+ of 100 comparisons \(95% interval \d+-100\)", _unwrapped(shown)
    )
    (comparison,) = persona.json("compare", ada, "Bare")["comparisons"]
    assert comparison["differences"][0]["summary"] in _unwrapped(shown)


def test_a_comparison_of_one_voice_is_a_usage_error(persona: Command, ada: str) -> None:
    assert "two personas or more" in persona("compare", ada, check=2).stderr


def test_an_analysis_shows_values_absences_and_spans(persona: Command) -> None:
    shown = persona("analyze", "-", "--spans", stdin="One; two.\nThree; four.").stdout
    assert "Mean sentence length" in shown
    measurements = persona.json("analyze", "-", stdin="One; two.\nThree; four.")["measurements"]
    absent = next(each["absent_reason"] for each in measurements if each["metric_id"] == "mtld")
    assert absent
    assert re.search(rf"MTLD +– {absent}", shown)
    assert "“;” (1), “;” (2)" in shown
    only = persona.json("analyze", "-", "--family", "punctuation", stdin="One; two.")
    assert "semicolon_rate" in {each["metric_id"] for each in only["measurements"]}
    assert {each["family"] for each in only["measurements"]} == {"METRIC_FAMILY_PUNCTUATION"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a\0b", "NUL characters; remove"),
        (b"\xff", "not UTF-8"),
        (b"  ", "empty or white space"),
        ("Die Straße ist lang, und wir gehen sie heute noch einmal bis zum Ende.".encode(), "(de)"),
    ],
)
def test_a_text_that_cannot_be_measured_is_refused_with_the_remedy(persona: Command, text: bytes, words: str) -> None:
    assert words in persona("analyze", "-", stdin=text, check=3).stderr


def test_metrics_are_listed_and_defined(persona: Command) -> None:
    assert "mtld" in {line.split("\t")[0] for line in persona("metrics").stdout.splitlines()}
    assert "McCarthy & Jarvis (2010)" in persona("metrics", "mtld").stdout
    persona("metrics", "nonsense", check=1)


def _unwrapped(shown: str) -> str:
    return " ".join(shown.split())


def _only_sample(persona: Command, persona_id: str) -> str:
    (line,) = persona("samples", "list", persona_id).stdout.splitlines()
    return line.split("\t")[0]
