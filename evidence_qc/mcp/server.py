"""The tools behind the protocol's own SDK, on standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from evidence_qc.errors import EvidenceQcError, MissingDependencyError
from evidence_qc.mcp.folders import Folders
from evidence_qc.mcp.tools import Tools
from evidence_qc.runtime.progress import Silent
from evidence_qc.runtime.stop import StoppedError
from evidence_qc.version import VERSION


def make_server(folders: Folders) -> Any:
    """A server with the four tools, ready to run.

    Raises:
        MissingDependencyError: the extra ``mcp`` is not installed.
    """
    try:
        from anyio import to_thread
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError as error:
        raise MissingDependencyError("error.mcp-sdk-missing") from error

    def explained(tool: Callable[..., Any]) -> Callable[..., Any]:
        """The tool, whose errors reach the assistant as one clear sentence; it can be stopped."""

        @wraps(tool)
        async def answer(**arguments: Any) -> Any:
            stop = _Stop()
            call = partial(getattr(Tools(folders, stop), tool.__name__), **arguments)
            try:
                return await to_thread.run_sync(call, abandon_on_cancel=True)
            except EvidenceQcError as error:
                raise ToolError(str(error)) from error
            finally:
                stop.is_set = True

        return answer

    server = MCPServer("evidence-qc", version=VERSION)
    described = Tools(folders)
    for tool in (described.check, described.frames, described.collage, described.bundle):
        server.tool(name=tool.__name__)(explained(tool))
    return server


class _Stop(Silent):
    """Ends the work of a call at its next step, once nobody waits for the answer any more."""

    is_set = False

    def start(self, what: str, total: int | None) -> None:
        """A step begins; raises StoppedError once nobody waits."""
        self.advance(0)

    def advance(self, by: float = 1) -> None:
        """Some pieces are done; raises StoppedError once nobody waits."""
        if self.is_set:
            raise StoppedError


def serve(folders: Folders) -> None:
    """Answer on standard input and output until the other side leaves.

    Raises:
        BrokenPipeError: it left without waiting for an answer.
    """
    left: BaseException | None = None
    try:
        make_server(folders).run("stdio")
    except* BrokenPipeError as errors:
        left = errors
    if left is not None:
        raise BrokenPipeError from left
