"""An assistant gets what the command line gives, and nothing outside the folders it was shown."""

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from evidence_qc.errors import UsageError
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
