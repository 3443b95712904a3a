"""All checks of the project, for people and for CI: ``nox --list`` shows them."""

import os
import tarfile
import zipfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["tests", "legacy", "lowest", "lint", "types", "build"]

# The last boto3 whose client `chime` has Voice Connectors and proxy sessions.
LEGACY = "1.37.1"
PACKAGE = Path("src/chime_proxy_mock")
JAVASCRIPT = Path("tests/clients/javascript")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests with the newest dependencies."""
    session.install("--editable", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def legacy(session: nox.Session) -> None:
    """Run the tests with the last boto3 that has the whole client chime."""
    session.install("--editable", ".[test]", f"boto3=={LEGACY}", f"botocore=={LEGACY}")
    session.run("pytest", *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest versions that pyproject.toml permits."""
    session.install("--resolution=lowest-direct", "--editable", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Run the tests and report which branches of the package they reach."""
    session.install("--editable", ".[test]")
    session.run("pytest", "--cov", *session.posargs)


@nox.session
def clients(session: nox.Session) -> None:
    """Run the tests that need the AWS CLI and, by npm, the AWS SDKs for JavaScript."""
    session.install("--editable", ".[test]")
    # The AWS CLI demands a botocore of its own.
    aws_cli = Path(session.create_tmp(), "aws-cli").resolve()
    session.run("uv", "venv", "--clear", str(aws_cli), external=True)
    session.run("uv", "pip", "install", f"--python={aws_cli}", "awscli", external=True)
    session.run("npm", "ci", "--ignore-scripts", "--prefix", str(JAVASCRIPT), external=True)
    path = os.pathsep.join([str(aws_cli / "bin"), os.environ["PATH"]])
    tests = ["tests/clients", "tests/test_documentation.py"]
    session.run("pytest", "-rs", *(session.posargs or tests), env={"PATH": path})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, formatting and the workflows of GitHub."""
    session.install("--group=lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    workflows = sorted(map(str, Path(".github/workflows").glob("*.yml")))
    check = ["check-jsonschema", "--builtin-schema"]
    session.run(*check, "vendor.github-workflows", *workflows)
    session.run(*check, "vendor.dependabot", ".github/dependabot.yml")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of everything."""
    session.install("--group=types", "--editable", ".[test]")
    session.run("mypy")


@nox.session
def build(session: nox.Session) -> None:
    """Build, look into what was built, and run the demo from it."""
    session.run("uv", "build", "--clear", external=True)
    (sdist,) = Path("dist").glob("*.tar.gz")
    (wheel,) = Path("dist").glob("*.whl")
    check_contents(session, sdist, wheel)
    session.install(f"{wheel}[server]")
    # Not from here, where the sources are.
    session.chdir(session.create_tmp())
    session.run("chime-proxy-mock", "demo")


def check_contents(session: nox.Session, sdist: Path, wheel: Path) -> None:
    """Fail unless the wheel has the package, and the sdist what its tests need as well."""
    package = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = {Path("src", name) for name in archive.namelist() if ".dist-info/" not in name}
    with tarfile.open(sdist) as archive:
        in_sdist = {Path(*Path(name).parts[1:]) for name in archive.getnames()}
    expected = package | {
        Path(name) for name in ("README.md", "LICENSE", "docs/why.md", "tests/conftest.py")
    }
    if in_wheel != package:
        session.error(f"The wheel is not the package: {sorted(in_wheel ^ package)}")
    if not expected <= in_sdist:
        session.error(f"The sdist lacks {sorted(expected - in_sdist)}")
