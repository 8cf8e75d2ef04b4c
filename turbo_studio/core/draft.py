"""The draft of a request, as it stands in the window, and the prompt as it will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.profile import Quality


class Draft(NamedTuple):
    """What the request panel holds."""

    prompt: str
    size: Size
    quality: Quality
    variations: int = 1


def clean_prompt(text: str) -> str:
    """The prompt as it is counted, sent and stored.

    Lone surrogates become U+FFFD, for no encoder takes them; control characters other than line
    feed and tab are dropped, for databases and terminals stumble over them. White space around the
    prompt stays: it is the user's.
    """
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        "\ufffd" if "\ud800" <= character <= "\udfff" else character
        for character in whole
        if character in "\n\t" or (character >= " " and character != "\x7f")
    )
