"""Fingerprints with older definitions are measured again, and not compared before that."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import grpc
import pytest_asyncio
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import sample_pb2
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.local.layout import Layout
from services.analyzer.settings import AnalyzerSettings
from services.analyzer.wiring import build
from tests.integration.analyzer.samples import Analyzer
from tests.support.rpc import refused
from tests.support.served import ServeAlone
from tests.support.stack import REPOSITORY

POSTS = [path.read_text() for path in sorted((REPOSITORY / "demo/ada-field-notes/posts").glob("*.md"))]


@pytest_asyncio.fixture
async def analyzer(serve_alone: ServeAlone) -> Analyzer:
    return Analyzer(await serve_alone("registry", "analyzer"))


async def make_outdated(analyzer: Analyzer) -> None:
    engine = create_async_engine(analyzer.database.owner_url("analyzer"))
    async with engine.begin() as connection:
        await connection.execute(text(r"update analyzer.voice set definitions = 'older', voice = '\x00'"))
        await connection.execute(text(r"update analyzer.sample set measure = '\x00'"))
    await engine.dispose()


async def test_outdated_fingerprint_is_measured_again_when_a_service_starts(
    analyzer: Analyzer, jwks_file: Path, layout: Layout
) -> None:
    persona_id = await analyzer.persona(*POSTS[:4])
    forgotten = sample_pb2.NewSample(text=POSTS[4], retain_text=False)
    await analyzer.stub.AddSamples(
        pb.AddSamplesRequest(persona_id=persona_id, samples=[forgotten]), metadata=analyzer.me
    )
    fresh = await analyzer.persona(*POSTS[:4])
    request = pb.GetFingerprintRequest(persona_id=persona_id)
    expected = await analyzer.stub.GetFingerprint(pb.GetFingerprintRequest(persona_id=fresh), metadata=analyzer.me)
    await make_outdated(analyzer)
    score = pb.ScoreTextRequest(persona_id=await analyzer.persona(), text=POSTS[5])
    await analyzer.stub.ScoreText(score, metadata=analyzer.me)
    settings = AnalyzerSettings(
        port=0,
        database_url=analyzer.database.app_url("analyzer"),
        identity_key_file=layout.service_key("analyzer"),
        PERSONA_IDENTITY_JWKS_FILE=str(jwks_file),
    )
    async with AsyncExitStack() as stack:
        for resource in build(settings).resources:
            await stack.enter_async_context(resource)
        async with asyncio.timeout(20):
            while True:
                try:
                    measured = await analyzer.stub.GetFingerprint(request, metadata=analyzer.me)
                except grpc.aio.AioRpcError:
                    await asyncio.sleep(0.05)
                    continue
                if measured.fingerprint.revision > 2:
                    break
    assert list(measured.fingerprint.traits) == list(expected.fingerprint.traits)
    assert measured.fingerprint.sample_count == 4


async def test_outdated_voice_is_not_changed_or_compared(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*POSTS[:2])
    await make_outdated(analyzer)
    refusal = await refused(analyzer.add(persona_id, POSTS[3]))
    assert (refusal.code, refusal.retry_seconds) == ("UNAVAILABLE", 2)
    listed = await analyzer.stub.ListSamples(pb.ListSamplesRequest(persona_id=persona_id), metadata=analyzer.me)
    assert len(listed.samples) == 2
