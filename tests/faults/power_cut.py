"""What a power cut may leave of a recorded run: the files, at any operation, by several models of a disk.

A kill leaves all that was done; a power cut leaves what had reached the disk. Between two flushes systems
differ, so that four models stand for them, from one that keeps names and loses contents to one that keeps
nothing it was not told to. In all of them a flush of a file keeps its content, and a flush of a folder the
names that were made, changed or removed in it before: more than this no program may count on.
"""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_HEAD = struct.Struct("@QQqIIc7x")  # struct trace of the C source


class Model(StrEnum):
    NAMES_FIRST = "names first"
    """All names, and of each file what was flushed: a new one that was not is empty."""
    ZEROS = "zeros"
    """All names and all lengths; what was not flushed reads as zeros."""
    FLUSHED_ALONE = "flushed alone"
    """Neither a name nor a content that was not flushed."""
    MIXED = "mixed"
    """Each name and each write that was not flushed is there, or not, by a throw of dice."""


class Operation(NamedTuple):
    """One of the trace; ``what`` is a letter: create, make, rename, link, unlink, write, truncate, sync."""

    what: str
    inode: int
    place: int
    """Of a write, its offset; of a truncation, the length."""
    path: str
    other: str
    """Of a rename or a link, the name that was there before."""
    content: bytes

    @property
    def is_name(self) -> bool:
        return self.what in "cmrlu"


def read_trace(trace: Path) -> list[Operation]:
    content, place, operations = trace.read_bytes(), 0, []
    while place < len(content):
        inode, length, offset, path_length, other_length, what = _HEAD.unpack_from(content, place)
        place += _HEAD.size
        path, place = content[place : place + path_length].decode(), place + path_length
        other, place = content[place : place + other_length].decode(), place + other_length
        changed, place = content[place : place + length], place + length
        operations.append(Operation(what.decode(), inode, offset, path, other, changed))
    return operations


@dataclass(eq=False, slots=True)
class _Node:
    """A file or a folder: its life is that of the inode, not of a name."""

    is_folder: bool = False
    changes: list[tuple[int, Operation]] = field(default_factory=list)
    """The writes and truncations of a file, each with its number."""
    flushes: list[int] = field(default_factory=list)
    """The numbers of the flushes, of a folder as of a file."""


@dataclass(frozen=True, slots=True)
class _NameChange:
    """A change of a name, with the folder in which it is made."""

    number: int
    operation: Operation
    node: _Node | None
    folder: _Node


class Recording:
    """A run that began with an empty folder."""

    def __init__(self, operations: Sequence[Operation], root: Path) -> None:
        """``root`` still stands where it stood, and is the folder that was watched."""
        self.operations = operations
        self._root = str(root.resolve())
        self._nodes: list[_Node] = []
        self._name_changes: list[_NameChange] = []
        names = {self._root: _Node(is_folder=True)}
        by_inode = {root.stat().st_ino: names[self._root]}
        for number, operation in enumerate(operations, 1):
            if operation.is_name:
                self._note_name(number, operation, names, by_inode)
            elif (node := by_inode.get(operation.inode)) is None:
                continue  # a file that was there before, or has lost all its names and is closed
            elif operation.what == "s":
                node.flushes.append(number)
            else:
                node.changes.append((number, operation))

    def _note_name(
        self, number: int, operation: Operation, names: dict[str, _Node], by_inode: dict[int, _Node]
    ) -> None:
        folder = names[operation.path.rpartition("/")[0]]
        node = names.get(operation.other)
        if operation.what in "cm":
            node = by_inode[operation.inode] = _Node(is_folder=operation.what == "m")
        self._name_changes.append(_NameChange(number, operation, node, folder))
        _change_names(operation, node, names)

    def cut(self, number: int, model: Model, target: Path) -> None:
        """Write what is left after the operation of that number, from 1, into an empty folder.

        Notes of where things lie speak of that folder then.
        """
        dice = random.Random(f"{number} {model}")  # noqa: S311 - for tests
        names: dict[str, _Node] = {self._root: _Node(is_folder=True)}
        for change in self._name_changes:
            if change.number <= number and self._is_kept(change, number, model, dice):
                _change_names(change.operation, change.node, names)
        del names[self._root]
        for path, node in sorted(names.items()):
            place = target / path.removeprefix(f"{self._root}/")
            if node.is_folder:
                place.mkdir(mode=0o700)
            elif place.parent.is_dir():
                content = _build_content(node, number, model, dice)
                place.write_bytes(content.replace(self._root.encode(), str(target).encode()))
                place.chmod(0o600)

    @staticmethod
    def _is_kept(change: _NameChange, number: int, model: Model, dice: random.Random) -> bool:
        if model in (Model.NAMES_FIRST, Model.ZEROS):
            return True
        if any(change.number < flush <= number for flush in change.folder.flushes):
            return True
        return model is Model.MIXED and dice.random() < 1 / 2


def _change_names(operation: Operation, node: _Node | None, names: dict[str, _Node]) -> None:
    """Do it, where that can be done: what it stands on may have been lost."""
    if operation.path.rpartition("/")[0] not in names:
        return
    match operation.what:
        case "u":
            for path in [path for path in names if _is_within(path, operation.path)]:
                del names[path]
        case "r" if operation.other in names:
            moved = {path: names.pop(path) for path in list(names) if _is_within(path, operation.other)}
            for path, each in moved.items():
                names[operation.path + path.removeprefix(operation.other)] = each
        case "c" | "m" | "l" | "r" if node is not None:
            # Of a rename whose first name was lost, the disk has kept the second: it is one step there.
            names[operation.path] = node


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _build_content(node: _Node, number: int, model: Model, dice: random.Random) -> bytes:
    flushed = max((flush for flush in node.flushes if flush <= number), default=0)
    content = bytearray()
    for place, operation in node.changes:
        if place > number:
            break
        if place <= flushed:
            _apply(operation, content)
        elif model is Model.ZEROS:
            _apply(operation._replace(content=bytes(len(operation.content))), content)
        elif model is Model.MIXED and dice.random() < 1 / 2:
            _apply(operation, content)
    return bytes(content)


def _apply(operation: Operation, content: bytearray) -> None:
    if operation.what == "t":
        del content[operation.place :]
        content.extend(bytes(operation.place - len(content)))
        return
    end = operation.place + len(operation.content)
    content.extend(bytes(max(0, end - len(content))))
    content[operation.place : end] = operation.content


def read_told(operations: Sequence[Operation], name: str) -> Iterator[tuple[int, bytes]]:
    """Each line that was written into the file of that name, with the number of its operation."""
    inode = next(
        (each.inode for each in operations if each.what == "c" and each.path.endswith(f"/{name}")), 0
    )
    for number, operation in enumerate(operations, 1):
        if operation.what == "w" and operation.inode == inode:
            yield number, operation.content
