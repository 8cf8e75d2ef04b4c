"""Indexes of galleries that nobody made: any number of results, with prompts and marks as people have them.

They take minutes to build, so that each is kept in the system's folder for temporary things, and used again
as long as neither they nor the form of the index have changed. There are no records and no pictures to
them.
"""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import NO_MARKS, Flag, Label, Marks
from turbo_studio.core.profile import Quality
from turbo_studio.core.result import SANDBOX, Provenance, Upload, Usage
from turbo_studio.core.searching import build_searchable
from turbo_studio.gallery import schema
from turbo_studio.gallery.index import Index
from turbo_studio.gallery.layout import Layout
from turbo_studio.gallery.reading import Reader
from turbo_studio.gallery.records import Picture, Record, encode_record
from turbo_studio.gallery.terms import build_grams, build_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

FREQUENT, RARE, CHINESE, NOWHERE, SCATTERED = "light", "zeppelin", "海獭", "gramophone", "lightstone"
"""Words for searches: in nearly every second prompt; in one of 50,000; of two characters; in none, once
because a triple is nowhere, and once although each of its triples is in many."""
_ENGLISH = """
light soft morning portrait product photo white background wooden table glass bottle shadow studio
warm cinematic poster minimal logo green forest river mountain stone texture paper fabric linen
ceramic vase flower dried autumn leaves golden hour street night neon rain reflection window cat
dog sea otter bird child smiling woman man hands holding cup of tea coffee steam marble kitchen
counter bright airy pastel colour palette flat illustration vector icon isometric room interior
scandinavian sofa lamp plant pot aerial view city skyline fog bridge train station vintage film
grain bokeh macro detail droplets water splash fruit orange lemon slice chocolate cake birthday
candle party confetti balloon summer beach sand shell wave sunset horizon boat sail winter snow
pine cabin smoke chimney stars galaxy planet astronaut
"""
_CHINESE = """
可爱的海獭 漂浮在水面 清晨的阳光 木质桌面 白色背景 产品摄影
柔和的光线 霓虹灯 雨夜的街道 山水画 水墨风格 极简主义海报 绿色森林
金色秋天 玻璃瓶 陶瓷花瓶 一杯热茶 城市天际线 复古胶片 宇航员 星空
雪中小屋 生日蛋糕 扁平插画 等距房间 微距水珠 海边日落 帆船 古镇小巷
竹林
"""
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_SIZES = (Size(1024, 1024), Size(1536, 1024), Size(1024, 1536), Size(2048, 2048))


def find_index(results: int) -> Path:
    """The file of an index of so many results, built where there is none yet."""
    name = f"gallery-{results}-{_hash_recipe()}.sqlite"
    folder = Path(tempfile.gettempdir()) / f"turbo-studio-benchmarks-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with closing(Index(part)) as index, index.transaction():
            for record in build_records(results):
                index.put(record, encode_record(record))
        part.rename(path)
    return path


def _hash_recipe() -> str:
    """Another one where the first results, what they are found by, or the form of the index differ."""
    digest = hashlib.sha256(str(schema._MIGRATIONS).encode())
    for record in build_records(100):
        terms = sorted(build_grams(build_searchable(record.provenance)))
        digest.update(f"{encode_record(record)} {build_tags(record)} {terms}".encode())
    return digest.hexdigest()[:12]


def open_reader(index: Index) -> Reader:
    """A reader as the gallery has it, for pictures that are nowhere."""

    def fail(error: Exception, search: object) -> None:
        raise error

    reader = Reader(Layout(Path("/nowhere")), fail)
    reader.open(index)
    return reader


def build_records(results: int) -> Iterator[Record]:
    """From the oldest to the newest."""
    rng = random.Random(1)  # noqa: S311 - no secret
    english, chinese = _ENGLISH.split(), _CHINESE.split()
    words = list(accumulate(1 / (place + 3) for place in range(len(english))))
    phrases = list(accumulate(1 / (place + 3) for place in range(len(chinese))))
    moment = _FIRST
    digests: list[str] = ["0" * 64]
    for number in range(1, results + 1):
        moment += timedelta(seconds=rng.expovariate(1 / 70))
        if number % 3:
            prompt = " ".join(rng.choices(english, cum_weights=words, k=rng.randint(5, 25)))
        else:
            prompt = "，".join(rng.choices(chinese, cum_weights=phrases, k=rng.randint(2, 8)))
        if number % 50_000 == 77:
            prompt += f" {RARE}"
        record = build_record(number, prompt, moment, rng, rng.choice(digests[-1000:]))
        digests.append(record.picture.digest)
        yield record


def build_record(number: int, prompt: str, moment: datetime, rng: random.Random, source: str) -> Record:
    digest = f"{rng.getrandbits(256):064x}"
    size = rng.choice(_SIZES)
    upload = Upload(Path("/nowhere"), source, "image/png", size, 1_234_567)
    is_edit = rng.random() < 0.5
    quality = rng.choice(list(Quality))
    provenance = Provenance(
        job_id=f"{rng.getrandbits(128):032x}",
        model="gpt-image-2",
        prompt=prompt,
        size=size,
        quality=quality,
        uploads=(upload,) if is_edit else (),
        source_names=("photo.jpg",) if is_edit else (),
        mask=None,
        gateway=SANDBOX if rng.random() < 0.1 else "https://gateway.example:443",
        started_at=moment - timedelta(seconds=rng.uniform(20, 90)),
        finished_at=moment,
        source_digests=(source,) if is_edit else (),
        dollars=round(rng.uniform(0.01, 0.4), 6),
    )
    return Record(
        id=f"{rng.getrandbits(128):032x}",
        sequence=number,
        picture=Picture(f"2026/11/20261120-161233-x-{number:06x}.png", digest, 2_345_678, "image/png", size),
        answer_index=0,
        provenance=provenance,
        usage=Usage(120, 100, 20, 1_584, 1_704),
        request_ids=(f"req_{number}",),
        answer={"created": int(moment.timestamp())},
        marks=_mark(rng),
    )


def _mark(rng: random.Random) -> Marks:
    """One result of ten has stars, one of a thousand a colour or a flag."""
    stars = rng.randint(1, 5) if rng.random() < 0.1 else 0
    if rng.random() < 0.001:
        return Marks(stars, rng.choice(list(Label)), rng.choice(list(Flag)))
    return NO_MARKS._replace(stars=stars)
