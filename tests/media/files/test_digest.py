"""The digest of a file is the same, however it is read."""

import io
from pathlib import Path

from evidence_qc.media.files.digest import sha256, sha256_file, sha256_stream


def test_three_ways_one_digest(tmp_path: Path) -> None:
    """Bytes, stream and file agree, also beyond one block; the empty digest is the known one."""
    data = bytes(range(256)) * 9000
    (tmp_path / "x").write_bytes(data)

    assert sha256(data) == sha256_stream(io.BytesIO(data)) == sha256_file(str(tmp_path / "x"))
    assert sha256(b"").startswith("e3b0c442")
