"""The commands that the documents name outside of sessions: programs, targets and options exist."""

import argparse
import importlib
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from persona_client.cli import persona

from tests.e2e.documents import DOCUMENTS, words_of
from tests.support.stack import REPOSITORY

MAKEFILE = (REPOSITORY / "Makefile").read_text()


class _ParsedError(Exception):
    """The arguments of a program were accepted."""


def commands(program: str) -> list[str]:
    """Commands in the documents that begin with the program, each once."""
    texts = [text for page in DOCUMENTS for text in (*page.commands(), *(step.command for step in page.steps()))]
    return sorted({text for text in texts if text.startswith(f"{program} ")})


@pytest.mark.parametrize("text", commands("make"))
def test_target_and_variables_exist(text: str) -> None:
    """Each target has a line in `make help`; a dry run finds what it needs."""
    words = words_of(text)[1:]
    for word in words:
        name, is_variable, _ = word.partition("=")
        assert re.search(rf"\({name}\)" if is_variable else rf"^{name}:.*## ", MAKEFILE, re.MULTILINE), word
    done = subprocess.run(["make", "-n", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("text", commands("python -m"))
@pytest.mark.filterwarnings("ignore")
def test_program_accepts_its_arguments(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program runs further than its arguments: most of them measure for minutes."""
    module, *arguments = words_of(text)[2:]
    parse = argparse.ArgumentParser.parse_args

    def parse_and_stop(parser: argparse.ArgumentParser) -> None:
        parse(parser)
        raise _ParsedError

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_and_stop)
    monkeypatch.setattr(sys, "argv", [module, *arguments])
    program = importlib.import_module(module)
    main = program.main if hasattr(program, "main") else importlib.import_module(f"{module}.__main__").main
    if parses_arguments(main.__module__):
        with pytest.raises(_ParsedError):
            main()
    else:
        assert not arguments


def parses_arguments(module: str) -> bool:
    """Whether the program looks at its arguments at all, by itself or by the shared parsers of measurements."""
    source = Path(str(sys.modules[module].__file__)).read_text()
    return bool(re.search(r"argparse|over_corpora|report\.alone", source))


@pytest.mark.parametrize("text", commands("persona"))
def test_persona_command_has_its_options(text: str) -> None:
    context = click.Context(persona)
    current: click.Command = persona
    options: set[str] = set()
    for word in words_of(re.split(r" [>|] ", text)[0])[1:]:
        options |= {name for parameter in current.get_params(context) for name in parameter.opts}
        if word.startswith("-"):
            assert word in options, word
        elif isinstance(current, click.Group):
            inner = current.get_command(context, word)
            assert inner is not None, word
            current = inner


@pytest.mark.parametrize("text", commands("pip install"))
def test_folder_can_be_installed(text: str) -> None:
    folders = [REPOSITORY / word for word in words_of(text)[2:]]
    assert folders
    assert all((folder / "pyproject.toml").exists() for folder in folders)
