"""Rich's Console and Text, in which nothing that comes from others acts on the terminal."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console as RichConsole
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text as RichText

from persona_client.cli.visible import visible


class Text(RichText):
    """A styled text that is made visible when it is built, so that its width is known when it is wrapped or cut."""

    def __init__(self, text: str = "", style: str | Style = "", **options: Any) -> None:
        super().__init__(visible(text), style, **options)

    def append(self, text: RichText | str, style: str | Style | None = None) -> "Text":
        """Adds text, made visible."""
        super().append(visible(text) if isinstance(text, str) else text, style)
        return self

    def copy(self) -> "Text":
        """Returns a copy of the same kind."""
        copied = self.blank_copy(self.plain)
        copied.spans = list(self.spans)
        return copied

    def blank_copy(self, plain: str = "") -> "Text":
        """Returns a text with the same settings and other characters."""
        return Text(
            plain,
            self.style,
            justify=self.justify,
            overflow=self.overflow,
            no_wrap=self.no_wrap,
            end=self.end,
            tab_size=self.tab_size,
        )

    def __add__(self, other: RichText | str) -> "Text":
        return self.copy().append(other)


class Console(RichConsole):
    """A console that makes visible whatever it prints, also a text that was built elsewhere."""

    def render_str(self, text: str, **options: Any) -> RichText:
        """Returns the string as Text, before it is measured and laid out."""
        return super().render_str(visible(text), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yields segments; those that are no controls of Rich itself are made visible."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)
