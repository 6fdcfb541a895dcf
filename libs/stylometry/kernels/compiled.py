"""Compiles a kernel to machine code with numba, and keeps the result beside the sources.

numba keeps a compiled function for as long as its own file is unchanged, and does not notice changes of other files
that it uses. The folder of the results is therefore named after the contents of all sources of this package: after any
change everything is compiled again, which takes a minute once. No kernel uses anything outside of this package.
"""

# numba carries no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportPrivateImportUsage=false
# pyright: reportAttributeAccessIssue=false

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba

_P = ParamSpec("_P")
_R = TypeVar("_R")

_SOURCES = Path(__file__).parent


def _digest() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for source in sorted(_SOURCES.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _results() -> Path:
    """The folder beside the sources, or, if these are read-only, one in the folder of temporary files."""
    beside = _SOURCES / "__pycache__"
    if os.access(_SOURCES, os.W_OK):
        beside.mkdir(exist_ok=True)
    home = beside if os.access(beside, os.W_OK) else Path(tempfile.gettempdir())
    return home / f"compiled-{_digest()}"


numba.config.CACHE_DIR = str(_results())


def forget_other_versions() -> None:
    """Removes the results of sources that have changed since."""
    results = _results()
    for stale in results.parent.glob("compiled-*"):
        if stale != results:
            shutil.rmtree(stale, ignore_errors=True)


def compiled(kernel: Callable[_P, _R]) -> Callable[_P, _R]:
    """The same function, compiled at the first call with arguments of new types; it releases the GIL.

    Unlike in numpy, indices are not checked at run time: a kernel must not leave its arrays.
    """
    return cast("Callable[_P, _R]", numba.njit(cache=True, nogil=True, error_model="numpy")(kernel))


def compiled_sum(kernel: Callable[_P, _R]) -> Callable[_P, _R]:
    """As `compiled`, for a sum over floats whose order does not matter: it is vectorised."""
    options = {"reassoc", "contract", "nsz"}
    return cast("Callable[_P, _R]", numba.njit(cache=True, nogil=True, error_model="numpy", fastmath=options)(kernel))
