"""What a forked gallery does besides keeping results and throwing them away: marks, collections, searches,
its index made anew, and pictures put into a folder outside."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.faults import shim
from tests.faults.prefork import LOG, TOLD
from tests.faults.scripts import keep_results
from tests.faults.shim import Fault, Mode
from tests.gallery.builders import build_old_index
from turbo_studio.core.exporting import Collision
from turbo_studio.core.marks import Flag, Label
from turbo_studio.core.problems import StorageError
from turbo_studio.core.query import Query
from turbo_studio.core.result import ResultId
from turbo_studio.gallery import disk
from turbo_studio.gallery.gallery import DiskGallery

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.scripts import Stage
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.query import CollectionId

FORMER = b"what lay there before"
TAKEN, FREE = "taken.png", "free.png"
_KEPT, _FRESH, _BEST = "kept", "fresh", "best"


def prepare(stage: Stage, base_url: str, name: str, *, is_old: bool = False) -> list[str]:
    """A gallery with three results, two of them marked, a collection and a search; their ids.

    ``is_old``: with the index of version 1.
    """
    ids = [ResultId(each) for each in keep_results(stage, base_url, name)]
    with open_gallery(stage, []) as gallery:
        gallery.change_marks(ids[1:], stars=2, label=Label.BLUE)
        gallery.collections.create(_KEPT, ids[:2])
        gallery.saved_searches.save(_BEST, Query("otter", stars_min=4))
    if is_old:
        build_old_index(stage.gallery / ".studio")
    return list(ids)


def prepare_outside(stage: Stage, base_url: str, name: str) -> None:
    """A folder of the user's on the disk, where one of two names is taken."""
    outside = find_outside(stage)
    disk.make_private_folder(outside)
    disk.write_new(outside / TAKEN, FORMER)
    disk.sync_folder(outside)


def change(stage: Stage, base_url: str, name: str, *, deed: str) -> dict[str, Any]:
    """Do it, with the fault, and look; then, the disk well again, do it once more."""
    told: list[Problem] = []
    with open_gallery(stage, told) as gallery:
        if deed == "bring back":
            delete_collection(gallery, stage)
        stage.arm("")
        problem = try_deed(deed, gallery, stage)
        shim.disarm()
        seen = describe(gallery)
        again = try_deed(deed, gallery, stage)
        return {"problem": problem, "seen": seen, "again": again, "after": describe(gallery)}


def look(stage: Stage, base_url: str, name: str) -> dict[str, Any]:
    """A start, which the fault may meet, and what is there then."""
    told: list[Problem] = []
    stage.arm("")
    with open_gallery(stage, told) as gallery:
        gallery.exports.remove_left_parts()
        shim.disarm()
        return describe(gallery) | {"told": [problem.code for problem in told]}


def change_recorded(stage: Stage, base_url: str, name: str) -> list[dict[str, Any]]:
    """All deeds in turn, from the empty folder, with a line when each was told; what was there after each."""
    shim.arm(stage.folder, Fault(Mode.RECORD), stage.folder / LOG)
    told = os.open(stage.folder / TOLD, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    prepare(stage, base_url, name)
    prepare_outside(stage, base_url, name)
    with open_gallery(stage, []) as gallery:
        states = [describe(gallery)]
        os.write(told, b"0\n")
        for number, deed in enumerate(RECORDED, 1):
            DEEDS[deed](gallery, stage)
            os.write(told, f"{number}\n".encode())
            states.append(describe(gallery))
    shim.disarm()
    return states


def open_gallery(stage: Stage, told: list[Problem]) -> closing[DiskGallery]:
    return closing(DiskGallery(stage.gallery, tell=told.append))


def try_deed(deed: str, gallery: DiskGallery, stage: Stage) -> str:
    """The code of the problem with it; empty where there was none."""
    try:
        DEEDS[deed](gallery, stage)
    except StorageError as error:
        return error.problem.code.value
    return ""


def describe(gallery: DiskGallery) -> dict[str, Any]:
    """Marks by result, the results of each collection, and the searches, by their names."""
    results = gallery.fetch_page(Query(), None, 10)
    collections = [
        (each.name, find_ids(gallery, Query(collection=each.id)), each.total)
        for each in gallery.collections.list_all()
    ]
    searches = [
        (each.name, each.query.words, each.query.stars_min) for each in gallery.saved_searches.list_all()
    ]
    return {
        "marks": {result.id: list(result.marks) for result in results},
        "starred": find_ids(gallery, Query(stars_min=1)),
        "collections": collections,
        "searches": searches,
    }


def find_ids(gallery: DiskGallery, query: Query) -> list[str]:
    return sorted(result.id for result in gallery.fetch_page(query, None, 10))


def find_all(gallery: DiskGallery) -> list[ResultId]:
    """Oldest first."""
    return [result.id for result in reversed(gallery.fetch_page(Query(), None, 10))]


def find_collections(gallery: DiskGallery) -> list[CollectionId]:
    return [each.id for each in gallery.collections.list_all() if each.name == _KEPT]


def find_outside(stage: Stage) -> Path:
    """A folder of the user's, on the same disk."""
    return stage.home / "outside"


def mark(gallery: DiskGallery, stage: Stage) -> None:
    gallery.change_marks(find_all(gallery), stars=5, label=Label.RED, flag=Flag.PICK)


def create_collection(gallery: DiskGallery, stage: Stage) -> None:
    gallery.collections.create(_FRESH, find_all(gallery)[1:])


def add_to_collection(gallery: DiskGallery, stage: Stage) -> None:
    for each in find_collections(gallery):
        gallery.collections.add(each, find_all(gallery))


def remove_from_collection(gallery: DiskGallery, stage: Stage) -> None:
    for each in find_collections(gallery):
        gallery.collections.remove(each, find_all(gallery)[:1])


def rename_collection(gallery: DiskGallery, stage: Stage) -> None:
    for each in find_collections(gallery):
        gallery.collections.rename(each, _FRESH)


def delete_collection(gallery: DiskGallery, stage: Stage) -> None:
    for each in find_collections(gallery):
        gallery.collections.delete(each)


def bring_collection_back(gallery: DiskGallery, stage: Stage) -> None:
    """As Undo does: under the old name, with the old results."""
    gallery.collections.create(_KEPT, find_all(gallery)[:2])


def save_search(gallery: DiskGallery, stage: Stage) -> None:
    gallery.saved_searches.save(_FRESH, Query("baby"))


def replace_search(gallery: DiskGallery, stage: Stage) -> None:
    gallery.saved_searches.save(_BEST, Query("cute", stars_min=5))


def delete_search(gallery: DiskGallery, stage: Stage) -> None:
    for each in gallery.saved_searches.list_all():
        if each.name == _BEST:
            gallery.saved_searches.delete(each.id)


def rebuild(gallery: DiskGallery, stage: Stage) -> None:
    gallery.rebuild_index()


def export(gallery: DiskGallery, stage: Stage) -> None:
    """Two results, of which the first is to take the place of another file."""
    results, outside = gallery.fetch_page(Query(), None, 2), find_outside(stage)
    for result, name in zip(results, (TAKEN, FREE), strict=True):
        gallery.exports.place(result.path, result.digest, outside, name, Collision.REPLACE)


def export_beside(gallery: DiskGallery, stage: Stage) -> None:
    """Under another name where the one is taken."""
    result = gallery.fetch_page(Query(), None, 1)[0]
    gallery.exports.place(result.path, result.digest, find_outside(stage), TAKEN, Collision.KEEP_BOTH)


DEEDS: dict[str, Callable[[DiskGallery, Stage], None]] = {
    "mark": mark,
    "create": create_collection,
    "add": add_to_collection,
    "remove": remove_from_collection,
    "rename": rename_collection,
    "delete": delete_collection,
    "bring back": bring_collection_back,
    "save search": save_search,
    "replace search": replace_search,
    "delete search": delete_search,
    "rebuild": rebuild,
    "export": export,
    "export beside": export_beside,
}
RECORDED = (
    "mark",
    "create",
    "add",
    "remove",
    "delete",
    "bring back",
    "save search",
    "replace search",
    "delete search",
    "export",
    "export beside",
)
"""Those whose end is told, in an order in which they can follow each other."""
