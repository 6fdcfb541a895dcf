"""Metrics of the parts of posts on platforms other than words."""

from functools import partial

from libs.stylometry.metrics.metric import Evidence, Family, LengthSensitivity, Metric, Need, Rate
from libs.stylometry.statistics.surface import emoji, layout, links, tags
from libs.stylometry.text.spans import flagged, pattern, text_spans

_CRYSTAL = "Crystal (2001), Language and the Internet"
_TWITTER_TEXT = "twitter-text configuration v3 (2018)"

_ONE_TEXT = Evidence("texts", 1)
_mark = partial(Metric, family=Family.PLATFORM, needs=frozenset({Need.CHARACTERS}))
_per_text = partial(_mark, unit="per text", evidence=_ONE_TEXT, length_sensitivity=LengthSensitivity.HIGH)
_share = partial(_mark, unit="share", high=1.0)

METRICS = (
    _mark(
        id="emoji_rate",
        name="Emoji",
        definition="Emoji per 100 words; a sequence displayed as one counts once, a sign displayed as text does not"
        " count.",
        formula=Rate("emoji", "words", 100.0),
        unit="per 100 words",
        higher="more emoji",
        source="Unicode Technical Standard 51",
        locate=text_spans(emoji.find),
    ),
    _share(
        id="emoji_div",
        name="Variety of emoji",
        definition="Distinct emoji of a text divided by its emoji.",
        formula=Rate("distinct_emoji", "emoji", 1.0),
        higher="less repetition of emoji",
        source="Templin (1957), applied to emoji",
        evidence=Evidence("emoji", 2),
        length_sensitivity=LengthSensitivity.HIGH,
    ),
    _mark(
        id="emoticon_rate",
        name="Emoticons",
        definition="Faces made of punctuation, such as :-) and <3.",
        formula=Rate("emoticon"),
        higher="more emoticons",
        source=_CRYSTAL,
        locate=flagged("emoticon"),
    ),
    _per_text(
        id="hashtag_rate",
        name="Hashtags",
        definition="Hashtags of a text, in letters of any script; digits alone do not count.",
        formula=Rate("hashtags", "texts", 1.0),
        higher="more hashtags",
        source=_TWITTER_TEXT,
        locate=text_spans(lambda text: tags.hashtags(text, links.find(text))),
    ),
    _share(
        id="hashtag_case",
        name="Hashtags in camel case",
        definition="Hashtags that mark their words by capitals, among all hashtags.",
        formula=Rate("camel_hashtags", "hashtags", 1.0),
        higher="more legible hashtags",
        source=_TWITTER_TEXT,
        evidence=Evidence("hashtags", 1),
    ),
    _per_text(
        id="mention_rate",
        name="Mentions",
        definition="Names with @ in a text.",
        formula=Rate("mentions", "texts", 1.0),
        higher="more people addressed",
        source=_TWITTER_TEXT,
        locate=text_spans(lambda text: tags.mentions(text, links.find(text))),
    ),
    _per_text(
        id="link_rate",
        name="Links",
        definition="Web addresses of a text, with http:// or of a known domain; mail addresses do not count.",
        formula=Rate("links", "texts", 1.0),
        higher="more links",
        source=_TWITTER_TEXT,
        locate=text_spans(links.find),
    ),
    _per_text(
        id="weighted_len",
        name="Length on X",
        definition="Characters as X counts them, composed (NFC): a link 23, an emoji 2, most scripts 1, others 2.",
        formula=Rate("weighted_length", "texts", 1.0),
        unit="characters",
        higher="longer post",
        source=_TWITTER_TEXT,
    ),
    _mark(
        id="line_break_rate",
        name="Line breaks",
        definition="Line breaks per 100 words.",
        formula=Rate("line_breaks", "words", 100.0),
        unit="per 100 words",
        higher="airier layout",
        source=_CRYSTAL,
    ),
    _mark(
        id="bold_md",
        name="Bold",
        definition="Stretches in bold: **so**, __so__, or in mathematical letters.",
        formula=Rate("bold"),
        higher="more bold",
        source="CommonMark 0.31, strong emphasis",
        locate=pattern(layout.BOLD),
    ),
    _mark(
        id="heading_rate",
        name="Headings",
        definition="Markdown headings.",
        formula=Rate("headings"),
        higher="more headings",
        source="CommonMark 0.31, ATX headings",
        locate=pattern(layout.HEADING),
    ),
)
