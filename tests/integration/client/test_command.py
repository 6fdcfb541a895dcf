"""The persona command in a pipe: personas, versions, keys, the stack, and the exit codes that scripts rely on."""

import json
import re
import signal
import subprocess

import pytest
from persona.registry.v1.registry_service_pb2 import ListPersonasRequest

from deploy.local.services import SERVICES
from libs.servicekit.errors import Unavailable
from tests.support.command import DEMO, PERSONA, Command
from tests.support.front import Front, new_id, wait_until

_ADA = DEMO / "ada-field-notes"


def test_create_prints_the_id_alone(persona: Command, server: Front) -> None:
    run = persona.process("create", "Weekly newsletter", "--description", "News")
    (created,) = server.personas()
    assert run.stdout == f"{created.id}\n"
    assert run.stderr == ""


def test_create_survives_a_lost_answer_without_creating_twice(persona: Command, server: Front) -> None:
    server.fail("CreatePersona", Unavailable("database"))
    persona("create", "Once")
    assert server.calls("CreatePersona") == 2
    assert len(server.personas()) == 1


def test_a_list_in_a_pipe_is_tab_separated_and_uncut(persona: Command) -> None:
    first, second = persona.create("One"), persona.create("Two " * 30)
    lines = [line.split("\t") for line in persona("list").stdout.splitlines()]
    assert [line[0] for line in lines] == [second, first]
    assert lines[0][1] == ("Two " * 30).strip()


def test_json_lists_hold_all_pages(persona: Command, server: Front) -> None:
    for i in range(5):
        persona.create(str(i))
    server.change("ListPersonas", ListPersonasRequest(page_size=2))
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


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("\u200b\u200b", "add a character that can be seen"),
        ("\u00a0", "add a character that can be seen"),
        ("\u3164\ufe0f", "add a character that can be seen"),
        ("\u202eevil", "change the direction of text"),
        ("evil\u2066", "change the direction of text"),
        ("a\x9bb", "control characters; remove them"),
        ("a\u2028b", "control characters; remove them"),
        ("a\nb", "control characters; remove them"),
    ],
)
def test_a_name_that_hides_something_is_refused_with_the_remedy(persona: Command, name: str, remedy: str) -> None:
    assert remedy in persona("create", name, check=3).stderr
    assert remedy in persona("keys", "create", name, check=3).stderr


@pytest.mark.parametrize("name", ["Ünï – “x”", "👩\u200d💻", "فارسی\u200cها", "שלום", "e\u0301", "1"])
def test_a_name_in_any_script_is_taken(persona: Command, name: str) -> None:
    assert persona.json("show", persona.create(name))["display_name"] == name


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


def test_deleting_needs_a_yes_where_nobody_can_be_asked(persona: Command, server: Front) -> None:
    persona_id = persona.create("Ada")
    assert "--yes" in persona("delete", persona_id, check=2).stderr
    persona("delete", "Ada", "--yes")
    assert not server.personas()


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
    secret = persona("keys", "create", "laptop", "--days", "3").stdout
    assert re.fullmatch(r"psk_[\w-]{49}\n", secret)
    key_id = persona("keys", "list").stdout.split("\t")[0]
    assert "revoked" not in persona("keys", "list").stdout
    persona("keys", "revoke", key_id)
    assert "revoked" in persona("keys", "list").stdout
    assert "read, write, admin" in persona("whoami").stdout


def test_demo_writers_are_loaded_once(persona: Command, server: Front) -> None:
    persona("demo", "load", "--directory", str(DEMO))
    again = persona("demo", "load", "--directory", str(DEMO))
    personas = sorted(server.personas(), key=lambda each: each.display_name)
    assert [each.display_name for each in personas] == ["Ada Thorsby", "Marlo Quist", "Sunniva Dalhaug"]
    assert [len(server.samples(each.id)) for each in personas] == [8, 8, 8]
    assert again.stdout.count("is there already") == 3
    assert server.calls("ImportSamples") == 3


def test_a_demo_load_that_broke_off_is_completed(persona: Command, server: Front) -> None:
    persona_id = persona.create("Ada Thorsby")
    persona("samples", "add", persona_id, str(next(_ADA.glob("posts/01-*.md"))))
    persona("demo", "load", "--directory", str(DEMO))
    assert len(server.samples(persona_id)) == 8


def test_health_is_told_without_a_key(persona: Command) -> None:
    del persona.env["PERSONA_API_KEY"]
    assert persona.json("health") == {service.name: {"status": "SERVING"} for service in SERVICES}
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
        ["bash", "-c", f"{PERSONA} list | true; {PERSONA} metrics mtld | head -c 1 > /dev/null"],
        env=persona.env,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert run.stderr == b""


def test_a_watch_prints_changes_and_ends_with_130(persona: Command, server: Front) -> None:
    watch = subprocess.Popen(
        [PERSONA, "watch", "--json"], env=persona.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with watch:
        wait_until(lambda: server.calls("WatchPersonas") == 1, seconds=10)
        wait_until(lambda: persona.create("Seen") != "")
        assert watch.stdout is not None
        line = json.loads(watch.stdout.readline())
        assert line["change"]["persona"]["display_name"] == "Seen"
        assert line["resume_token"]
        watch.send_signal(signal.SIGINT)
        assert watch.wait(timeout=10) == 130


def test_every_command_and_group_explains_itself(persona: Command) -> None:
    overview = persona.process("--help").stdout
    for words in ("0    done", "8    too little text", "PERSONA_API_KEY", "create    Create a persona"):
        assert words in overview


@pytest.mark.parametrize("command", ["samples add", "versions publish", "keys create", "demo load", "watch", "rank"])
def test_every_command_has_json(persona: Command, command: str) -> None:
    assert "--json" in persona(*command.split(), "--help").stdout
