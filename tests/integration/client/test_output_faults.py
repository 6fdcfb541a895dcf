"""Every command with hostile answers, in a terminal and in a pipe, and with output that cannot be written.

The commands come from the command itself: a new one fails here until it has arguments.
"""

import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import termios
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import click
import grpc
import pytest
from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from persona.registry.v1 import identity_service_pb2 as identity_pb
from persona_client.cli import SECTIONS, persona, run
from persona_client.cli.exits import Exit
from persona_client.cli.visible import visible

from tests.support.answering import AnsweringServices, contracts_of, error_info
from tests.support.command import PERSONA
from tests.support.served import NAMES, Background

HOSTILE = "a\x1b]0;t\x07\x1b[2J\x9b31m\x7f\x85\u202eb\u2066\u200f\u061c\u2028\u2029\r\x0bc"
ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")
_OF_RICH = re.compile(r"\x1b\[(?:[0-9;]*m|\?25[lh]|2K|1A)|\r")
_ID = str(uuid.UUID(int=7))
_DRAFT, _FOLDER = "{draft}", "{folder}"
ARGUMENTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "create": (("Ada",),),
    "list": ((),),
    "show": ((_ID,),),
    "update": ((_ID, "--description", "x"),),
    "delete": ((_ID, "--yes"),),
    "versions list": ((_ID,),),
    "versions show": ((_ID,),),
    "versions publish": ((_ID,),),
    "versions diff": ((_ID, _ID, _ID),),
    "versions rollback": ((_ID, _ID),),
    "samples add": ((_ID, _DRAFT, _DRAFT),),
    "samples list": ((_ID,),),
    "samples show": ((_ID, _ID),),
    "samples delete": ((_ID, _ID),),
    "watch": ((),),
    "profile": ((_ID,), (_ID, "--all")),
    "score": ((_ID, _DRAFT), (_ID, _DRAFT, "--all"), (_ID, _DRAFT, "--watch")),
    "repair": ((_ID, _DRAFT), (_ID, _DRAFT, "--text")),
    "rank": ((_ID, _DRAFT), (_ID, _DRAFT, "missing\x1b[2J.md")),
    "compare": ((_ID, _ID),),
    "power": ((_ID,),),
    "analyze": ((_DRAFT, "--spans"),),
    "metrics": ((), (HOSTILE,)),
    "keys list": ((),),
    "keys create": (("laptop",),),
    "keys revoke": ((_ID,),),
    "whoami": ((),),
    "health": ((),),
    "demo load": (("--directory", _FOLDER),),
}
WITHOUT_WORDS_OF_OTHERS = ("health", "samples delete")
"""They print numbers and names of states only, as --watch does."""
CALLS = [
    pytest.param((*name.split(), *arguments), id=" ".join((name, *arguments)).encode("ascii", "ignore").decode())
    for name, calls in ARGUMENTS.items()
    for arguments in calls
]


def _leaves(command: click.Command, *path: str) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        assert child is not None
        yield from _leaves(child, *path, name)


def test_every_command_is_tried_here() -> None:
    assert {name for section in SECTIONS.values() for name in section} == {name.split()[0] for name in ARGUMENTS}
    assert set(_leaves(persona)) == set(ARGUMENTS)


@dataclass(frozen=True)
class Hostile:
    """Services whose answers have controls in every text."""

    services: AnsweringServices
    draft: Path
    folder: Path

    def arguments(self, call: tuple[str, ...]) -> list[str]:
        return [argument.format(draft=self.draft, folder=self.folder) for argument in call]

    def piped(self, *call: str) -> "Run":
        out, err = _captured(), _captured()
        return self.into(out, err, call)

    def into(self, out: TextIO, err: TextIO, call: tuple[str, ...]) -> "Run":
        with redirect_stdout(out), redirect_stderr(err):
            code = run(self.arguments(call))
        return Run(code, _content(out), _content(err))

    def in_terminal(self, *call: str) -> str:
        """Everything that a terminal receives, without the styles and controls that Rich itself makes."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        received = bytearray()
        reader = threading.Thread(target=_read_all, args=(ours, received))
        reader.start()
        with open(theirs, "w", encoding="utf-8", newline="") as terminal:
            self.into(terminal, terminal, call)
        reader.join(timeout=20)
        os.close(ours)
        return _OF_RICH.sub("", received.decode())


@dataclass(frozen=True)
class Run:
    code: int
    stdout: bytes
    stderr: bytes


@pytest.fixture(scope="module")
def _served(background: Background) -> Iterator[tuple[AnsweringServices, dict[str, str]]]:
    services = AnsweringServices()
    servers = {name: background.run(services.serve(name)) for name in NAMES}
    environment = {f"PERSONA_{name.upper()}_ADDRESS": address for name, (_, address) in servers.items()}
    yield services, {**environment, "PERSONA_API_KEY": "psk_any"}
    for server, _ in servers.values():
        background.run(server.stop(0))


@pytest.fixture(params=["notes", "no notes"])
def hostile(
    request: pytest.FixtureRequest,
    _served: tuple[AnsweringServices, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Hostile:
    services, environment = _served
    for name, value in {**environment, "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("persona_client.cli.rescore.POLL_SECONDS", 0.01)
    _answer_everything(services, notes=request.param == "notes")
    draft = Path("evil\x1b[2J\u202e.md")
    draft.write_text(f"One {HOSTILE} two.", encoding="utf-8", newline="")
    writer = tmp_path / "writer"
    (writer / "posts").mkdir(parents=True)
    (writer / "persona.json").write_text(json.dumps({"display_name": HOSTILE}), encoding="utf-8")
    (writer / "posts" / "one.md").write_text("One.", encoding="utf-8")
    return Hostile(services, draft, tmp_path)


def _answer_everything(services: AnsweringServices, *, notes: bool) -> None:
    services.reset()
    for contract in (contract for name in NAMES for contract in contracts_of(name)):
        for method in contract.methods:
            responses = [_filled(method.output_type, notes=notes, last=last) for last in (False, True)]
            if method.server_streaming:
                services.streams[method.name] = _stream(responses)
            else:
                services.answer(method.name, responses[0])
    services.answer("ExchangeApiKey", _token())


def _token() -> Message:
    answer = identity_pb.ExchangeApiKeyResponse(access_token="token")
    answer.expire_time.FromSeconds(2**32)
    return answer


def _stream(responses: list[Message]) -> Callable[[Any, grpc.aio.ServicerContext], Any]:
    """A stream with these messages, then a failure that is not tried again, so that every command ends."""

    async def stream(_request: Any, context: grpc.aio.ServicerContext) -> Any:
        for response in responses:
            yield response
        if not responses[0].DESCRIPTOR.name.startswith("Import"):
            await context.abort(grpc.StatusCode.NOT_FOUND, "It ended.")

    return stream


def _filled(descriptor: Descriptor, *, notes: bool, last: bool = False, within: tuple[str, ...] = ()) -> Message:
    """A message with something in every field; of a oneof, in its first or last field."""
    message = message_factory.GetMessageClass(descriptor)()
    if descriptor.full_name == "google.protobuf.Timestamp":
        message.seconds = 1_700_000_000
        return message
    for field in descriptor.fields:
        oneof = field.containing_oneof
        if oneof is not None and field.number != oneof.fields[-1 if last else 0].number:
            continue
        if field.message_type is not None:
            if field.message_type.full_name in within or field.message_type.GetOptions().map_entry:
                continue
            child = _filled(field.message_type, notes=notes, last=last, within=(*within, descriptor.full_name))
            target = getattr(message, field.name)
            target.append(child) if field.is_repeated else target.CopyFrom(child)
        else:
            value = _value(field, notes=notes)
            if field.is_repeated:
                getattr(message, field.name).append(value)
            else:
                setattr(message, field.name, value)
    return message


def _value(field: FieldDescriptor, *, notes: bool) -> Any:
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        empty = field.name == "next_page_token" or (field.name.endswith("_note") and not notes)
        return "" if empty else b"" if field.type == FieldDescriptor.TYPE_BYTES else HOSTILE
    if field.cpp_type == FieldDescriptor.CPPTYPE_ENUM:
        return field.enum_type.values[-1 if notes else 1].number
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return True
    if field.name in ("index", "start"):
        return 0
    return 0.5 if field.cpp_type in (FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT) else 1


def _captured(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")


def _content(stream: TextIO) -> bytes:
    if not isinstance(stream, io.TextIOWrapper) or not isinstance(stream.buffer, io.BytesIO):
        return b""
    stream.flush()
    return stream.buffer.getvalue()


def _read_all(descriptor: int, received: bytearray) -> None:
    while True:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # Linux says EIO when the other side is closed
            return
        if not part:
            return
        received += part


@pytest.mark.parametrize("call", CALLS)
def test_nothing_acts_on_a_terminal(hostile: Hostile, call: tuple[str, ...]) -> None:
    shown = hostile.in_terminal(*call)
    assert not ACTING.search(shown), repr(shown)
    assert "defect" not in shown
    if not (" ".join(call).startswith(WITHOUT_WORDS_OF_OTHERS) or "--watch" in call):
        assert r"\x1b" in shown


@pytest.mark.parametrize("call", CALLS)
def test_nothing_in_a_pipe_acts_on_a_terminal_later_except_a_text_that_is_the_output(
    hostile: Hostile, call: tuple[str, ...]
) -> None:
    done = hostile.piped(*call)
    assert b"defect" not in done.stderr, done.stderr
    assert not ACTING.search(done.stderr.decode())
    if call[:2] == ("samples", "show"):
        assert done.stdout == f"{HOSTILE}\n".encode()
    elif "--text" in call:
        assert done.stdout == HOSTILE.encode()
    else:
        assert not ACTING.search(done.stdout.decode())


@pytest.mark.parametrize("call", CALLS)
def test_json_keeps_every_character_and_acts_on_nothing(hostile: Hostile, call: tuple[str, ...]) -> None:
    if "--text" in call:
        pytest.skip("prints the text instead")
    done = hostile.piped(*call, "--json")
    assert not ACTING.search(done.stdout.decode())
    assert not ACTING.search(done.stderr.decode())
    decoder, text, documents = json.JSONDecoder(), done.stdout.decode().strip(), list[Any]()
    while text:
        document, end = decoder.raw_decode(text)
        documents.append(document)
        text = text[end:].lstrip()
    assert documents
    if not " ".join(call).startswith((*WITHOUT_WORDS_OF_OTHERS, "delete")):
        assert HOSTILE in set(_strings(documents))


def _strings(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for each in document.values():
            yield from _strings(each)
    elif isinstance(document, list):
        for each in document:
            yield from _strings(each)


_PLAIN_AND_JSON = [
    *CALLS,
    *(
        pytest.param((*each.values[0], more), id=f"{each.id} {more}")
        for more in ("--json", "--help")
        for each in CALLS
        if isinstance(each.values[0], tuple) and "--text" not in each.values[0]
    ),
]


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
@pytest.mark.parametrize("call", _PLAIN_AND_JSON)
def test_a_full_disk_is_named_with_its_own_exit_code(hostile: Hostile, call: tuple[str, ...]) -> None:
    piped = hostile.piped(*call)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = hostile.into(full, err := _captured(), call)
    assert err
    assert done.code == (Exit.UNWRITABLE if piped.stdout else piped.code)
    assert (b"No space left on device" in done.stderr) == bool(piped.stdout)
    assert b"defect" not in done.stderr


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
@pytest.mark.parametrize("call", _PLAIN_AND_JSON)
def test_a_reader_that_leaves_ends_the_command_in_silence(hostile: Hostile, call: tuple[str, ...]) -> None:
    piped = hostile.piped(*call)
    read, write = os.pipe()
    os.close(read)
    with open(write, "w", encoding="utf-8") as pipe:
        done = hostile.into(pipe, _captured(), call)
    assert done.code == (Exit.READER_LEFT if piped.stdout else piped.code)
    assert b"defect" not in done.stderr
    assert b"output" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("call", _PLAIN_AND_JSON)
def test_an_encoding_that_lacks_characters_changes_no_exit_code(
    hostile: Hostile, call: tuple[str, ...], encoding: str
) -> None:
    piped = hostile.piped(*call)
    done = hostile.into(_captured(encoding), _captured(encoding), call)
    assert done.code == piped.code
    assert b"defect" not in done.stderr
    if "--json" in call and call[0] != "watch" and "--watch" not in call:
        assert json.loads(done.stdout.decode(encoding)) == json.loads(piped.stdout)
    elif call[:2] == ("samples", "show") or "--text" in call:
        assert done.stdout == piped.stdout, "a text is UTF-8 wherever it goes"
    else:
        assert done.stdout.decode(encoding).count("\n") == piped.stdout.decode().count("\n")


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
def test_errors_and_their_fields_act_on_nothing(hostile: Hostile) -> None:
    violation = error_details_pb2.BadRequest.FieldViolation(field=HOSTILE, description=f"{HOSTILE} again")
    details = (error_info("INVALID_FIELD", name=HOSTILE), error_details_pb2.BadRequest(field_violations=[violation]))
    hostile.services.fail("GetPersona", grpc.StatusCode.INVALID_ARGUMENT, HOSTILE, *details)
    done = hostile.piped("show", _ID)
    assert done.code == Exit.INVALID
    assert not ACTING.search(done.stderr.decode())
    assert visible(HOSTILE) in done.stderr.decode()
    document = json.loads(hostile.piped("show", _ID, "--json").stderr)
    assert document["message"] == HOSTILE
    assert not ACTING.search(hostile.in_terminal("show", _ID))


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
def test_wrong_usage_acts_on_nothing(hostile: Hostile) -> None:
    for call in (("\x1b[2J\u202e",), ("compare", "\x9b2J"), ("demo", "load", "--directory", "/\u202e")):
        done = hostile.piped(*call)
        assert done.code == Exit.USAGE
        assert not ACTING.search(done.stderr.decode())


def _shell(script: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    names = ("PATH", "PERSONA_REGISTRY_ADDRESS", "PERSONA_ANALYZER_ADDRESS", "PERSONA_API_KEY")
    environment = {**{name: os.environ[name] for name in names}, "P": PERSONA, **env}
    return subprocess.run(["bash", "-c", script], env=environment, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        ("$P list | true; exit ${PIPESTATUS[0]}", 141, b""),
        ("$P list | head -0; exit ${PIPESTATUS[0]}", 141, b""),
        ("$P list --help | true; exit ${PIPESTATUS[0]}", 141, b""),
        ("$P list > /dev/full", 74, b"persona: Standard output cannot be written: No space left on device.\n"),
        ("$P --help > /dev/full", 74, b"persona: Standard output cannot be written: No space left on device.\n"),
        ("$P list 2> /dev/full", 0, b""),
        ("$P list > /dev/full 2>&1", 74, b""),
        ("$P list >&-", 0, b""),
        ("$P list 2>&-", 0, b""),
        ("$P analyze - <&-", 3, b"persona: -: It is empty or white space only.\n"),
        ("$P delete 00000000-0000-0000-0000-000000000007 <&-", 2, b"add --yes"),
    ],
)
def test_a_process_ends_as_its_shell_expects(hostile: Hostile, script: str, code: int, words: bytes) -> None:
    assert hostile
    done = _shell(script)
    assert done.returncode == code, done
    assert (words in done.stderr) if words else (done.stderr == b"")


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
def test_an_ascii_process_prints_replacements(hostile: Hostile) -> None:
    done = _shell(f"$P profile {_ID}", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert b"===" in done.stdout
    c_locale = _shell(f"$P profile {_ID}", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert c_locale.stdout == done.stdout


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
@pytest.mark.parametrize("value", ["nan", "NaN", "-nan", "inf", "-inf", "-1", "100.5", "1e999", "x"])
def test_a_limit_that_is_no_score_is_wrong_usage(hostile: Hostile, value: str) -> None:
    done = hostile.piped("score", _ID, str(hostile.draft), f"--min={value}")
    assert (done.code, done.stdout) == (Exit.USAGE, b"")
    assert b"--min" in done.stderr


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
@pytest.mark.parametrize("value", ["nan", "inf", "0", "1e12"])
def test_a_life_of_a_key_that_no_calendar_has_is_wrong_usage(hostile: Hostile, value: str) -> None:
    assert hostile.piped("keys", "create", "laptop", f"--days={value}").code == Exit.USAGE


@pytest.mark.parametrize("hostile", ["notes"], indirect=True)
def test_names_that_are_not_utf8_are_shown_or_refused(hostile: Hostile) -> None:
    draft = Path("caf\udce9.md")
    draft.write_text("One.", encoding="utf-8")
    done = hostile.piped("analyze", str(draft))
    assert done.code == Exit.OK
    assert rb"caf\xe9.md" in done.stdout
    assert hostile.piped("samples", "add", _ID, str(draft)).code == Exit.OK
    refused = hostile.piped("create", "caf\udce9")
    assert refused.code == Exit.USAGE
    assert b"not valid UTF-8" in refused.stderr
