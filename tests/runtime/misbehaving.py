"""A worker for tests: does what a broken decoder may do."""

import gc
import os
import sys
import tempfile
import time
from pathlib import Path

from evidence_qc.runtime.messages import Message
from evidence_qc.runtime.worker_main import Answer, Supervisor, work_for_supervisor


def handle(task: Message, supervisor: Supervisor) -> Answer:
    what = task.head["do"]
    if what == "crash":
        os.abort()
    elif what == "leave":
        Path(tempfile.mkdtemp(), "picture").write_bytes(b"somebody's photo")
        os.abort()
    elif what == "crash once":
        mark = Path(task.head["mark"])
        if not mark.exists():
            mark.touch()
            os.abort()
    elif what == "spin":
        Path(task.head["mark"]).write_text(str(os.getpid()))
        while True:
            pass
    elif what == "sleep":
        time.sleep(60)
    elif what == "eat":
        eaten = []
        while True:
            eaten.append(bytearray(b"x") * 5_000_000)
    elif what == "one large allocation":
        bytearray(100_000_000_000)
    elif what == "raise":
        raise KeyError("a bug")
    elif what == "print":
        sys.stdout.write("a library that talks")
        os.write(1, b"and one that writes past Python")
    elif what == "garble":
        os.write(supervisor._out.fileno(), b"\xff\xff\xff\xff no message")
        time.sleep(60)
    elif what == "take":
        with supervisor.take(task.head["pixels"]):
            pass
    elif what == "tell of garbage":
        return {"collects": gc.isenabled(), "frozen": gc.get_freeze_count()}, []
    return {"pid": os.getpid(), "echo": task.head.get("echo")}, [b"\x00\xff" * 3]


def main() -> None:
    work_for_supervisor(handle)
