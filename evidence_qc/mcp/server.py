"""The tools behind the protocol's own SDK, on standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from evidence_qc.errors import EvidenceQcError, MissingDependencyError
from evidence_qc.mcp.folders import Folders
from evidence_qc.mcp.tools import Tools
from evidence_qc.version import VERSION


def make_server(folders: Folders) -> Any:
    """A server with the four tools, ready to run.

    Raises:
        MissingDependencyError: the extra ``mcp`` is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError as error:
        raise MissingDependencyError("error.mcp-sdk-missing") from error

    def explained(tool: Callable[..., Any]) -> Callable[..., Any]:
        """The tool, whose errors reach the assistant as one clear sentence."""

        @wraps(tool)
        def answer(*args: Any, **kwargs: Any) -> Any:
            try:
                return tool(*args, **kwargs)
            except EvidenceQcError as error:
                raise ToolError(str(error)) from error

        return answer

    server = MCPServer("evidence-qc", version=VERSION)
    tools = Tools(folders)
    for tool in (tools.check, tools.frames, tools.collage, tools.bundle):
        server.tool(name=tool.__name__)(explained(tool))
    return server


def serve(folders: Folders) -> None:
    """Answer on standard input and output until the other side leaves."""
    make_server(folders).run("stdio")
