"""An assistant gets what the command line gives, and nothing outside the folders it was shown."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import anyio
import pytest

from evidence_qc.errors import EvidenceQcError, UsageError
from evidence_qc.mcp.folders import Folders
from evidence_qc.mcp.tools import Tools
from tests.pictures import jpeg, scene


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("open/box.jpg", "closed/letter.jpg"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_bytes(jpeg(scene()))
    return tmp_path


@pytest.mark.parametrize(
    "way", ["{}/closed", "{}/open/../closed/letter.jpg", "/etc", "{}/open/out"]
)
def test_nothing_outside_is_read_or_written(folder: Path, way: str) -> None:
    (folder / "open" / "out").symlink_to(folder / "closed" / "letter.jpg")
    tools = Tools(Folders.of((str(folder / "open"),)))
    path = way.format(folder)

    with pytest.raises(UsageError, match="outside"):
        tools.check([path])
    with pytest.raises(UsageError, match="outside"):
        tools.collage([str(folder / "open" / "box.jpg")], path)


def test_a_folder_with_a_link_that_leads_out_is_refused(folder: Path) -> None:
    (folder / "open" / "deep").mkdir()
    (folder / "open" / "deep" / "x.jpg").symlink_to(folder / "closed" / "letter.jpg")

    with pytest.raises(UsageError, match=r"x\.jpg is outside"):
        Tools(Folders.of((str(folder / "open"),))).check([str(folder / "open")])


def test_a_folder_that_is_not_there(folder: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        Folders.of((str(folder / "none"),))


NEW_NAMES = ["{}/open/loop", "{}/open/*.jpg"]
"""Nothing to read, but what is written may be called so."""
ODD_PATHS = [
    *NEW_NAMES,
    *("", "\0", "{}/open/\0", "{}/open/loop/x", "y" * 5000, "{}/open/" + "y" * 300),
    *("\ud800", "{}/open/\udc80", "~", "{}/open/box.jpg/x"),
]


@pytest.mark.parametrize("way", ODD_PATHS, ids=ascii)
def test_an_odd_path_is_a_sentence(folder: Path, way: str) -> None:
    """To read or to write, of a photo or of a profile; and it can be sent as JSON."""
    (folder / "open/loop").symlink_to(folder / "open/loop")
    tools = Tools(Folders.of((str(folder / "open"),)))
    path, photo = way.format(folder), str(folder / "open" / "box.jpg")

    for call in (
        lambda: tools.check([path]),
        lambda: tools.check([photo], path + "/x.toml"),
        lambda: tools.collage([photo], path),
        lambda: tools.bundle(path, str(folder / "open/made")),
        lambda: tools.frames([path], str(folder / "open/stills")),
    ):
        if way in NEW_NAMES and "collage" in call.__code__.co_names:
            continue
        with pytest.raises(EvidenceQcError) as error:
            call()
        str(error.value).encode("utf-8")


@pytest.mark.parametrize("way", ["{}/closed/p.toml", "{}/open/link.toml", "{}/open/extends.toml"])
def test_no_profile_outside_is_read(folder: Path, way: str) -> None:
    """Not by its path, by a link, or because another extends it; those inside and shipped are."""
    (folder / "closed/p.toml").write_text('secret = "x"\n')
    (folder / "open/link.toml").symlink_to(folder / "closed/p.toml")
    (folder / "open/extends.toml").write_text('extends = "../closed/p.toml"\n')
    (folder / "open/base.toml").write_text('extends = "generic"\n')
    (folder / "open/own.toml").write_text('extends = "./base.toml"\n')
    tools = Tools(Folders.of((str(folder / "open"),)))

    with pytest.raises(UsageError, match="outside") as error:
        tools.folders.profile(way.format(folder))
    assert "secret" not in str(error.value)
    for known in ("paypal", str(folder / "open/own.toml")):
        assert tools.folders.profile(known) == known


@pytest.mark.parametrize("count", [0, -1, 101, 10**30])
def test_no_number_of_frames_is_a_sentence(folder: Path, count: int) -> None:
    opened = folder / "open"
    tools = Tools(Folders.of((str(opened),)))

    with pytest.raises(UsageError, match="1 to 100"):
        tools.frames([str(opened / "box.jpg")], str(opened / "out"), count)


@pytest.mark.slow
def test_the_sdk_s_own_client_is_answered(folder: Path) -> None:
    """Over standard input and output, as an assistant starts it."""
    from mcp import ClientSession, StdioServerParameters, stdio_client

    opened = str(folder / "open")
    photo = str(next((folder / "open").glob("*.jpg")))

    async def talk() -> tuple[list[str], Any, Any, list[Any]]:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "evidence_qc", "mcp", opened]
        )
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            await session.initialize()
            tools = [tool.name for tool in (await session.list_tools()).tools]
            checked = await session.call_tool("check", {"paths": [opened]})
            refused = await session.call_tool("check", {"paths": [str(folder / "closed")]})
            made = [
                await session.call_tool(name, {**given, "output": f"{opened}/{name}.jpg"})
                for name, given in (
                    ("collage", {"photos": [photo]}),
                    ("bundle", {"path": photo, "item": "Jacket"}),
                )
            ]
        return tools, checked, refused, made

    tools, checked, refused, made = anyio.run(talk)

    assert tools == ["check", "frames", "collage", "bundle"]
    answer = json.loads(checked.content[0].text)
    assert [file["verdict"] for file in answer["files"]] == ["good"]
    assert refused.is_error
    assert "outside the folders" in refused.content[0].text
    assert not any(answer.is_error for answer in made)
    assert (folder / "open/collage.jpg").is_file()
    assert (folder / "open/bundle.jpg/submit/1.jpg").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("is_heard", [True, False])
def test_who_leaves_in_the_middle_of_a_call_leaves_nothing(folder: Path, is_heard: bool) -> None:
    """Nobody learns of what would be made; whether it still listens while it leaves, or is dead."""
    for number in range(12):
        (folder / "open" / f"{number}.jpg").write_bytes(jpeg(scene(seed=number)))
    made = folder / "open" / "made"
    arguments = {"path": str(folder / "open"), "output": str(made)}
    calls = [
        {"id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-03-26", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}}},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "bundle", "arguments": arguments}},
    ]  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "evidence_qc", "mcp", str(folder / "open")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as server:  # fmt: skip
        assert server.stdin
        assert server.stdout
        assert server.stderr
        for call in calls:
            server.stdin.write(json.dumps({"jsonrpc": "2.0", **call}).encode() + b"\n")
            server.stdin.flush()
            if call.get("id") == 1:
                server.stdout.readline()
        time.sleep(0.2)
        if not is_heard:
            server.stdout.close()
        server.stdin.close()
        said = server.stderr.read().decode()
        code = server.wait(60)

    assert (code, "Traceback" in said) == (0, False)
    assert list((folder / "open").glob("*made*")) == []
