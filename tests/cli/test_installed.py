"""An installed copy: all that the code reads travels with it, and it runs away from the checkout."""

import importlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

BESIDE = Path("share") / "community-policing"
READS = """
import json, sys
sys.prefix = sys.argv[1]
from community_policing.core import paths
from community_policing.core.geography import governorates
from community_policing.dataset.load import load
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme
seats = measure("attendances", Programme.of(load(paths.DATA / "demonstration"))).value
print(json.dumps([str(paths.PACKAGE), str(paths.ROOT), len(governorates()), seats.low]))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment: `lib` and `share` as setuptools fills them, without a network."""
    pytest.importorskip("setuptools", reason="Python before 3.12 brings it along")
    folder = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable, "-c", "import setuptools; setuptools.setup()",
        "build", f"--build-base={folder / 'build'}", f"--build-lib={folder / 'lib'}", "install_data", f"--install-dir={folder}",
    ]  # fmt: skip
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stderr
    return folder


def files(folder: Path) -> set[str]:
    """Every file below a folder that is not made by Python itself."""
    every = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {str(file.relative_to(folder)) for file in every}


def test_every_file_of_the_package_travels(installed: Path) -> None:
    """Fonts, styles, templates and settings as well as modules."""
    for package in ("community_policing", "pages"):
        assert files(installed / "lib" / package) == files(ROOT / package)
    assert (installed / "lib" / "app.py").is_file()


def test_data_layers_and_settings_travel(installed: Path) -> None:
    """What the code reads from beside the package; the programs that make it stay behind."""
    beside = installed / BESIDE
    assert files(beside / "geo") == {name for name in files(ROOT / "geo") if name.endswith((".csv", ".geojson"))}
    for name in ("demonstration", "public_record"):
        own = {file for file in files(ROOT / "data" / name) if file.endswith((".csv", ".json", ".toml"))}
        assert files(beside / "data" / name) == own
    settings = Path(".streamlit") / "config.toml"
    assert (beside / settings).read_bytes() == (ROOT / settings).read_bytes()


def test_it_reads_its_own_data_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    """The governorates and the demonstration's attendances, from the copy's own files."""
    environment = {**os.environ, "PYTHONPATH": str(installed / "lib"), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run([sys.executable, "-c", READS, str(installed)], cwd=tmp_path, env=environment, capture_output=True,
                         text=True, timeout=120, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [str(installed / "lib" / "community_policing"), str(installed / BESIDE), 18, 1126]


def test_cpf_is_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`cpf` has the commands of `python -m community_policing`, and says its own name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, function = project["scripts"]["cpf"].partition(":")
    monkeypatch.setattr(sys, "argv", ["/usr/bin/cpf", "--help"])
    with pytest.raises(SystemExit) as ended:
        getattr(importlib.import_module(module), function)()
    said = capsys.readouterr().out
    assert (ended.value.code, said.startswith("usage: cpf ")) == (0, True)
    listed = {line.split()[0] for line in said.splitlines() if line.startswith("    ") and line.strip()}
    assert {"serve", "check", "publish", "releases", "rollback", "export", "prune", "brief", "migrate"} <= listed
