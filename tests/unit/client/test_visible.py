"""Characters that act on a terminal are written visibly, at one place."""

import json
import re
import unicodedata
from pathlib import Path

import persona_client.cli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from persona_client.cli.console import Console, Text
from persona_client.cli.visible import visible, visible_json
from rich.text import Text as RichText

_SOURCES = Path(persona_client.cli.__file__).parent
_OUTPUT = {"console.py", "printing.py", "streams.py"}
_KEPT = "\n\t"
_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _acts(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") or character in _BIDIRECTIONAL
    ) and character not in _KEPT


def test_of_all_characters_those_that_act_are_escaped_and_no_other() -> None:
    for code in range(0x110000):
        character = chr(code)
        assert (visible(character) != character) == _acts(character), hex(code)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("\x9b", r"\x9b"),
        ("\u202eevil", r"\u202eevil"),
        ("one\r\ntwo\rthree", "one\ntwo\\x0dthree"),
        ("caf\udce9", r"caf\xe9"),
        ("a\tb\nc – “d” 👩‍💻", "a\tb\nc – “d” 👩‍💻"),
    ],
)
def test_escapes_are_readable(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert not any(map(_acts, visible(text)))


@given(st.text())
def test_json_means_the_same_and_acts_on_nothing(text: str) -> None:
    shown = visible_json(json.dumps({text: [text]}, ensure_ascii=False, indent=2))
    assert json.loads(shown) == {text: [text]}
    assert not any(map(_acts, shown))


@pytest.mark.parametrize("build", [Text, RichText, str])
def test_a_console_prints_no_control_of_others_however_the_text_was_built(build: type[Text | str]) -> None:
    console = Console(width=40, force_terminal=True, color_system=None)
    with console.capture() as capture:
        console.print(build("a\x1b[2J\u202e"))
    assert capture.get() == "a\\x1b[2J\\u202e\n"


def test_texts_are_as_wide_as_what_is_printed() -> None:
    text = Text("\x1b") + Text.assemble(("\x9b", "bold"), "\u202e")
    text.append("\x7f")
    assert text.plain == r"\x1b\x9b\u202e\x7f"
    assert text.copy() == text
    assert [text.plain[span.start : span.end] for span in text.spans] == [r"\x9b"]


_DIRECT = re.compile(
    r"\bclick\.(?:echo|secho|confirm|prompt)\b|\bprint\(|\bsys\.(?:stdout|stderr)\.write"
    r"|from rich\.text import|\bjson\.dumps\(|(?<!\.)\bConsole\(stderr"
)
_ALLOWED = {"app.py": "Console(stderr"}


def test_nothing_is_printed_past_the_place_that_escapes() -> None:
    found = {
        (path.name, match[0])
        for path in _SOURCES.rglob("*.py")
        if path.name not in _OUTPUT
        for match in _DIRECT.finditer(re.sub(r"\.print\(", "", path.read_text(encoding="utf-8")))
    }
    assert found == set(_ALLOWED.items())
    app = (_SOURCES / "app.py").read_text(encoding="utf-8")
    assert "from persona_client.cli.console import Console" in app
    assert "rich.console" not in app
