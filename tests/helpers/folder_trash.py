"""A trash that is a folder, laid out as freedesktop.org has it; one that tells, or does not tell, where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

_HEAD = "[Trash Info]\nPath="


@dataclass
class FolderTrash:
    folder: Path
    tells: bool = True
    error: OSError | None = None
    names: list[str] = field(default_factory=list)

    def put(self, path: Path) -> Path | None:
        if self.error is not None:
            raise self.error
        for part in (self.files, self.notes):
            part.mkdir(parents=True, exist_ok=True)
        place = self.files / f"{len(self.names)}-{path.name}"
        (self.notes / f"{place.name}.trashinfo").write_text(f"{_HEAD}{path}")
        self.names.append(path.name)
        path.rename(place)
        return place if self.tells else None

    def came_from(self, place: Path) -> Path | None:
        try:
            return Path((self.notes / f"{place.name}.trashinfo").read_text().removeprefix(_HEAD))
        except OSError:
            return None

    def forget(self, place: Path) -> None:
        (self.notes / f"{place.name}.trashinfo").unlink()

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def notes(self) -> Path:
        return self.folder / "info"
