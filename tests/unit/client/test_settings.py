"""Where the client looks for addresses and the key."""

from pathlib import Path

from persona_client.services import LOCAL_ADDRESSES
from persona_client.settings import ClientSettings, local_key


def _key(folder: Path, secret: str) -> None:
    (folder / "var").mkdir(parents=True)
    (folder / "var" / "local.key").write_text(f"{secret}\n", encoding="utf-8")


def test_the_environment_names_addresses_and_key() -> None:
    environment = {"PERSONA_REGISTRY_ADDRESS": "a:1", "PERSONA_ANALYZER_ADDRESS": "b:2", "PERSONA_API_KEY": "k"}
    assert ClientSettings.from_environment(environment) == ClientSettings({"registry": "a:1", "analyzer": "b:2"}, "k")


def test_without_an_environment_the_local_stack_is_meant(tmp_path: Path) -> None:
    settings = ClientSettings.from_environment({"PERSONA_VAR": str(tmp_path), "PERSONA_API_KEY": "k"})
    assert settings.addresses == LOCAL_ADDRESSES


def test_the_key_is_found_in_folders_above(tmp_path: Path) -> None:
    _key(tmp_path, "above")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert local_key({}, start=deep, prefix=tmp_path / "none" / ".venv") == "above"


def test_the_key_is_found_beside_the_virtual_environment_from_anywhere(tmp_path: Path) -> None:
    _key(tmp_path / "checkout", "beside")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert local_key({}, start=elsewhere, prefix=tmp_path / "checkout" / ".venv") == "beside"


def test_the_named_folder_comes_first_and_the_nearest_next(tmp_path: Path) -> None:
    _key(tmp_path, "near")
    _key(tmp_path / "checkout", "beside")
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / "local.key").write_text("named", encoding="utf-8")
    prefix = tmp_path / "checkout" / ".venv"
    assert local_key({"PERSONA_VAR": str(tmp_path / "named")}, start=tmp_path, prefix=prefix) == "named"
    assert local_key({}, start=tmp_path, prefix=prefix) == "near"


def test_no_key_is_no_error_until_one_is_needed(tmp_path: Path) -> None:
    assert local_key({}, start=tmp_path, prefix=tmp_path / "x" / ".venv") == ""


def test_the_key_does_not_show_in_a_representation() -> None:
    assert "s3cret" not in repr(ClientSettings(api_key="s3cret"))
