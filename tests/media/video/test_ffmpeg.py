"""The watched child process."""

import os
import sys
import time
from pathlib import Path

import pytest

from evidence_qc.errors import MissingDependencyError
from evidence_qc.media.video import ffmpeg
from evidence_qc.media.video.ffmpeg import FfmpegProcess, Timeouts, ffmpeg_path, run

posix = pytest.mark.skipif(os.name != "posix", reason="needs a shell script")


def program(folder: Path, body: str) -> str:
    path = folder / "fake-ffmpeg"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_ffmpeg_is_found_and_runs() -> None:
    """The shipped ffmpeg answers."""
    output, ended = run(["-version"])

    assert ended.returncode == 0
    assert b"ffmpeg version" in output


def test_a_missing_program_names_the_remedy() -> None:
    """No ffmpeg is an error with exit code 4, not a crash."""
    with pytest.raises(MissingDependencyError, match="pip install"):
        FfmpegProcess([], program="/nowhere/ffmpeg")


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform without a shipped ffmpeg is told what to install."""
    import imageio_ffmpeg

    def none() -> str:
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", none)

    with pytest.raises(MissingDependencyError):
        ffmpeg_path()


@posix
def test_a_silent_child_is_killed(tmp_path: Path) -> None:
    """A child that says nothing for longer than the timeout ends, and is reported so."""
    fake = program(tmp_path, "time.sleep(60)")
    with FfmpegProcess([], program=fake, timeouts=Timeouts(stall_s=0.3)) as process:
        output = process.read_all()
        ended = process.finish()

    assert output == b""
    assert ended.timed_out


@posix
def test_a_dripping_child_is_killed_at_the_total(tmp_path: Path) -> None:
    """Output now and then does not buy time for ever."""
    fake = program(
        tmp_path, "while True: sys.stdout.write('x'); sys.stdout.flush(); time.sleep(.05)"
    )
    with FfmpegProcess([], program=fake, timeouts=Timeouts(stall_s=5, total_s=0.6)) as process:
        process.read_all()
        ended = process.finish()

    assert ended.timed_out


@posix
def test_a_slow_reader_is_not_a_stall(tmp_path: Path) -> None:
    """Time that the reader spends on its own work does not count against the child."""
    fake = program(tmp_path, "sys.stdout.write('x' * 10)")
    with FfmpegProcess([], program=fake, timeouts=Timeouts(stall_s=0.3)) as process:
        time.sleep(0.6)
        output = process.read_all()
        ended = process.finish()

    assert output == b"x" * 10
    assert not ended.timed_out


@posix
def test_lines_come_as_they_are_written(tmp_path: Path) -> None:
    """Progress is heard while the child still runs, and its silence is still bounded."""
    body = "sys.stdout.write('a=1\\nb=2\\n'); sys.stdout.flush(); time.sleep(60)"
    fake = program(tmp_path, body)
    with FfmpegProcess([], program=fake, timeouts=Timeouts(stall_s=0.5)) as process:
        lines = list(process.lines())
        ended = process.finish()

    assert lines == ["a=1", "b=2"]
    assert ended.timed_out


@posix
def test_leaving_by_an_error_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C in the reader ends the child at once."""
    fake = program(tmp_path, "time.sleep(60)")
    with pytest.raises(KeyboardInterrupt), FfmpegProcess([], program=fake) as process:
        raise KeyboardInterrupt

    assert process._process.poll() is not None


@posix
def test_the_log_is_bounded(tmp_path: Path) -> None:
    """A child that writes a million lines does not fill the memory."""
    fake = program(tmp_path, "sys.stderr.write('line\\n' * 5000)")
    with FfmpegProcess([], program=fake) as process:
        process.read_all()
        ended = process.finish()

    assert len(ended.log) == 200


def test_any_name_is_a_local_file() -> None:
    """Names that look like options or addresses open files, and playlists open nothing."""
    arguments = ffmpeg.input_arguments("-y http://x")

    assert arguments[-1] == "file:-y http://x"
    assert "hls" not in arguments[arguments.index("-format_whitelist") + 1]


@posix
@pytest.mark.parametrize("limit", [1, 10, 3_000_000])
def test_no_more_is_read_than_asked_for(tmp_path: Path, limit: int) -> None:
    """A child that writes for ever fills no memory."""
    fake = program(tmp_path, "sys.stdout.buffer.write(b'x' * 2_500_000)")
    with FfmpegProcess([], program=fake) as process:
        output = process.read_all(limit)

    assert len(output) == min(limit, 2_500_000)
