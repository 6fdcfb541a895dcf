"""The table of services: read whole, or refused with the row and the field."""

from pathlib import Path

import pytest

from libs.servicekit.directory import TABLE, Directory, DirectoryError, ServiceRow, read_directory


def written(folder: Path, table: str) -> Path:
    path = folder / "services.toml"
    path.write_text(table)
    return path


def row(name: str, port: int, more: str = "") -> str:
    return f'[[service]]\nname = "{name}"\nport = {port}\n{more}\n'


def test_the_shipped_table_can_be_read() -> None:
    assert read_directory(TABLE).names[:2] == ("registry", "analyzer")


def test_subscribers_are_found_by_the_kind_of_event() -> None:
    services = Directory(
        (
            ServiceRow(name="a", port=1, publishes=("samples_changed",)),
            ServiceRow(name="b", port=2, subscribes=("samples_changed",)),
            ServiceRow(name="c", port=3, subscribes=("persona_erased", "samples_changed")),
        )
    )
    assert services.subscribers("samples_changed") == ("b", "c")
    assert services.subscribers("persona_created") == ()
    assert services.deployed({"a": "x:1", "b": "", "c": "x:2"}).subscribers("samples_changed") == ("c",)


def test_an_address_comes_from_its_variable_or_is_that_of_the_local_stack() -> None:
    service = ServiceRow(name="quality", port=50053)
    assert service.address({}) == "127.0.0.1:50053"
    assert service.address({"PERSONA_QUALITY_ADDRESS": "quality:443"}) == "quality:443"
    assert service.address({"PERSONA_QUALITY_ADDRESS": ""}) == ""


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (row("a", 1, 'subscribe = ["x"]'), "subscribe"),
        ('[[service]]\nname = "a"\n', "port"),
        (row("a", 0), "port"),
        (row("A b", 1), "name"),
        (row("a", 1) + row("a", 2), "twice"),
        (row("a", 1) + row("b", 1), "twice"),
        (row("a", 1, 'after = ["b"]') + row("b", 2), "starts after 'b'"),
        ("[[service", "cannot be read"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_by_its_row_and_field(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(DirectoryError, match=message):
        read_directory(written(tmp_path, table))


def test_a_table_that_is_missing_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="nowhere"):
        read_directory(tmp_path / "nowhere.toml")
