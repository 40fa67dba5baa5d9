"""What is installed, and what could carry code: pinned with hashes, and nothing that unpickles or trusts a model folder."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = [Requirement(told) for told in re.findall(r"^([A-Za-z0-9][^\n]*?==[^\n]*?) \\$", LOCK, re.MULTILINE)]
"""Every pin of the lock; one package may have several, each for other releases of Python."""
HERE = {
    canonicalize_name(pin.name): next(iter(pin.specifier)).version
    for pin in PINS
    if pin.marker is None or pin.marker.evaluate()
}
UNSAFE_CALLS = {"pickle", "cPickle", "joblib", "dill", "marshal", "shelve"}
UNSAFE_NAMES = {"eval", "exec", "compile", "__import__"}


def requirements() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for told in [*project["dependencies"], *extras["playground"], *extras["openvino"], *extras["test"]]:
        yield Requirement(told)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_every_dependency_is_pinned_to_a_version_that_fits(python: str) -> None:
    beside = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    pinned = {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for pin in PINS
        if pin.marker is None or pin.marker.evaluate(beside)
    }
    for requirement in requirements():
        if requirement.marker is None or requirement.marker.evaluate(beside):
            version = pinned.get(canonicalize_name(requirement.name))
            assert version is not None, requirement.name
            assert requirement.specifier.contains(version), (requirement, version)


def test_the_lock_is_for_processors_alone() -> None:
    assert [pin.name for pin in PINS if re.match(r"nvidia|cuda|triton", pin.name)] == []


@pytest.mark.skipif("PIP_CONSTRAINT" not in os.environ, reason="only .ci/run installs from the lock")
def test_what_is_tested_is_what_the_lock_names() -> None:
    installed = {canonicalize_name(d.name): d.version.split("+")[0] for d in distributions()}
    assert {n: v for n, v in installed.items() if n in HERE} == {n: v for n, v in HERE.items() if n in installed}
    assert HERE.keys() - installed.keys() <= {"pip", "setuptools"}


def test_every_pin_has_hashes_and_none_names_a_place() -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PINS) > 100
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", block) for block in blocks)
    assert "://" not in LOCK


def test_nothing_unpickles_and_no_model_folder_is_trusted() -> None:
    for path in (p for package in ("bot", "index") for p in (ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            imported = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in imported} & UNSAFE_CALLS, path
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in UNSAFE_NAMES | {"torch.load", "np.load", "numpy.load"}, path
                assert not called.endswith("read_index") or path.name == "vectors.py", path
                trusting = [k for k in node.keywords if k.arg in ("trust_remote_code", "allow_pickle")]
                assert all(isinstance(k.value, ast.Constant) and k.value.value is False for k in trusting), path


KNOWN_STARTUP = re.compile(r"distutils-precedence|__editable__|_?onrecord|virtualenv|a1_coverage|^_.*|.*nspkg")


@pytest.mark.parametrize("distribution", [d.name for d in distributions() if canonicalize_name(d.name) in HERE])
def test_no_dependency_runs_code_at_every_start(distribution: str) -> None:
    files = next(d for d in distributions() if d.name == distribution).files or []
    assert [f for f in files if f.suffix == ".pth" and not KNOWN_STARTUP.match(f.stem)] == []


def test_the_licences_of_the_weights_are_shipped_beside_them() -> None:
    models = ROOT / "index" / "models"
    notice = (models / "NOTICE.md").read_text(encoding="utf-8")
    for path in models.rglob("*"):
        if path.suffix in (".onnx", ".json"):
            assert path.name in notice, path.name
    assert "Version 2.0, January 2004" in (models / "licences" / "Apache-2.0.txt").read_text(encoding="utf-8")
