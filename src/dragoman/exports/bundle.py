"""A bundle for replication: rows, versions, queries and settings of an archive, frozen in one .zip that can be checked.

`manifest.json` stands first and has the SHA-256 and size of every other member.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec import Struct

from ..errors import BundleDamaged, ExportUnfit
from .forms import form
from .port import Contents, Settings
from .writing import encodable, fresh_file, fresh_folder

MANIFEST = "manifest.json"
_SCHEMA = 1
_LONGEST_MANIFEST = 16 << 20
_PIECE = 1 << 20
# A bundle that was not damaged on purpose unpacks to some ten times its size.
_MOST_TIMES = 200
_SMALL = 1 << 20
_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a .zip can name: the same rows make the same bytes
_QUERY = re.compile(r"[\w][\w .-]{0,80}")


class Frozen(Struct, frozen=True):
    """What is frozen beside the rows: versions by name, queries (SQL or filters) by name, when, and in which forms.

    `answers` are the columns and rows that a query gave, by its name.
    """

    versions: Mapping[str, str]
    queries: Mapping[str, str] = {}
    created: str | None = None
    forms: tuple[str, ...] = ("csv",)
    answers: Mapping[str, tuple[tuple[str, ...], Sequence[Sequence[Any]]]] = {}


class Member(Struct, frozen=True):
    """A file of a bundle: its SHA-256 (hexadecimal) and its size in bytes."""

    sha256: str
    bytes: int


class Manifest(Struct, frozen=True):
    """What a bundle says of itself; `counts` are rows by form, `created` is ISO 8601."""

    made_by: dict[str, str]
    queries: dict[str, str]
    settings: dict[str, Any]
    created: str
    counts: dict[str, int]
    members: dict[str, Member]
    schema: int = _SCHEMA


class Checked(Struct, frozen=True):
    """How a bundle stands to its manifest: names of members that are missing, extra, changed or unsafe to unpack."""

    manifest: Manifest
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Is every member there as it was written, and none besides?"""
        return not (self.missing or self.extra or self.changed or self.unsafe)


def write_bundle(path: Path, contents: Contents, settings: Settings, frozen: Frozen) -> Manifest:
    """Write a bundle with a folder for each form (`csv/events.csv`), and each query with its answer (`queries/NAME.sql`, `.csv`).

    Raises `ExportUnwritable`, and `ExportUnfit` where a form is none, is no folder, or a query has no name for a file.
    """
    chosen = [form(name) for name in frozen.forms]
    for one in chosen:
        if one.suffix:
            raise ExportUnfit(one.name, "no form of tables", "freeze csv, parquet or both")
    for name in frozen.queries:
        if not _QUERY.fullmatch(name):
            raise ExportUnfit(name[:80] or "''", "no name for a query", "name it with letters, digits, spaces, dots and dashes")
    with fresh_file(path) as file, tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as made:
        folder = Path(made)
        counts = {one.name: one.write(contents, folder / one.name, settings) for one in chosen}
        if frozen.queries:
            (folder / "queries").mkdir()
        for name, query in frozen.queries.items():
            (folder / "queries" / f"{name}.sql").write_text(encodable(query), encoding="utf-8", newline="")
            if name in frozen.answers:
                columns, rows = frozen.answers[name]
                with (folder / "queries" / f"{name}.csv").open("w", encoding="utf-8", newline="", errors="replace") as out:
                    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
        files = sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())
        manifest = Manifest(
            dict(sorted(frozen.versions.items())),
            {name: encodable(query) for name, query in sorted(frozen.queries.items())},
            {"text": settings.text, "groups": settings.groups, "forms": list(frozen.forms)},
            frozen.created or datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            counts,
            {name: _member(folder / name) for name in files},
        )
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
            packed.writestr(_info(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest), indent=2))
            for name in files:
                with (folder / name).open("rb") as source, packed.open(_info(name), "w", force_zip64=True) as out:
                    shutil.copyfileobj(source, out, _PIECE)
    return manifest


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info


def _member(path: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return Member(digest.hexdigest(), size)


def check_bundle(path: Path) -> Checked:
    """Hold every member against the manifest, without unpacking. Raises `BundleDamaged` where it has no manifest."""
    with _opened(path) as packed:
        manifest = _manifest(path, packed)
        infos = {info.filename: info for info in packed.infolist()}
        twice = [name for name, times in Counter(i.filename for i in packed.infolist()).items() if times > 1]
        unsafe = sorted({*twice, *(name for name, info in infos.items() if not _is_safe(info))})
        listed = set(manifest.members)
        there = infos.keys() - {MANIFEST}
        changed = [n for n in sorted(listed & there - set(unsafe)) if _read(packed, infos[n], manifest.members[n], None)]
        return Checked(manifest, tuple(sorted(listed - there)), tuple(sorted(there - listed)), tuple(changed), tuple(unsafe))


def unpack_bundle(path: Path, folder: Path, largest: int = 64 << 30) -> Checked:
    """Check a bundle and unpack it into a new or empty folder: all of it, or nothing.

    Raises `BundleDamaged` where it is not whole, or holds more than `largest` bytes; `ExportUnwritable`.
    """
    checked = check_bundle(path)
    faults = {"unsafe": checked.unsafe, "missing": checked.missing, "extra": checked.extra, "changed": checked.changed}
    for fault, names in faults.items():
        if names:
            raise BundleDamaged(str(path), f"{len(names)} {fault}, such as {names[0][:80]!r}", "fetch the bundle again")
    members = checked.manifest.members
    if sum(member.bytes for member in members.values()) > largest:
        raise BundleDamaged(
            str(path), f"unpacks to more than {largest} bytes", "see that it is what you took it for, and raise the limit"
        )
    with fresh_folder(folder, ()) as fresh, _opened(path) as packed:
        (fresh / MANIFEST).write_bytes(packed.read(MANIFEST))
        for name, member in members.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as out:
                if _read(packed, packed.getinfo(name), member, out):
                    raise BundleDamaged(str(path), f"{name[:80]!r} changed while it was read", "fetch the bundle again")
    return checked


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except OSError as error:
        raise BundleDamaged(str(path), f"cannot be read ({error.strerror or error})", "check the path and its rights") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise BundleDamaged(str(path), f"no .zip that can be read ({str(error)[:80]})", "fetch the bundle again") from error


def _manifest(path: Path, packed: zipfile.ZipFile) -> Manifest:
    try:
        info = packed.getinfo(MANIFEST)
        with packed.open(info) as file:
            data = file.read(_LONGEST_MANIFEST + 1)
        if len(data) > _LONGEST_MANIFEST:
            raise ValueError("it is too large")
        manifest = msgspec.json.decode(data, type=Manifest)
    except KeyError as error:
        raise BundleDamaged(str(path), "has no manifest.json", "give a bundle that was frozen here") from error
    except (ValueError, RecursionError, OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise BundleDamaged(str(path), f"its manifest is none ({str(error)[:80]})", "fetch the bundle again") from error
    if manifest.schema > _SCHEMA:
        raise BundleDamaged(str(path), "written by a later Dragoman", "read it with that version")
    return manifest


def _is_safe(info: zipfile.ZipInfo) -> bool:
    """May a member be unpacked: a plain file, within the folder on every system, and no bomb?"""
    name = info.filename
    parts = name.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    inside = not name.startswith("/") and not any(p in ("", ".", "..") or p != p.rstrip(" .") for p in parts)
    plain = not re.search(r'[\\:*?"<>|\x00-\x1f]', name) and kind in (0, stat.S_IFREG) and not info.flag_bits & 0x1
    swollen = info.file_size > _SMALL and info.file_size > _MOST_TIMES * max(info.compress_size, 1)
    known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return inside and plain and known and not swollen


def _read(packed: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member, out: IO[bytes] | None) -> bool:
    """Read a member, no further than it may be long; is it another than the manifest says?"""
    if info.file_size != member.bytes:
        return True
    digest, size = hashlib.sha256(), 0
    try:
        with packed.open(info) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                if size > member.bytes:
                    return True
                digest.update(piece)
                if out is not None:
                    out.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError):
        return True
    return size != member.bytes or digest.hexdigest() != member.sha256
