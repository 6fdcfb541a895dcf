"""The links, files, names and settings that the documents name exist; and each thing is said once."""

import os
import re
from collections.abc import Iterator

import pytest
from pydantic_settings import BaseSettings

from gateway.server.settings import GatewaySettings
from services.analyzer.settings import AnalyzerSettings
from services.registry.settings import RegistrySettings
from tests.e2e.documents import DOCUMENTS, PAGES, Page
from tests.support.stack import REPOSITORY

TEXT = {page.name: page.text for page in DOCUMENTS}
SETTINGS = (RegistrySettings, AnalyzerSettings, GatewaySettings)
FOLDERS = ("libs", "services", "gateway", "deploy", "protos", "tests", "docs", "demo")
README_LINES = 170

EXAMPLES = frozenset({"CountPersonas", "CountPersonasRequest", "CountPersonasResponse", "QualitySettings"})
EXAMPLE_FILES = frozenset(
    {"services/quality/", "tests/integration/quality/", "protos/persona/quality/v1/quality_service.proto"}
)
"""What extending.md adds as examples."""

_FILE = re.compile(r"[\w.-]+(/[\w.-]+)*/?")
_NAME = re.compile(r"[A-Za-z_]\w*(\.\w+)*(\(.*\))?")
_CODE_WORD = re.compile(r"^[A-Z]\w*[a-z]|_")
_SENTENCE_END = re.compile(r"(?<=[.:])\s+(?=[A-Z*`])|\n\n|\n(?=[|-])")


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Page) -> None:
    for link in page.links():
        target, _, anchor = link.partition("#")
        path = (page.path.parent / target).resolve() if target else page.path
        assert path.exists(), link
        assert not anchor or anchor in Page.read(path).anchors(), link


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_named_files_exist(page: Page) -> None:
    named = [span for span in page.spans() if _FILE.fullmatch(span) and span.split("/")[0] in FOLDERS]
    assert [name for name in named if not (REPOSITORY / name).exists() and name not in EXAMPLE_FILES] == []


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_names_in_the_code_exist(page: Page, words_in_code: frozenset[str]) -> None:
    """Of classes, functions, fields and constants."""
    spans = [span for span in page.spans() if _NAME.fullmatch(span) and not span.startswith("PERSONA_")]
    names = {part for span in spans for part in re.findall(r"[A-Za-z_]\w+", span) if _CODE_WORD.search(part)}
    assert sorted(names - words_in_code - EXAMPLES) == []


@pytest.fixture(scope="module")
def words_in_code() -> frozenset[str]:
    """Every word of the sources and contracts."""
    return frozenset(word for source in sources() for word in re.findall(r"\w+", source))


def sources() -> Iterator[str]:
    """The texts of Python, contracts and tables."""
    for folder in ("libs", "services", "gateway", "deploy", "protos"):
        for pattern in ("*.py", "*.proto", "*.toml"):
            for path in (REPOSITORY / folder).rglob(pattern):
                yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: settings.__name__)
def test_every_setting_is_described(settings: type[BaseSettings]) -> None:
    described = set(re.findall(r"`(PERSONA_[A-Z_<>]+)`", TEXT["docs/operations.md"]))
    assert [name for name in variables_of(settings) if not described & {name, general(name)}] == []


def variables_of(settings: type[BaseSettings]) -> list[str]:
    """The environment variables of a settings class; addresses are one variable for each service."""
    prefix = str(settings.model_config.get("env_prefix", ""))
    aliases = {name: field.validation_alias for name, field in settings.model_fields.items() if name != "addresses"}
    return [str(alias or f"{prefix}{name}".upper()) for name, alias in aliases.items()]


def general(name: str) -> str:
    """The variable as it is described for all services."""
    return re.sub(r"^PERSONA_[A-Z]+_", "PERSONA_<SERVICE>_", name)


def test_readme_fits_a_first_reading() -> None:
    assert len(TEXT["README.md"].splitlines()) <= README_LINES


def test_every_page_is_linked_from_the_readme() -> None:
    linked = {link.partition("#")[0] for link in Page.read(REPOSITORY / "README.md").links()}
    assert {os.path.relpath(path, REPOSITORY) for path in PAGES if path.name != "README.md"} <= linked


def test_nothing_is_said_twice() -> None:
    """No sentence and no row of a table is in two places."""
    prose = [re.sub(r"```.*?```", "", text, flags=re.DOTALL) for text in TEXT.values()]
    parts = [" ".join(part.split()) for text in prose for part in _SENTENCE_END.split(text)]
    long = [part for part in parts if len(part) > 60 and not part.startswith("| |")]
    assert sorted({part for part in long if long.count(part) > 1}) == []
