"""Codes to sentences: what happened and what to do about it, in the user's language and as plain text."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, ProblemCode
from turbo_studio.core.size_rules import SizeAdvice
from turbo_studio.ui.figures import format_bytes, format_dollars, format_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from turbo_studio.core.problems import Param, Problem
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Note


def say_problem(problem: Problem) -> str:
    """What happened and what to do, without the raw detail and without the money."""
    template = _pick_template(problem)
    return template.format_map(_Shown(problem.params))


def say_detail(problem: Problem) -> str:
    """The other side's own words, or nothing; foreign text, to be shown as plain text alone."""
    if not problem.detail:
        return ""
    return _translate(QT_TRANSLATE_NOOP("Words", "Details: {detail}")).format(detail=problem.detail)


def say_charged(charged: Charged) -> str:
    return _translate(_CHARGED[charged])


def say_state(state: JobState) -> str:
    return _translate(_STATES[state])


def say_note(note: Note) -> str:
    """What the program does to a source on its own."""
    return _translate(_NOTES[note])


def say_other_size(result: Result) -> str:
    """For a result that is not as it was asked for."""
    if result.size is None:
        return _translate(QT_TRANSLATE_NOOP("Words", "What came back cannot be shown as a picture."))
    said = QT_TRANSLATE_NOOP("Words", "Asked for {asked}, got {got}.")
    return _translate(said).format(asked=format_size(result.provenance.size), got=format_size(result.size))


def say_advice(advice: SizeAdvice) -> str:
    return _translate(_ADVICE[advice])


def join_sentences(said: Iterable[str]) -> str:
    """One after the other, with a space between them where the language has one; nothing of nothing."""
    between = _translate(QT_TRANSLATE_NOOP("Words", "{0} {1}"))
    former, *others = [*said] or [""]
    return reduce(between.format, others, former)


def _translate(text: object) -> str:
    return QCoreApplication.translate("Words", str(text))


def _pick_template(problem: Problem) -> str:
    """The translated sentence, its other form where a parameter is missing, or that of a reason."""
    code, params = problem.code, problem.params
    name, faults = _FAULTS.get(code, ("", {}))
    if str(params.get(name)) in faults:
        return _translate(faults[str(params[name])])
    needed, plainer = _PLAINER.get(code, ("", None))
    if plainer is not None and not params.get(needed):
        return _translate(plainer)
    return _translate(_PROBLEMS[code])


class _Shown(dict[str, str]):
    """Parameters as a sentence shows them; one that is missing must not cost the whole sentence."""

    def __init__(self, params: Mapping[str, Param]) -> None:
        super().__init__({name: _show_param(name, value) for name, value in params.items()})

    def __missing__(self, name: str) -> str:
        return "" if name == "reason" else "?"


def _show_param(name: str, value: Param) -> str:
    if name == "reason":
        return _translate(QT_TRANSLATE_NOOP("Words", " ({reason})")).format(reason=value) if value else ""
    if isinstance(value, str):
        return value
    if name.endswith("_bytes"):
        return format_bytes(value)
    if name.endswith("_dollars"):
        return format_dollars(value)
    if name in {"width", "height", "status"}:
        return str(value)
    return QLocale().toString(round(value))


_PROBLEMS: dict[ProblemCode, object] = {
    ProblemCode.PROMPT_EMPTY: QT_TRANSLATE_NOOP("Words", "The prompt is empty. Write what you want to see."),
    ProblemCode.PROMPT_TOO_LONG: QT_TRANSLATE_NOOP(
        "Words", "The prompt has {count} characters; {limit} are allowed. Shorten it."
    ),
    ProblemCode.SIZE_NOT_MULTIPLE: QT_TRANSLATE_NOOP(
        "Words", "{width} × {height} is not possible: both sides must be multiples of {multiple}."
    ),
    ProblemCode.SIZE_RATIO: QT_TRANSLATE_NOOP(
        "Words",
        "{width} × {height} is too long and narrow: one side may be {ratio} times the other at most.",
    ),
    ProblemCode.SIZE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Words", "{width} × {height} is too large: {long_side} × {short_side} is the most, either way up."
    ),
    ProblemCode.SIZE_NOT_OFFERED: QT_TRANSLATE_NOOP(
        "Words", "{width} × {height} works for edits only. Choose a size from the list, or add a source."
    ),
    ProblemCode.SOURCE_NOT_READY: QT_TRANSLATE_NOOP(
        "Words", "Image {number} is still being opened. Try again in a moment."
    ),
    ProblemCode.SOURCE_TOO_MANY: QT_TRANSLATE_NOOP(
        "Words",
        "One edit takes {limit} images at most: {refused} could not be opened. Remove a source to make room.",
    ),
    ProblemCode.WORKSPACE_DAMAGED: QT_TRANSLATE_NOOP(
        "Words",
        "The work of the last time was damaged on disk; what is left of it is open. "
        "Check the sources and the masks before you send anything.",
    ),
    ProblemCode.WORKSPACE_NONE_ASIDE: QT_TRANSLATE_NOOP(
        "Words",
        "No work was put aside. That happens when the program is started with pictures of its own, and when "
        "a result is reopened.",
    ),
    ProblemCode.SOURCE_NOT_REOPENED: QT_TRANSLATE_NOOP(
        "Words",
        "The gallery's copy of image {number} is missing or damaged. Open your own file in its place.",
    ),
    ProblemCode.MASK_NOT_REOPENED: QT_TRANSLATE_NOOP(
        "Words", "The mask that was sent is missing, damaged, or without its image. Paint it again."
    ),
    ProblemCode.FILE_UNREADABLE: QT_TRANSLATE_NOOP(
        "Words", "The file cannot be read{reason}. Check that it is still there and that you may open it."
    ),
    ProblemCode.FILE_NOT_REGULAR: QT_TRANSLATE_NOOP(
        "Words", "This is not an ordinary file. Choose a picture file."
    ),
    ProblemCode.FILE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Words", "The file has {size_bytes}; up to {limit_bytes} can be opened. Save a smaller copy."
    ),
    ProblemCode.NOT_A_PICTURE: QT_TRANSLATE_NOOP(
        "Words", "This is no picture that can be used, but {found}. Choose a PNG, JPEG or WEBP file."
    ),
    ProblemCode.PICTURE_UNSUPPORTED: QT_TRANSLATE_NOOP(
        "Words", "{format} pictures cannot be used. Save the picture as PNG, JPEG or WEBP."
    ),
    ProblemCode.PICTURE_DAMAGED: QT_TRANSLATE_NOOP(
        "Words", "The picture is damaged or incomplete. Fetch or save it again."
    ),
    ProblemCode.PICTURE_TOO_MANY_PIXELS: QT_TRANSLATE_NOOP(
        "Words", "{width} × {height} is more than the {limit} pixels that can be opened. Scale it down first."
    ),
    ProblemCode.PICTURE_TOO_COMPLEX: QT_TRANSLATE_NOOP(
        "Words", "The picture's file is built in a way that takes too long to read. Save it anew."
    ),
    ProblemCode.DECODER_TIMED_OUT: QT_TRANSLATE_NOOP(
        "Words", "Reading the picture took more than {limit_s} s. Save a smaller copy and open that."
    ),
    ProblemCode.DECODER_DIED: QT_TRANSLATE_NOOP(
        "Words", "The picture could not be read: the reader broke off. Save the picture anew and try again."
    ),
    ProblemCode.SOURCE_DOES_NOT_FIT: QT_TRANSLATE_NOOP(
        "Words", "The source cannot be made smaller than {limit_bytes}. Scale it down first."
    ),
    ProblemCode.MASK_DOES_NOT_FIT: QT_TRANSLATE_NOOP(
        "Words", "The mask cannot be made smaller than {limit_bytes}. Paint it with fewer, larger strokes."
    ),
    ProblemCode.MASK_LOST: QT_TRANSLATE_NOOP(
        "Words",
        "At {width}×{height}, the size that image 1 is sent with, the mask selects nothing or everything. "
        "Paint it with larger strokes and leave larger gaps.",
    ),
    ProblemCode.NOT_CONNECTED: QT_TRANSLATE_NOOP(
        "Words", "{host} could not be reached{reason}. Check the network and send again."
    ),
    ProblemCode.CONNECT_TIMED_OUT: QT_TRANSLATE_NOOP(
        "Words", "{host} did not answer the call. Check the network and send again."
    ),
    ProblemCode.TLS_FAILED: QT_TRANSLATE_NOOP(
        "Words",
        "No secure connection to {host}{reason}. Check the address and this computer's clock, "
        "or ask who runs your network.",
    ),
    ProblemCode.PROXY_FAILED: QT_TRANSLATE_NOOP(
        "Words", "The proxy {host} did not open a way{reason}. Check the proxy in the settings."
    ),
    ProblemCode.PROXY_REFUSED: QT_TRANSLATE_NOOP(
        "Words", "The proxy {host} does not accept the user name and password. Set them in the settings."
    ),
    ProblemCode.PROXY_INVALID: QT_TRANSLATE_NOOP(
        "Words", "This is no address of a proxy. Write it like http://proxy.example:3128."
    ),
    ProblemCode.CA_FILE_UNUSABLE: QT_TRANSLATE_NOOP(
        "Words", "There are no certificates that can be used in {file}. Choose a PEM file in the settings."
    ),
    ProblemCode.WRONG_KEY: QT_TRANSLATE_NOOP(
        "Words", "The gateway does not accept the API key. Connect again with the right one."
    ),
    ProblemCode.NO_CREDIT: QT_TRANSLATE_NOOP(
        "Words", "The account has no credit left, or its limit is reached. Top it up and send again."
    ),
    ProblemCode.FORBIDDEN: QT_TRANSLATE_NOOP(
        "Words", "This key may not do that. Ask the gateway's provider to allow image requests."
    ),
    ProblemCode.WRONG_URL: QT_TRANSLATE_NOOP(
        "Words", "There is no image service at this address, but there is one at {url}. Use that address."
    ),
    ProblemCode.MODEL_UNKNOWN: QT_TRANSLATE_NOOP(
        "Words", "The gateway does not offer this model to your key. Ask its provider."
    ),
    ProblemCode.MODERATED: QT_TRANSLATE_NOOP(
        "Words", "The safety check refused the request{reason}. Change the prompt or the sources."
    ),
    ProblemCode.SIZE_REFUSED: QT_TRANSLATE_NOOP("Words", "The gateway refused the size. Choose another one."),
    ProblemCode.PROMPT_REFUSED: QT_TRANSLATE_NOOP("Words", "The gateway refused the prompt. Change it."),
    ProblemCode.SOURCE_REFUSED: QT_TRANSLATE_NOOP(
        "Words", "The gateway refused image {number}. Replace it or save it anew."
    ),
    ProblemCode.MASK_REFUSED: QT_TRANSLATE_NOOP(
        "Words", "The gateway refused the mask. Clear it and paint it again."
    ),
    ProblemCode.REQUEST_REFUSED: QT_TRANSLATE_NOOP(
        "Words", "The gateway refused the request. See what it said, change that and send again."
    ),
    ProblemCode.UPLOAD_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Words", "The upload is too large for the gateway. Use fewer or smaller sources."
    ),
    ProblemCode.RATE_LIMITED: QT_TRANSLATE_NOOP(
        "Words", "Too many requests at once. Send again in {delay_s} s."
    ),
    ProblemCode.GATEWAY_BUSY: QT_TRANSLATE_NOOP(
        "Words", "The gateway is overloaded. Send again in a few minutes."
    ),
    ProblemCode.GATEWAY_FAILED: QT_TRANSLATE_NOOP(
        "Words", "The gateway failed (status {status}). Send again later."
    ),
    ProblemCode.GATEWAY_TIMED_OUT: QT_TRANSLATE_NOOP(
        "Words", "The gateway gave up waiting for the picture (status {status}). Send again later."
    ),
    ProblemCode.REDIRECTED: QT_TRANSLATE_NOOP(
        "Words",
        "The gateway points to {host}. Nothing was sent there; check the gateway's address.",
    ),
    ProblemCode.NOT_A_GATEWAY: QT_TRANSLATE_NOOP(
        "Words",
        "A web page came where an answer should be (status {status}). "
        "Check the gateway's address, or whether your network asks you to sign in.",
    ),
    ProblemCode.CONNECTION_LOST: QT_TRANSLATE_NOOP(
        "Words", "The connection broke after the request was sent. Check your account before you send again."
    ),
    ProblemCode.DEADLINE_PASSED: QT_TRANSLATE_NOOP(
        "Words", "No whole answer came within {limit_s} s. Check your account before you send again."
    ),
    ProblemCode.ANSWER_NOT_HTTP: QT_TRANSLATE_NOOP(
        "Words",
        "What came back is not HTTP/1.1, which this program speaks. Check the gateway's address and port, "
        "and your account before you send again.",
    ),
    ProblemCode.ANSWER_CUT: QT_TRANSLATE_NOOP(
        "Words", "The answer broke off before its end. Check your account before you send again."
    ),
    ProblemCode.ANSWER_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Words",
        "The answer is larger than {limit_bytes} and was not read to its end. Ask for a smaller size.",
    ),
    ProblemCode.ANSWER_UNREADABLE: QT_TRANSLATE_NOOP(
        "Words",
        "The answer cannot be read. It was kept: read it again for free, or report it to the provider.",
    ),
    ProblemCode.ANSWER_EMPTY: QT_TRANSLATE_NOOP(
        "Words",
        "The answer holds no picture; perhaps a safety check held it back. It was kept: look at your "
        "account, or report it to the provider.",
    ),
    ProblemCode.ANSWER_LINK_FAILED: QT_TRANSLATE_NOOP(
        "Words", "The picture is behind a link to {host} that could not be fetched. Read the answer again."
    ),
    ProblemCode.ANSWER_NO_PICTURE: QT_TRANSLATE_NOOP(
        "Words", "What came back is no picture, but {found}. It was kept: report it to the provider."
    ),
    ProblemCode.DISK_FULL: QT_TRANSLATE_NOOP(
        "Words", "The disk is full: {folder}. Make room, then try again; nothing is lost."
    ),
    ProblemCode.FOLDER_UNWRITABLE: QT_TRANSLATE_NOOP(
        "Words", "Nothing can be written to {folder}{reason}. Check the folder's permissions, then try again."
    ),
    ProblemCode.STORAGE_FAILED: QT_TRANSLATE_NOOP(
        "Words", "The disk did not do what was asked{reason}. Check it, then try again."
    ),
    ProblemCode.GALLERY_IN_USE: QT_TRANSLATE_NOOP(
        "Words", "Another Turbo Studio uses this gallery. Close it, or start with another folder."
    ),
    ProblemCode.GALLERY_NEWER: QT_TRANSLATE_NOOP(
        "Words", "A newer Turbo Studio wrote this gallery. Use that version; the pictures are untouched."
    ),
    ProblemCode.GALLERY_MISSING: QT_TRANSLATE_NOOP(
        "Words",
        "The gallery is not in {folder}, where it was the last time. "
        "Connect its disk, or put the folder back.",
    ),
    ProblemCode.GALLERY_READ_ONLY: QT_TRANSLATE_NOOP(
        "Words",
        "Nothing can be written to the gallery in {folder}: its pictures are shown, and nothing is sent. "
        "Make the folder writable, then start the program again.",
    ),
    ProblemCode.INDEX_REBUILT: QT_TRANSLATE_NOOP(
        "Words", "The gallery's index was damaged and has been built anew. No picture is lost."
    ),
    ProblemCode.EXPORT_IN_GALLERY: QT_TRANSLATE_NOOP(
        "Words", "{folder} belongs to the gallery, which looks after its own files. Choose another folder."
    ),
    ProblemCode.EXPORT_NAME_TAKEN: QT_TRANSLATE_NOOP(
        "Words", "A file of that name has come there meanwhile; it was left as it is. Export once more."
    ),
    ProblemCode.RESULT_CHANGED: QT_TRANSLATE_NOOP(
        "Words", "The file is not the one that came back: it was changed. Restore it from a copy."
    ),
    ProblemCode.NOT_IN_TRASH: QT_TRANSLATE_NOOP(
        "Words", "{name} cannot come back: it is not in the trash any more."
    ),
    ProblemCode.TRASH_BY_HAND: QT_TRANSLATE_NOOP(
        "Words",
        "This system does not say where its trash is. Restore {name} from there yourself, then undo once "
        "more: the result comes back with all that is known of it.",
    ),
    ProblemCode.PLACE_TAKEN: QT_TRANSLATE_NOOP(
        "Words", "Something else lies where {name} belongs. Move that away, then try again."
    ),
    ProblemCode.NOT_THAT_FILE: QT_TRANSLATE_NOOP(
        "Words", "{name} is not the missing file: its content differs. Choose an exact copy of it."
    ),
    ProblemCode.KEY_INVALID: QT_TRANSLATE_NOOP(
        "Words",
        "Character {position} cannot be part of a key. Copy the key again, without blanks or line breaks.",
    ),
    ProblemCode.KEY_STORE_MISSING: QT_TRANSLATE_NOOP(
        "Words",
        "This computer has no key store that can be used. The key holds until you close the program.",
    ),
    ProblemCode.KEY_STORE_FAILED: QT_TRANSLATE_NOOP(
        "Words",
        "The key store of this computer did not do its part{reason}. Unlock it and connect again.",
    ),
    ProblemCode.URL_INVALID: QT_TRANSLATE_NOOP(
        "Words", "This is no address of a gateway. Write it like https://gateway.example/v1."
    ),
    ProblemCode.WAITING_FROM_LAST_TIME: QT_TRANSLATE_NOOP(
        "Words",
        "Jobs that wait from last time: {count}, at about {estimate_dollars} together. None of them is sent"
        " until you continue.",
    ),
    ProblemCode.DAILY_CAP_REACHED: QT_TRANSLATE_NOOP(
        "Words",
        "The next job would go over today's limit of {cap_dollars}; {spent_dollars} are spent or spoken for."
        " Nothing was sent. Raise the limit in the settings, or continue tomorrow.",
    ),
    ProblemCode.KEY_MISSING: QT_TRANSLATE_NOOP(
        "Words", "There is no key for {host}, to which this job was to go. Connect, then continue."
    ),
    ProblemCode.SAME_AS_UNKNOWN: QT_TRANSLATE_NOOP(
        "Words",
        "The same request was sent {minutes} min ago, and it is not known what became of it: it may have been"
        " charged. Send it all the same, or cancel.",
    ),
    ProblemCode.PRICE_UNKNOWN: QT_TRANSLATE_NOOP(
        "Words",
        "What this will cost is not known: the settings name no price. Nothing was sent. Send it all the"
        " same, and you will not be asked again until the program ends; or cancel.",
    ),
    ProblemCode.INTERRUPTED: QT_TRANSLATE_NOOP(
        "Words",
        "The program ended while the request was under way. Look at the gateway's log before you run it"
        " again.",
    ),
    ProblemCode.NEVER_QUEUED: QT_TRANSLATE_NOOP(
        "Words", "The program ended before the request was complete. Nothing was sent."
    ),
    ProblemCode.JOURNAL_DAMAGED: QT_TRANSLATE_NOOP(
        "Words", "What was written down about this job is damaged. Its files are kept."
    ),
    ProblemCode.SANDBOX_FAILED: QT_TRANSLATE_NOOP(
        "Words", "The sandbox could not be started. Try again, or connect to a gateway."
    ),
    ProblemCode.UNEXPECTED: QT_TRANSLATE_NOOP(
        "Words", "Something unexpected happened ({kind}). Try again, and report it if it comes back."
    ),
}

_PLAINER: dict[ProblemCode, tuple[str, object]] = {
    ProblemCode.SOURCE_NOT_READY: (
        "number",
        QT_TRANSLATE_NOOP("Words", "A source is still being opened. Try again in a moment."),
    ),
    ProblemCode.NOT_A_PICTURE: (
        "found",
        QT_TRANSLATE_NOOP("Words", "This is no picture. Choose a PNG, JPEG or WEBP file."),
    ),
    ProblemCode.SOURCE_REFUSED: (
        "number",
        QT_TRANSLATE_NOOP("Words", "The gateway refused one of the sources. Replace it or save it anew."),
    ),
    ProblemCode.RATE_LIMITED: (
        "delay_s",
        QT_TRANSLATE_NOOP("Words", "Too many requests at once. Wait a while, then send again."),
    ),
    ProblemCode.WRONG_URL: (
        "url",
        QT_TRANSLATE_NOOP("Words", "There is no image service at this address. Check the gateway's address."),
    ),
    ProblemCode.PROXY_FAILED: (
        "host",
        QT_TRANSLATE_NOOP(
            "Words", "A proxy did not let the request through{reason}. Check the proxy in the settings."
        ),
    ),
    ProblemCode.REDIRECTED: (
        "host",
        QT_TRANSLATE_NOOP(
            "Words", "The gateway points to another address. Nothing was sent there; check the address."
        ),
    ),
    ProblemCode.ANSWER_NO_PICTURE: (
        "found",
        QT_TRANSLATE_NOOP("Words", "What came back is no picture. It was kept: report it to the provider."),
    ),
    ProblemCode.KEY_INVALID: (
        "position",
        QT_TRANSLATE_NOOP("Words", "This is too short or too long for a key. Copy the key again, whole."),
    ),
}
"""The parameter that may be absent, empty or 0, and the sentence that does without it."""

_URL_FAULTS: dict[str, object] = {
    "empty": QT_TRANSLATE_NOOP("Words", "Enter the address of the gateway."),
    "too_long": QT_TRANSLATE_NOOP("Words", "The address is too long. Copy it again."),
    "blanks": QT_TRANSLATE_NOOP("Words", "The address holds blanks or hidden characters. Type it by hand."),
    "scheme": QT_TRANSLATE_NOOP("Words", "The address must begin with https://."),
    "insecure": QT_TRANSLATE_NOOP(
        "Words", "Over http:// anybody on the way could read the key. Use https://."
    ),
    "user_name": QT_TRANSLATE_NOOP(
        "Words", "The address must not hold a user name or password. Leave out what stands before the @."
    ),
    "query": QT_TRANSLATE_NOOP("Words", "Leave out the question mark and what follows it."),
    "fragment": QT_TRANSLATE_NOOP("Words", "Leave out the # and what follows it."),
    "host": QT_TRANSLATE_NOOP("Words", "The name of the computer in the address is not valid. Check it."),
    "port": QT_TRANSLATE_NOOP("Words", "The port in the address is not valid: 1 to 65535."),
    "path": QT_TRANSLATE_NOOP("Words", "The path of the address holds characters that do not belong there."),
}
"""Keyed by the values of ``settings.origins.UrlFault``."""

_PROXY_FAULTS: dict[str, object] = {
    "empty": QT_TRANSLATE_NOOP("Words", "Enter the address of the proxy."),
    "scheme": QT_TRANSLATE_NOOP("Words", "The address of the proxy must begin with http:// or https://."),
    "socks": QT_TRANSLATE_NOOP(
        "Words", "SOCKS proxies are not supported. Use the address of an HTTP proxy instead."
    ),
    "user_name": QT_TRANSLATE_NOOP(
        "Words", "Write the proxy's user name and password into their own fields, not into the address."
    ),
}
"""Keyed by the values of ``settings.proxies.ProxyFault``."""

_TLS_CAUSES: dict[str, object] = {
    "not_yet_valid": QT_TRANSLATE_NOOP(
        "Words", "The certificate of {host} is not valid yet. Check this computer's date and clock."
    ),
    "expired": QT_TRANSLATE_NOOP(
        "Words",
        "The certificate of {host} has expired. Check this computer's date and clock; "
        "if they are right, tell the gateway's provider.",
    ),
    "wrong_host": QT_TRANSLATE_NOOP(
        "Words", "The server at {host} has a certificate for another name. Check the address."
    ),
    "unknown_issuer": QT_TRANSLATE_NOOP(
        "Words",
        "Nobody that this computer trusts vouches for {host}. In a company network, ask for its certificates "
        "and name the file in the settings; otherwise do not connect.",
    ),
    "old_protocol": QT_TRANSLATE_NOOP(
        "Words", "{host} offers only old encryption that is not safe. Tell the gateway's provider."
    ),
    "no_http1": QT_TRANSLATE_NOOP(
        "Words", "{host} does not speak HTTP/1.1, which this program needs. Check the address and port."
    ),
    "no_tls": QT_TRANSLATE_NOOP("Words", "{host} does not encrypt at this port. Check the address and port."),
}
"""Keyed by the words of ``gateway.evidence.find_tls_cause``."""

_LINK_FAULTS: dict[str, object] = {
    "unfetched": QT_TRANSLATE_NOOP(
        "Words",
        "The picture is behind a link to {host} that was not fetched. Read the answer again; it is free.",
    ),
    "address": QT_TRANSLATE_NOOP(
        "Words",
        "The answer holds no picture but a link that does not lead to the open internet. "
        "It was not followed; report it to the provider.",
    ),
    "expired": QT_TRANSLATE_NOOP(
        "Words", "The picture's link to {host} no longer works. Ask the gateway's provider for the picture."
    ),
    "redirect": QT_TRANSLATE_NOOP(
        "Words",
        "The picture's link to {host} leads on to another place, where it was not followed. "
        "The link is kept; you can open it yourself.",
    ),
    "network": QT_TRANSLATE_NOOP(
        "Words", "The picture could not be fetched from {host}. Read the answer again; it is free."
    ),
    "too_large": QT_TRANSLATE_NOOP(
        "Words", "What lies behind the picture's link to {host} is too large. It was not kept."
    ),
    "no_picture": QT_TRANSLATE_NOOP(
        "Words", "What lies behind the link to {host} is no picture. Report it to the gateway's provider."
    ),
}
"""Keyed by the values of ``gateway.links.LinkFault``."""

_KEY_FAULTS: dict[str, object] = {
    "empty": QT_TRANSLATE_NOOP("Words", "There is no key. Paste the key that the gateway gave you."),
}

_FAULTS: dict[ProblemCode, tuple[str, dict[str, object]]] = {
    ProblemCode.URL_INVALID: ("reason", _URL_FAULTS),
    ProblemCode.PROXY_INVALID: ("reason", _PROXY_FAULTS),
    ProblemCode.TLS_FAILED: ("cause", _TLS_CAUSES),
    ProblemCode.ANSWER_LINK_FAILED: ("reason", _LINK_FAULTS),
    ProblemCode.KEY_INVALID: ("reason", _KEY_FAULTS),
}
"""The parameter that tells more, and the sentences for what it may say."""

_CHARGED: dict[Charged, object] = {
    Charged.NO: QT_TRANSLATE_NOOP("Words", "Nothing was charged."),
    Charged.MAYBE: QT_TRANSLATE_NOOP("Words", "It may have been charged."),
    Charged.YES: QT_TRANSLATE_NOOP("Words", "It was charged."),
}

_STATES: dict[JobState, object] = {
    JobState.QUEUED: QT_TRANSLATE_NOOP("Words", "Queued"),
    JobState.PREPARING: QT_TRANSLATE_NOOP("Words", "Preparing"),
    JobState.HELD: QT_TRANSLATE_NOOP("Words", "Held"),
    JobState.COUNTING_DOWN: QT_TRANSLATE_NOOP("Words", "Waits to be sent again"),
    JobState.SENDING: QT_TRANSLATE_NOOP("Words", "Sending"),
    JobState.WAITING: QT_TRANSLATE_NOOP("Words", "Waiting"),
    JobState.RECEIVING: QT_TRANSLATE_NOOP("Words", "Receiving"),
    JobState.SAVING: QT_TRANSLATE_NOOP("Words", "Saving"),
    JobState.DONE: QT_TRANSLATE_NOOP("Words", "Done"),
    JobState.NOT_SENT: QT_TRANSLATE_NOOP("Words", "Not sent"),
    JobState.REJECTED: QT_TRANSLATE_NOOP("Words", "Refused"),
    JobState.UNKNOWN: QT_TRANSLATE_NOOP("Words", "Outcome unknown"),
    JobState.UNUSABLE: QT_TRANSLATE_NOOP("Words", "No usable picture"),
    JobState.UNSAVED: QT_TRANSLATE_NOOP("Words", "Not saved"),
    JobState.CANCELLED: QT_TRANSLATE_NOOP("Words", "Cancelled"),
}

_NOTES: dict[str, object] = {
    "turned_upright": QT_TRANSLATE_NOOP("Words", "Turned upright"),
    "converted_to_srgb": QT_TRANSLATE_NOOP("Words", "Colours converted to sRGB"),
    "profile_ignored": QT_TRANSLATE_NOOP("Words", "Its colour profile is damaged and was ignored"),
    "converted_from_cmyk": QT_TRANSLATE_NOOP("Words", "Converted from CMYK; colours may differ a little"),
    "reduced_to_8_bits": QT_TRANSLATE_NOOP("Words", "Reduced from 16 to 8 bits a channel"),
    "first_frame_only": QT_TRANSLATE_NOOP("Words", "Only the first frame of the animation is used"),
    "metadata_left_out": QT_TRANSLATE_NOOP("Words", "Metadata is not sent"),
    "location_left_out": QT_TRANSLATE_NOOP("Words", "Where it was taken is not sent"),
    "over_byte_limit": QT_TRANSLATE_NOOP("Words", "The file is too large to send; a smaller copy is sent"),
    "encoded_lossless": QT_TRANSLATE_NOOP("Words", "Sent as a new file, without loss"),
    "encoded_lossy": QT_TRANSLATE_NOOP("Words", "Sent compressed, with a slight loss"),
    "scaled_to_fit": QT_TRANSLATE_NOOP("Words", "Scaled down to fit the limit"),
    "mask_simplified": QT_TRANSLATE_NOOP(
        "Words", "Specks and pinholes of the mask were dropped to fit the limit"
    ),
}

_ADVICE: dict[SizeAdvice, object] = {
    SizeAdvice.FEW_PIXELS: QT_TRANSLATE_NOOP(
        "Words", "Small: with so few pixels this model works less well."
    ),
    SizeAdvice.EXPERIMENTAL: QT_TRANSLATE_NOOP("Words", "Large: results of this size are experimental."),
}
