"""Versions of a persona: list, show, publish, diff, roll back."""

import uuid
from collections.abc import Iterable

import click
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.registry.v1 import persona_pb2
from persona.registry.v1 import persona_version_pb2 as version_pb
from persona.registry.v1 import registry_service_pb2 as registry_pb

from persona_client.cli import find
from persona_client.cli.app import App, pass_app
from persona_client.cli.group import Group
from persona_client.cli.output import count, day, label, show_list
from persona_client.client import PersonaClient

_RULE_PREFIX = "TERM_RULE_"
_RULES = {
    "prefer": version_pb.TERM_RULE_PREFERRED,
    "ban": version_pb.TERM_RULE_BANNED,
    "require": version_pb.TERM_RULE_REQUIRED,
}


@click.group(cls=Group)
def versions() -> None:
    """Published states of a persona, which never change. A version is named by its number, its id, or "current"."""


@versions.command("list")
@click.argument("persona")
@pass_app
def list_versions(app: App, persona: str) -> None:
    """List the versions of PERSONA, the newest first."""
    owner = find.persona(app.client, persona)
    found = list(app.client.versions(owner.id))
    rows = [
        (
            f"{each.number}{' (current)' if each.id == owner.current_version_id else ''}",
            each.id,
            day(each.create_time),
            each.author,
            each.reason,
        )
        for each in found
    ]
    show_list(
        app,
        registry_pb.ListPersonaVersionsResponse(versions=found),
        header=("Version", "Id", "Published", "By", "Why"),
        rows=rows,
        nothing="No version was published yet: persona versions publish PERSONA",
    )


@versions.command()
@click.argument("persona")
@click.argument("version", default=find.CURRENT)
@pass_app
def show(app: App, persona: str, version: str) -> None:
    """Show VERSION of PERSONA; the current one if none is named."""
    owner = find.persona(app.client, persona)
    request = registry_pb.GetPersonaVersionRequest(
        persona_id=owner.id, version_id=find.version_id(app.client, owner, version)
    )
    found = app.client.registry.GetPersonaVersion(request).version
    app.show(found, lambda: _print_version(app, found))


@versions.command()
@click.argument("persona")
@click.option("--prefer", multiple=True, metavar="TERM[=NOTE]", help="Use it where there is a choice.")
@click.option(
    "--ban", multiple=True, metavar="TERM[=NOTE]", help="Do not use it; a note may say what to write instead."
)
@click.option("--require", multiple=True, metavar="TERM[=NOTE]", help="Every text must have it.")
@click.option("--drop", multiple=True, metavar="TERM", help="Forget the rule about this term.")
@click.option("--reason", default="", help="Why it is published.")
@pass_app
def publish(app: App, /, persona: str, *, drop: tuple[str, ...], reason: str, **rules: tuple[str, ...]) -> None:
    """Publish the voice of PERSONA as it is measured now, with the terms of the current version and the changes given.

    Fails with exit code 5 if someone else publishes at the same time.
    """
    owner = find.persona(app.client, persona)
    changes = [term for option, rule in _RULES.items() for term in _terms(rules[option], rule)]
    request = registry_pb.PublishPersonaVersionRequest(
        persona_id=owner.id,
        parent_version_id=owner.current_version_id,
        content=_next_content(app.client, owner, changes, drop),
        reason=reason,
        request_id=str(uuid.uuid4()),
    )
    published = app.client.registry.PublishPersonaVersion(request).version
    app.show(published, lambda: _print_version(app, published))


@versions.command()
@click.argument("persona")
@click.argument("before")
@click.argument("after", default=find.CURRENT)
@pass_app
def diff(app: App, persona: str, before: str, after: str) -> None:
    """Show how version AFTER of PERSONA (the current one if not named) differs from version BEFORE."""
    owner = find.persona(app.client, persona)
    request = registry_pb.DiffPersonaVersionsRequest(
        persona_id=owner.id,
        from_version_id=find.version_id(app.client, owner, before),
        to_version_id=find.version_id(app.client, owner, after),
    )
    difference = app.client.registry.DiffPersonaVersions(request).difference
    app.show(difference, lambda: _print_difference(app, difference))


@versions.command()
@click.argument("persona")
@click.argument("version")
@click.option("--reason", default="", help="Why.")
@pass_app
def rollback(app: App, persona: str, version: str, reason: str) -> None:
    """Restore the content of VERSION of PERSONA as a new version."""
    owner = find.persona(app.client, persona)
    request = registry_pb.RollBackPersonaRequest(
        persona_id=owner.id,
        version_id=find.version_id(app.client, owner, version),
        parent_version_id=owner.current_version_id,
        reason=reason,
        request_id=str(uuid.uuid4()),
    )
    restored = app.client.registry.RollBackPersona(request).version
    app.show(restored, lambda: _print_version(app, restored))


def _terms(given: Iterable[str], rule: version_pb.TermRule.ValueType) -> list[version_pb.Term]:
    parts = [text.partition("=") for text in given]
    return [version_pb.Term(text=text, rule=rule, note=note) for text, _, note in parts]


def _next_content(
    client: PersonaClient, owner: persona_pb2.Persona, changes: list[version_pb.Term], drop: tuple[str, ...]
) -> version_pb.VersionContent:
    fingerprint = client.analyzer.GetFingerprint(analyzer_pb.GetFingerprintRequest(persona_id=owner.id)).fingerprint
    terms = {term.text.casefold(): term for term in (*_current_terms(client, owner), *changes)}
    for text in drop:
        terms.pop(text.casefold(), None)
    content = version_pb.VersionContent(terms=terms.values())
    if fingerprint.sample_count:
        content.fingerprint.revision = fingerprint.revision
        content.fingerprint.sample_count = fingerprint.sample_count
        content.fingerprint.word_count = fingerprint.word_count
    return content


def _current_terms(client: PersonaClient, owner: persona_pb2.Persona) -> Iterable[version_pb.Term]:
    if not owner.current_version_id:
        return ()
    request = registry_pb.GetPersonaVersionRequest(persona_id=owner.id, version_id=owner.current_version_id)
    return client.registry.GetPersonaVersion(request).version.content.terms


def _print_version(app: App, version: version_pb.PersonaVersion) -> None:
    lines = [f"  id         {version.id}", f"  published  {day(version.create_time)} by {version.author}"]
    if version.reason:
        lines.append(f"  why        {version.reason}")
    if version.restored_version_id:
        lines.append(f"  restores   {version.restored_version_id}")
    measured = version.content.HasField("fingerprint")
    lines.append(f"  voice      {_voice(version.content.fingerprint) if measured else 'none: no samples'}")
    lines += [f"  {_term(term)}" for term in version.content.terms]
    app.console.print(f"Version {version.number}", style="bold")
    app.console.print("\n".join(lines), soft_wrap=True)


def _print_difference(app: App, difference: version_pb.VersionDifference) -> None:
    lines: list[str] = []
    if difference.HasField("fingerprint_before") or difference.HasField("fingerprint_after"):
        lines += [f"- voice {_voice(difference.fingerprint_before)}", f"+ voice {_voice(difference.fingerprint_after)}"]
    for term in difference.terms:
        lines += [f"- {_term(term.before)}"] if term.HasField("before") else []
        lines += [f"+ {_term(term.after)}"] if term.HasField("after") else []
    for line in lines or ["The versions say the same."]:
        app.console.print(line, style={"-": "red", "+": "green"}.get(line[0], ""), soft_wrap=True)


def _voice(voice: version_pb.FingerprintRef) -> str:
    return f"revision {voice.revision}: {count(voice.sample_count, 'sample')}, {count(voice.word_count, 'word')}"


def _term(term: version_pb.Term) -> str:
    rule = label(version_pb.TermRule.Name(term.rule), _RULE_PREFIX)
    return f"{rule} “{term.text}”{f': {term.note}' if term.note else ''}"
