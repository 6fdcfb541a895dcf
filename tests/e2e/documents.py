"""The project's documents: their code blocks, commands, names and links, and the running of their sessions.

A session is a fenced block without a language that has lines beginning with "$ ": commands, each followed by the output
that the reader should see. A line "..." at the end of an output stands for the rest of it. The sessions of one document
run in one shell, in order, so that a variable that one command sets is known to the next.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.stack import REPOSITORY, Stack

PAGES = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md")), REPOSITORY / "demo/README.md")

PROMPT, CUT = "$ ", "..."
SESSION_SECONDS = 120
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_MARK = "\x1e"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language ("" for none), its text, and the text's place in the document."""

    language: str
    text: str
    start: int
    end: int

    @property
    def is_session(self) -> bool:
        """True if it shows commands with their output."""
        return not self.language and any(line.startswith(PROMPT) for line in self.text.splitlines())


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a session and the output that the document shows below it."""

    command: str
    shown: str

    @property
    def is_cut(self) -> bool:
        """True if the document shows the beginning of the output alone."""
        return self.shown.rstrip().endswith(f"\n{CUT}")


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of a step."""

    step: Step
    code: int
    output: str


@dataclass(frozen=True, slots=True)
class Page:
    """One document."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> "Page":
        return cls(path, path.read_text(encoding="utf-8"))

    @property
    def name(self) -> str:
        return str(self.path.relative_to(REPOSITORY))

    def blocks(self) -> Iterator[Block]:
        """Every fenced block, in order."""
        for match in _FENCE.finditer(self.text):
            yield Block(match[1], match[2], match.start(2), match.end(2))

    def steps(self) -> list[Step]:
        """The steps of all sessions, in order."""
        return [step for block in self.blocks() if block.is_session for step in steps_of(block.text)]

    def programs(self) -> list[str]:
        """The Python blocks."""
        return [block.text for block in self.blocks() if block.language == "python"]

    def spans(self) -> list[str]:
        """Inline code outside of blocks, each on one line."""
        return [" ".join(match[1].split()) for match in _SPAN.finditer(_FENCE.sub("", self.text))]

    def commands(self) -> list[str]:
        """Commands to type that are no part of a session: lines of sh blocks without comments, and inline code."""
        lines = [
            line.partition(" #")[0].strip()
            for block in self.blocks()
            if block.language == "sh"
            for line in block.text.replace("\\\n", " ").splitlines()
        ]
        return [command for command in (*lines, *self.spans()) if command]

    def links(self) -> list[str]:
        """Targets of links and images within the repository."""
        return [link for link in _LINK.findall(_FENCE.sub("", self.text)) if not link.startswith("http")]

    def anchors(self) -> set[str]:
        """The fragments that lead to a heading, as GitHub makes them."""
        return {_slug(heading) for heading in _HEADING.findall(_FENCE.sub("", self.text))}


DOCUMENTS = tuple(Page.read(path) for path in PAGES)


def steps_of(session: str) -> list[Step]:
    """The commands of a session with the outputs shown; a command that ends with a backslash goes on."""
    steps: list[Step] = []
    lines = iter(session.splitlines())
    for line in lines:
        if line.startswith(PROMPT):
            command = line.removeprefix(PROMPT)
            while command.endswith("\\"):
                command = f"{command}\n{next(lines)}"
            steps.append(Step(command, ""))
        elif steps:
            steps[-1] = Step(steps[-1].command, f"{steps[-1].shown}{line}\n")
    return steps


def substitutions(stack: Stack) -> Mapping[str, str]:
    """Addresses and paths of the default stack, which documents name, and those of a test's stack."""
    return {
        "http://127.0.0.1:8080": stack.url,
        "127.0.0.1:50051": stack.environment["PERSONA_REGISTRY_ADDRESS"],
        "127.0.0.1:50052": stack.environment["PERSONA_ANALYZER_ADDRESS"],
        "var/": f"{stack.var}/",
    }


def run_session(steps: Sequence[Step], stack: Stack, names: Mapping[str, str]) -> list[Done]:
    """Runs the steps in one shell, as in the repository's folder; `names` replaces words of the document."""
    script = "\n".join(f"{_replaced(step.command, names)}\nprintf '{_MARK}%s{_MARK}' $?" for step in steps)
    environment = {**stack.environment, "PATH": f"{Path(sys.executable).parent}:{stack.environment['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script],
        env=environment,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SESSION_SECONDS,
        check=False,
    )
    back = {new: old for old, new in names.items()}
    parts = _replaced(done.stdout.decode(), back).split(_MARK)
    return [Done(step, int(code), output) for step, output, code in zip(steps, parts[::2], parts[1::2], strict=False)]


def run_python(code: str, stack: Stack) -> subprocess.CompletedProcess[str]:
    """Runs a Python block as a program of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=dict(stack.environment),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=SESSION_SECONDS,
        check=False,
    )


def words_of(command: str) -> list[str]:
    """The words of a command as a shell splits them."""
    return shlex.split(command)


def _replaced(text: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _slug(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")
