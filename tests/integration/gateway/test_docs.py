"""The page to read the API by needs nothing but the gateway."""

import re

import httpx
import pytest

FILES = ("docs.css", "docs.js", "dom.js", "schema.js", "operation.js", "request.js", "icon.svg")


async def test_the_document_is_served_and_revalidated(client: httpx.AsyncClient) -> None:
    response = await client.get("/openapi.json")
    assert (response.status_code, response.json()["openapi"]) == (200, "3.1.0")
    again = await client.get("/openapi.json", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_page_runs_only_scripts_and_styles_of_the_gateway(client: httpx.AsyncClient) -> None:
    response = await client.get("/docs")
    assert response.headers["content-type"].startswith("text/html")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", response.text) == []


@pytest.mark.parametrize("path", ["/docs", *(f"/docs/{name}" for name in FILES)])
async def test_no_part_of_the_page_comes_from_elsewhere(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 200
    assert re.findall(r"(?:https?:)?//(?!www\.w3\.org/2000/svg)[\w-]+\.\w+", response.text) == []


async def test_every_file_that_the_page_asks_for_is_served(client: httpx.AsyncClient) -> None:
    asked = set(re.findall(r'(?:src|href)="(/docs/[^"#]+)"', (await client.get("/docs")).text))
    for name in FILES:
        script = (await client.get(f"/docs/{name}")).text
        asked |= {f"/docs/{each}" for each in re.findall(r'from "\./([\w.]+)"', script)}
    assert asked == {f"/docs/{name}" for name in FILES}
    for path in asked:
        assert (await client.get(path)).status_code == 200


async def test_files_that_are_not_part_of_the_page_are_not_served(client: httpx.AsyncClient) -> None:
    for path in ("/docs/pages.py", "/docs/../settings.py", "/docs/%2e%2e/pages.py", "/docs/static/docs.css"):
        assert (await client.get(path)).status_code == 404
