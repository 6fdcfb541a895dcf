"""Links, hashtags and mentions by the published rules of twitter-text."""

import time
from collections.abc import Callable

import pytest

from libs.stylometry.statistics.surface import emoji, links, tags
from tests.support.stylometry_reading import measured, places


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://example.com/a_(b)_(c(d)). Or not", ["https://example.com/a_(b)_(c(d))"]),
        ("(example.com/page)", ["example.com/page"]),
        ("日本語example.com日本語", ["example.com"]),
        ("HTTP://Sub.Example.CO.UK:8080/Path?q=1&r=2!", ["HTTP://Sub.Example.CO.UK:8080/Path?q=1&r=2"]),
        ("http://t.co/abc/more http://t.co/" + "a" * 41, ["http://t.co/abc"]),
        ("me@example.com #example.com $example.com -example.com", []),
        ("end.Then 3.5 e.g. node.js v1.2.x U.S.A.", []),
        ("a.example http://no-.com http://localhost", []),
        (f"http://{'a' * 63}.com http://{'a' * 64}.com", [f"http://{'a' * 63}.com"]),
        ("http://" + "é" * 80 + ".com", []),
        ("İİ example.com/İ", ["example.com/İ"]),
        ("http://example.com/" + "a" * 4096, []),
    ],
)
def test_links_are_found_by_their_host_and_end_before_punctuation(text: str, found: list[str]) -> None:
    assert places(text, "link_rate") == found
    assert measured(f"Go. {text}")["link_rate"] == len(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#one,#two #3 #4you #_ #_a ＃日本語", ["#one", "#two", "#4you", "#_a", "＃日本語"]),
        ("#नमस्ते #עַל־יְדֵי #il·lusió", ["#नमस्ते", "#עַל־יְדֵי", "#il·lusió"]),
        ("a#b &#39; #a#b #\ufe0f\u20e3 #http://a.com http://a.com/#c", []),
    ],
)
def test_hashtags_are_of_any_script_and_never_inside_words_or_links(text: str, found: list[str]) -> None:
    assert places(text, "hashtag_rate") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@bob, RT:@ann ＠eve and @team/list-1", ["@bob", "@ann", "＠eve", "@team/list-1"]),
        ("me@site.org @bob@site @joé http://a.com/@bob !@bob", []),
    ],
)
def test_mentions_are_names_and_never_inside_addresses(text: str, found: list[str]) -> None:
    assert places(text, "mention_rate") == found


@pytest.mark.parametrize(
    "find", [links.find, emoji.find, lambda text: tags.hashtags(text, []) + tags.mentions(text, [])]
)
@pytest.mark.parametrize(
    "part", ["a.", "é.", "a.co/(a", "a-a.", "http://a.", "a.co?!", "#1", "@", "1\ufe0f", "\u200d", "👩\u200d"]
)
def test_no_text_takes_more_than_time_in_proportion(find: Callable[[str], object], part: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        find(part * times)
        return time.process_time() - start

    short, long = (min(seconds(times) for _ in range(3)) for times in (4_000, 40_000))
    assert long < 40 * short + 0.5
