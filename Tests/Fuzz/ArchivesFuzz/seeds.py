"""Writes small archives of each kind as seeds: a byte that chooses the target, then the input."""

import gzip
import hashlib
import io
import pathlib
import sys
import tarfile
import zipfile
import zlib

folder = pathlib.Path(sys.argv[1])
files = [("Takeout/a.ics", b"BEGIN:VCALENDAR\r\n" * 20), ("Takeout/\u00fc/b", b"x"), ("d/", b""), ("e", bytes(500))]


def save(name, target, data):
    (folder / name).write_bytes(bytes([target]) + data)


for method in (0, 8):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for path, content in files:
            archive.writestr(path, content)
        with archive.open("big", "w", force_zip64=True) as entry:
            entry.write(b"zip64")
    save(f"zip{method}", 0, stream.getvalue())
for kind in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=kind) as archive:
        for path, content in files:
            info = tarfile.TarInfo(path)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "e"
        archive.addfile(link)
    save(f"tar{kind}", 2, stream.getvalue())
    save(f"tgz{kind}", 3, gzip.compress(stream.getvalue()))
save("name1", 4, b"takeout-20240525T201456Z-3-001 (1).zip")
save("name2", 4, b"iCloud Photos Part 4 of 20 - Copy.zip")
packer = zlib.compressobj(1, zlib.DEFLATED, -15)
stretches = b"".join(hashlib.shake_128(bytes([n])).digest(300) * 100 for n in range(120))
save("inflated", 5, bytes([200, 0, 10, 250, 3, 128, 90, 200]) + packer.compress(stretches) + packer.flush())
