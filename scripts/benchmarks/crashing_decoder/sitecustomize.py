"""Stands in for a bug in a native decoder: first on PYTHONPATH, it breaks simplejpeg.

Files with certain bytes end the process that decodes them, or keep it for ever, or take all memory.
Nothing happens without CRASHING_DECODER in the environment.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from types import ModuleType
from typing import Any

ABORTS, SPINS, EATS = b"ABORTS-HERE", b"SPINS-HERE", b"EATS-HERE"


def break_down(data: bytes) -> None:
    if ABORTS in data:
        os.abort()
    while SPINS in data:
        pass
    eaten = []
    while EATS in data:
        eaten.append(bytearray(b"x") * 10_000_000)


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != "simplejpeg":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None
        loader: Any = spec.loader
        load = loader.exec_module

        def load_broken(module: ModuleType) -> None:
            load(module)
            whole: Any = module.__dict__["decode_jpeg"]

            def decode_jpeg(data: bytes, *arguments: Any, **options: Any) -> Any:
                break_down(bytes(data))
                return whole(data, *arguments, **options)

            module.__dict__["decode_jpeg"] = decode_jpeg

        loader.exec_module = load_broken
        return spec


if os.environ.get("CRASHING_DECODER"):
    sys.meta_path.insert(0, Finder())
