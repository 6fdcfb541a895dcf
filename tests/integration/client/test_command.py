"""The persona command in a pipe: what it prints, and the exit codes that scripts rely on."""

import io
import json
import os
import signal
import subprocess
import sysconfig
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from persona_client.cli import run

from libs.servicekit.errors import Unavailable
from tests.support.contract_server import ContractServer, new_id, wait_until

_PERSONA = str(Path(sysconfig.get_path("scripts")) / "persona")
_VARIABLES = ("PERSONA_REGISTRY_ADDRESS", "PERSONA_ANALYZER_ADDRESS", "PERSONA_API_KEY")
_DEMO = Path(__file__).resolve().parents[3] / "demo"
_ADA = _DEMO / "ada-field-notes"
_PLAIN = "The morning was quiet and the harbour lay still. We had coffee on the quay and spoke of boats and of rope."
_LOUD = "This is huge! You will love it! We worked all year on this and now it is here for you. Buy it today! Really!"


class Result(NamedTuple):
    """What a run of the command left."""

    stdout: str
    stderr: str


@dataclass(frozen=True)
class Command:
    """Runs the command without a terminal: within this process, which is quick, or as a shell would with `process`."""

    folder: Path
    env: dict[str, str]

    def __call__(self, *arguments: str, stdin: str | bytes = "", check: int = 0) -> Result:
        given = io.TextIOWrapper(io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(_Pipe()) as out, redirect_stderr(_Pipe()) as err:
            patch.chdir(self.folder)
            patch.setattr("sys.stdin", given)
            for name in _VARIABLES:
                patch.setenv(name, self.env.get(name, ""))
            code = run(list(arguments))
        assert code == check, (out.text(), err.text())
        return Result(out.text(), err.text())

    def process(self, *arguments: str, check: int = 0) -> Result:
        """A process of its own, with pipes."""
        command = [_PERSONA, *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == check, done
        return Result(done.stdout, done.stderr)

    def json(self, *arguments: str, stdin: str = "", check: int = 0) -> dict[str, Any]:
        return json.loads(self(*arguments, "--json", stdin=stdin, check=check).stdout)

    def create(self, name: str) -> str:
        return self("create", name).stdout.strip()


class _Pipe(io.TextIOWrapper):
    """Standard output that is no terminal and keeps what was written."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")

    def text(self) -> str:
        self.flush()
        content = self.buffer
        assert isinstance(content, io.BytesIO)
        return content.getvalue().decode()


@pytest.fixture
def persona(server: ContractServer, tmp_path: Path) -> Command:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return Command(tmp_path, kept | server.environment)


@pytest.fixture
def ada(persona: Command) -> str:
    """A persona with samples."""
    persona_id = persona.create("Ada Thorsby")
    persona("samples", "add", persona_id, *sorted(map(str, _ADA.glob("posts/*.md"))))
    return persona_id


def test_create_prints_the_id_alone(persona: Command, server: ContractServer) -> None:
    run = persona.process("create", "Weekly newsletter", "--description", "News")
    assert run.stdout == f"{next(iter(server.registry.personas))}\n"
    assert run.stderr == ""


def test_create_survives_a_lost_answer_without_creating_twice(persona: Command, server: ContractServer) -> None:
    server.fail("CreatePersona", Unavailable("database"))
    persona("create", "Once")
    assert server.calls("CreatePersona") == 2
    assert len(server.registry.personas) == 1


def test_a_list_in_a_pipe_is_tab_separated_and_uncut(persona: Command) -> None:
    first, second = persona.create("One"), persona.create("Two " * 30)
    lines = [line.split("\t") for line in persona("list").stdout.splitlines()]
    assert [line[0] for line in lines] == [second, first]
    assert lines[0][1] == ("Two " * 30).strip()


def test_json_lists_hold_all_pages(persona: Command, server: ContractServer) -> None:
    for i in range(5):
        persona.create(str(i))
    server.registry.page_size = 2
    document = persona.json("list")
    assert len(document["personas"]) == 5
    assert document["next_page_token"] == ""


def test_an_empty_list_says_so_and_exits_1(persona: Command) -> None:
    run = persona("list", check=1)
    assert run.stdout == ""
    assert "no personas yet" in run.stderr


def test_json_of_a_persona_is_the_noun_itself(persona: Command) -> None:
    persona_id = persona.create("Ada")
    document = persona.json("show", "ada")
    assert (document["id"], document["display_name"], document["current_version_id"]) == (persona_id, "Ada", "")


def test_a_name_in_its_own_case_wins_over_another(persona: Command) -> None:
    exact, _ = persona.create("Ada"), persona.create("ADA")
    assert persona.json("show", "Ada")["id"] == exact


def test_an_ambiguous_name_lists_the_ids(persona: Command) -> None:
    ids = {persona.create("Ada"), persona.create("Ada")}
    run = persona("show", "ada", check=3)
    assert all(persona_id in run.stderr for persona_id in ids)


def test_unknown_personas_are_not_found(persona: Command) -> None:
    assert "no persona “nobody”" in persona("show", "nobody", check=4).stderr
    error = json.loads(persona("show", new_id(), "--json", check=4).stderr)
    assert error["reason"] == "PERSONA_NOT_FOUND"
    assert error["request_id"]


def test_invalid_input_names_the_field(persona: Command) -> None:
    error = json.loads(persona("create", " ", "--json", check=3).stderr)
    assert error["reason"] == "INVALID_FIELD"
    assert error["violations"][0]["field"] == "display_name"


def test_wrong_usage_exits_2_with_and_without_json(persona: Command) -> None:
    assert "Usage: persona create" in persona.process("create", check=2).stderr
    assert json.loads(persona("create", "--json", check=2).stderr)["reason"] == "USAGE"
    assert "Say what to change" in persona("update", new_id(), check=2).stderr


def test_updates_change_what_is_named_and_refuse_a_stale_etag(persona: Command) -> None:
    persona_id = persona.create("Ada")
    assert persona.json("update", persona_id, "--description", "Notes")["etag"] == "2"
    assert "Notes" in persona("show", persona_id).stdout
    persona("update", persona_id, "--description", "Other", "--etag", "1", check=5)
    assert persona.json("update", persona_id, "--description", "")["description"] == ""


def test_deleting_needs_a_yes_where_nobody_can_be_asked(persona: Command, server: ContractServer) -> None:
    persona_id = persona.create("Ada")
    assert "--yes" in persona("delete", persona_id, check=2).stderr
    persona("delete", "Ada", "--yes")
    assert not server.registry.personas


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
    assert "1 more trait: --all shows them." in shown


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


def test_a_score_below_the_wanted_one_exits_1(persona: Command, ada: str) -> None:
    persona("score", ada, "-", "--min", "80", stdin=_PLAIN)
    persona.process("score", ada, str(_ADA / "draft.md"), "--min", "95", check=1)


def test_drafts_are_ranked_by_their_files(persona: Command, ada: str, tmp_path: Path) -> None:
    (tmp_path / "loud.md").write_text(_LOUD, encoding="utf-8")
    (tmp_path / "plain.md").write_text(_PLAIN, encoding="utf-8")
    lines = persona("rank", ada, "loud.md", "plain.md").stdout.splitlines()
    assert lines == ["90\t85-95\tmoderate\tplain.md", "10\t5-15\tmoderate\tloud.md"]


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


def test_versions_are_published_compared_and_taken_up_again(persona: Command, ada: str) -> None:
    persona("versions", "list", ada, check=1)
    persona("versions", "publish", ada, "--ban", "leverage=use", "--reason", "first")
    persona("versions", "publish", ada, "--drop", "leverage", "--require", "harbour")
    difference = persona("versions", "diff", ada, "1").stdout
    assert difference.splitlines() == ["+ required “harbour”", "- banned “leverage”: use"]
    persona("versions", "rollback", ada, "1", "--reason", "better")
    assert persona.json("versions", "show", ada)["number"] == 3
    assert "banned “leverage”: use" in persona("versions", "show", ada, "current").stdout
    assert [line.split("\t")[0] for line in persona("versions", "list", ada).stdout.splitlines()] == [
        "3 (current)",
        "2",
        "1",
    ]
    persona("versions", "show", ada, "9", check=4)


def test_the_secret_of_a_key_is_all_that_is_printed(persona: Command) -> None:
    assert persona("keys", "create", "laptop", "--days", "3").stdout == "psk_new_secret\n"
    key_id = persona("keys", "list").stdout.split("\t")[0]
    persona("keys", "revoke", key_id)
    assert "revoked" in persona("keys", "list").stdout
    assert "read, write, admin" in persona("whoami").stdout


def test_demo_writers_are_loaded_once(persona: Command, server: ContractServer) -> None:
    persona("demo", "load", "--directory", str(_DEMO))
    again = persona("demo", "load", "--directory", str(_DEMO))
    names = sorted(each.display_name for each in server.registry.personas.values())
    assert names == ["Ada Thorsby", "Marlo Quist", "Sunniva Dalhaug"]
    assert [len(samples) for samples in server.analyzer.samples.values()] == [8, 8, 8]
    assert again.stdout.count("is there already") == 3
    assert server.calls("ImportSamples") == 3


def test_a_demo_load_that_broke_off_is_completed(persona: Command, server: ContractServer) -> None:
    persona_id = persona.create("Ada Thorsby")
    persona("samples", "add", persona_id, str(next(_ADA.glob("posts/01-*.md"))))
    persona("demo", "load", "--directory", str(_DEMO))
    assert len(server.analyzer.samples[persona_id]) == 8


def test_health_is_told_without_a_key(persona: Command) -> None:
    del persona.env["PERSONA_API_KEY"]
    assert persona.json("health") == {"registry": {"status": "SERVING"}, "analyzer": {"status": "SERVING"}}
    persona.env["PERSONA_ANALYZER_ADDRESS"] = "127.0.0.1:9"
    run = persona("health", check=7)
    assert "unreachable" in run.stdout
    assert "make run" in run.stderr


def test_an_absent_stack_is_one_clear_line(persona: Command) -> None:
    persona.env["PERSONA_REGISTRY_ADDRESS"] = "127.0.0.1:9"
    run = persona.process("list", check=7)
    assert run.stderr == "persona: Nothing answers at 127.0.0.1:9. Is the stack running? Start it with `make run`.\n"
    assert json.loads(persona("list", "--json", check=7).stderr)["reason"] == "DEPENDENCY_UNAVAILABLE"


def test_a_wrong_key_exits_6(persona: Command) -> None:
    persona.env["PERSONA_API_KEY"] = "psk_wrong"
    assert "API key is unknown" in persona("list", check=6).stderr


def test_a_reader_that_leaves_early_is_no_error_message(persona: Command) -> None:
    for i in range(3):
        persona.create(f"{i} " * 90)
    run = subprocess.run(
        ["bash", "-c", f"{_PERSONA} list | true; {_PERSONA} metrics mtld | head -c 1 > /dev/null"],
        env=persona.env,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert run.stderr == b""


def test_a_watch_prints_changes_and_ends_with_130(persona: Command, server: ContractServer) -> None:
    watch = subprocess.Popen(
        [_PERSONA, "watch", "--json"], env=persona.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with watch:
        wait_until(lambda: server.calls("WatchPersonas") == 1, seconds=10)
        wait_until(lambda: persona.create("Seen") != "")
        assert watch.stdout is not None
        line = json.loads(watch.stdout.readline())
        assert line["change"]["persona"]["display_name"] == "Seen"
        assert line["resume_token"] == "1"
        watch.send_signal(signal.SIGINT)
        assert watch.wait(timeout=10) == 130


def test_every_command_and_group_explains_itself(persona: Command) -> None:
    overview = persona.process("--help").stdout
    for words in ("0    done", "8    too little text", "PERSONA_API_KEY", "create    Create a persona"):
        assert words in overview


@pytest.mark.parametrize("command", ["samples add", "versions publish", "keys create", "demo load", "watch", "rank"])
def test_every_command_has_json(persona: Command, command: str) -> None:
    assert "--json" in persona(*command.split(), "--help").stdout
