"""How large functions are, as programs and as the archives that Lambda is sent."""

import io
import zipfile
from pathlib import Path

from tests.tools.say import line

MEGABYTE = 1_000_000


def zipped(program: Path) -> int:
    """Returns the size of a program in an archive, packed as tightly as a deployment packs it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        file.write(program, "bootstrap")
    return len(archive.getvalue())


def show(folder: Path) -> None:
    """Prints the smallest, the middle and the largest function of a folder, and the sum."""
    programs = sorted(folder.glob("*/bootstrap"), key=lambda program: program.stat().st_size)
    if not programs:
        line(f"   no function in {folder}")
        return
    for word, program in (("smallest", programs[0]), ("middle", programs[len(programs) // 2]), ("largest", programs[-1])):
        size = program.stat().st_size
        line(f"   {word:9} {size / MEGABYTE:6.1f} MB, zipped {zipped(program) / MEGABYTE:5.1f} MB   {program.parent.name}")
    whole = sum(program.stat().st_size for program in programs)
    line(f"   {'all':9} {whole / MEGABYTE:6.1f} MB, {len(programs)} functions")
