"""From a path to spec classes; what is said when there is no way."""

from __future__ import annotations

import ast
import linecache
import os
import signal
import sys
import threading
import typing
from pathlib import Path
from textwrap import dedent
from types import FunctionType

import pytest

from modelcheck.frontend.discovery import find_specs
from modelcheck.frontend.errors import loading as errors
from modelcheck.frontend.loading import LoadedFile, open_spec
from modelcheck.lang import Spec
from modelcheck.source.diagnostic import ConfigError, Diagnostic, SpecError
from modelcheck.source.span import NOWHERE, Span

HEAD = "from modelcheck.lang import Spec, variant\n"
SPEC = HEAD + "class S(Spec):\n    n: bool\n"


def load(folder: Path, text: str, name: str = "s.py", **files: str) -> LoadedFile:
    for other, content in files.items():
        (folder / f"{other}.py").write_text(dedent(content))
    (folder / name).write_text(text)
    return open_spec(folder / name, {}, shown=f"specs/{name}", limit_s=0.5)


def rejected(folder: Path, text: str, **files: str) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        load(folder, text, **files)
    (finding,) = caught.value.diagnostics
    return finding


def unreadable(path: Path) -> errors.UnreadableFile:
    with pytest.raises(ConfigError) as caught:
        open_spec(path, {}, shown="it")
    (finding,) = caught.value.diagnostics
    assert isinstance(finding, errors.UnreadableFile)
    assert finding.code == "MC101"
    assert finding.span == NOWHERE
    return finding


def at(finding: Diagnostic) -> tuple[str, int, int, int]:
    span = finding.span
    return (span.path, span.line, span.column, span.end_column)


# Classes


def test_a_files_specs_are_those_that_it_defines_in_source_order(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        HEAD
        + "from base import Base\n"
        + "class Late(Base): ...\n"
        + "@variant(breaks='x')\nclass Twin(Late): ...\n"
        + "class Son(Twin): ...\n"
        + "class Other: ...\n",
        base="from modelcheck.lang import Spec\nclass Base(Spec): ...\n",
    )
    assert [each.name for each in loaded.specs] == ["Late", "Twin", "Son"]
    assert [each.variant is not None for each in loaded.specs] == [False, True, False]
    assert [each.span.line for each in loaded.specs] == [3, 5, 6]
    assert loaded.specs[1].span == Span("specs/s.py", 5, 7, 5, 11)
    assert all(issubclass(each.cls, Spec) for each in loaded.specs)
    assert isinstance(loaded.specs[0].node, ast.ClassDef)


def test_the_main_spec_is_the_one_that_is_no_variant(tmp_path: Path) -> None:
    loaded = load(tmp_path, SPEC + "@variant(breaks='x')\nclass T(S): ...\n")
    assert loaded.main().name == "S"
    assert loaded.named("T").variant is not None


def test_several_specs_need_a_name(tmp_path: Path) -> None:
    loaded = load(tmp_path, SPEC + "class T(Spec): ...\n")
    with pytest.raises(SpecError) as caught:
        loaded.main()
    (finding,) = caught.value.diagnostics
    assert finding.code == "MC106"
    assert finding.message == "`specs/s.py` has several specs: `S`, `T`"
    assert at(finding) == ("specs/s.py", 4, 7, 8)


def test_a_file_of_variants_has_no_main_spec(tmp_path: Path) -> None:
    loaded = load(tmp_path, HEAD + "@variant(breaks='x')\nclass T(Spec): ...\n")
    with pytest.raises(SpecError, match="has only variants") as caught:
        loaded.main()
    assert caught.value.diagnostics[0].code == "MC105"


def test_an_unknown_class_is_met_with_the_classes_there_are(tmp_path: Path) -> None:
    loaded = load(tmp_path, SPEC.replace("class S", "class Bounded"))
    with pytest.raises(ConfigError) as caught:
        loaded.named("Bonded")
    (finding,) = caught.value.diagnostics
    assert finding.code == "MC103"
    assert finding.message == "`specs/s.py` has no spec `Bonded`; it has `Bounded`"
    assert finding.help == "did you mean `Bounded`?"


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_an_empty_file_is_no_spec(tmp_path: Path, text: str) -> None:
    finding = rejected(tmp_path, text)
    assert (finding.code, finding.message) == ("MC105", "`specs/s.py` is empty")
    assert finding.span.path == "specs/s.py"


def test_a_file_without_a_spec_class_is_no_spec(tmp_path: Path) -> None:
    finding = rejected(tmp_path, "from b import S\n", b=SPEC)
    assert finding.code == "MC105"
    assert finding.message == "`specs/s.py` has no class that derives from `Spec`"


# Files


def test_a_missing_file_is_refused_with_the_closest_one(tmp_path: Path) -> None:
    (tmp_path / "isis.py").write_text("")
    finding = unreadable(tmp_path / "issis.py")
    assert finding.message == "`it` does not exist"
    assert finding.help == "did you mean `isis.py`?"


def test_a_path_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "no folder" in unreadable(tmp_path / "no" / "s.py").help


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert unreadable(tmp_path).message == "`it` is a folder"


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("")
    assert unreadable(tmp_path / "s.toml").message == "`it` is not a Python file"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "s.py")
    assert unreadable(tmp_path / "s.py").message == "`it` is no regular file"


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:  # whoever runs the tests may be allowed to read everything
        raise PermissionError(13, "Permission denied")

    (tmp_path / "s.py").write_text(SPEC)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert unreadable(tmp_path / "s.py").message == "`it` cannot be read: permission denied"


@pytest.mark.parametrize("name", ["\0.py", "x" * 5000 + ".py", "file.py/s.py"])
def test_a_path_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.py").write_text("")
    assert unreadable(tmp_path / name).message.startswith("`it` ")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x7fELF\x02\x01\x01\0\xff\xfe", "invalid or missing encoding declaration"),
        (b"# one\n# two\nx = '\xff'\n", "line 3 is no utf-8 text"),
        (b"# coding: klingon\n", "unknown encoding: klingon"),
        (b"# coding: rot13\nx = 1\n", "is not a text encoding"),
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "s.py").write_bytes(data)
    with pytest.raises(SpecError) as caught:
        open_spec(tmp_path / "s.py", {}, shown="it")
    (finding,) = caught.value.diagnostics
    assert finding.code == "MC104"
    assert why in finding.message
    assert finding.span.path == "it"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + SPEC.encode() + "é = 'é'".encode(),
        b"# -*- coding: latin-1 -*-\n" + SPEC.encode() + "é = 'é'".encode("latin-1"),
        SPEC.replace("\n", "\r\n").encode() + "é = 'é'".encode(),
    ],
    ids=["byte order mark", "declared", "carriage returns"],
)
def test_encodings_are_read_as_cpython_reads_them(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "s.py").write_bytes(data)
    loaded = open_spec(tmp_path / "s.py", {})
    assert loaded.namespace["é"] == "é"
    assert loaded.source.lines[-1] == "é = 'é'"


# Syntax


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("x = = 1\n", (1, 5, 6), "invalid syntax"),
        ("é = '日本' ; x = = 3\n", (1, 16, 17), "invalid syntax"),
        ("def f():\n\tx = 'é' + = 1\n", (2, 12, 13), "invalid syntax"),
        ("日 = f(x for x in y, 1)\n", (1, 7, 19), "must be parenthesized"),
        ("é = 1; return 'é'\n", (1, 8, 18), "'return' outside function"),
        ("日=[1]; 日 = f(a=1, a=2)\n", (1, 19, 22), "keyword argument repeated"),
        ("x = (1,\n", (1, 5, 6), "'(' was never closed"),
        ("\té = 1\n", (1, 2, 3), "unexpected indent"),
        ("if x:\n  a\n b\n", (3, 2, 3), "unindent"),
        ("if x:\n\ta\n        b\n", (3, 9, 10), "inconsistent use of tabs"),
        ("class A:\n", (1, 1, 2), "expected an indented block"),
        ("x = '''é\n", (1, 5, 6), "unterminated"),
        ("é = 'a\0b'\n", (1, 7, 8), "null character"),
        ("x = " + "1" * 5000, (1, 1, 2), "4300 digits"),
        ("x = \\\n  日 日\n", (2, 5, 6), "invalid syntax"),
    ],
)
def test_a_syntax_error_has_its_columns_in_characters(
    tmp_path: Path, text: str, place: tuple[int, int, int], why: str
) -> None:
    finding = rejected(tmp_path, text)
    assert finding.code == "MC104"
    assert why in finding.message
    assert at(finding) == ("specs/s.py", *place)


@pytest.mark.parametrize(
    "text",
    ["x = " + "-" * 100_000 + "1\n", "x = " + "(" * 5000, "x = " + "1 + " * 50_000 + "1\n"],
    ids=["operators", "parentheses", "a long sum"],
)
def test_absurd_nesting_is_an_error_of_the_spec(tmp_path: Path, text: str) -> None:
    finding = rejected(tmp_path, text)
    assert finding.code == "MC104"
    assert "nested" in finding.message


# Words


@pytest.mark.parametrize(
    "word",
    [
        "always",
        "eventually",
        "happened",
        "leads_to",
        "temporal",
        "until",
    ],
)
@pytest.mark.parametrize("package", ["modelcheck", "modelcheck.lang"])
def test_words_of_later_versions_are_refused_by_name(
    tmp_path: Path, word: str, package: str
) -> None:
    finding = rejected(tmp_path, f"from {package} import Spec, {word} as it\n")
    assert finding.code == "MC107"
    assert finding.message.startswith(f"`{word}` comes with a later version")
    column = len(f"from {package} import Spec, ") + 1
    assert at(finding) == ("specs/s.py", 1, column, column + len(f"{word} as it"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("import modelcheck\nx = modelcheck.temporal\n", (2, 5, 24)),
        ("import modelcheck.lang\nx = modelcheck.lang.temporal\n", (2, 5, 29)),
        ("import modelcheck.lang as mc\nx = mc.temporal\n", (2, 5, 16)),
        ("from modelcheck import lang\nx = lang.temporal\n", (2, 5, 18)),
        ("from modelcheck.lang import *\nx = temporal\n", (2, 5, 13)),
        ("from b import y\n", (1, 29, 37)),
    ],
)
def test_a_later_word_is_found_however_it_is_reached(
    tmp_path: Path, text: str, place: tuple[int, int, int]
) -> None:
    b = "from modelcheck.lang import temporal\n"
    finding = rejected(tmp_path, text, b=b)
    assert finding.code == "MC107"
    assert at(finding)[1:] == place
    assert finding.span.path == ("specs/b.py" if " b " in text else "specs/s.py")


def test_an_unknown_word_is_refused_with_the_closest_one(tmp_path: Path) -> None:
    finding = rejected(tmp_path, "from modelcheck.lang import Spek\n")
    assert finding.code == "MC108"
    assert finding.help == "did you mean `Spec`?"
    assert at(finding) == ("specs/s.py", 1, 29, 33)


def test_a_word_that_is_like_no_other_is_met_with_all_words(tmp_path: Path) -> None:
    finding = rejected(tmp_path, "import modelcheck.lang as mc\nmc.qqqq\n")
    assert finding.code == "MC108"
    assert "invariant" in finding.help


def test_all_words_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        load(tmp_path, "from modelcheck.lang import until, Spek\n")
    assert [each.code for each in caught.value.diagnostics] == ["MC107", "MC108"]


# Execution


@pytest.mark.parametrize(
    ("text", "code", "what", "place"),
    [
        ("import nowhere_at_all\n", "MC109", "No module named 'nowhere_at_all'", (1, 1, 22)),
        ("from os import nothing\n", "MC109", "cannot import name 'nothing'", (1, 1, 23)),
        ("from . import x\n", "MC109", "relative import", (1, 1, 16)),
        ("é = '日'; x = 1 // 0\n", "MC110", "raises ZeroDivisionError: ", (1, 14, 20)),
        ("def f():\n    raise KeyError\nf()\n", "MC110", "raises KeyError", (2, 5, 19)),
        ("import sys\nsys.exit(3)\n", "MC110", "ends the program", (2, 1, 12)),
        ("raise SystemExit\n", "MC110", "ends the program", (1, 1, 17)),
        ("raise BaseException('é\\nb')\n", "MC110", "BaseException: é", (1, 1, 28)),
        ("def f(): f()\nf()\n", "MC110", "raises RecursionError", (1, 10, 13)),
        ("import json\njson.loads('{')\n", "MC110", "JSONDecodeError", (2, 1, 16)),
        ("from modelcheck.lang import *\noneof([1])\n", "MC110", "OutsideRunError", (2, 1, 11)),
        ("while True:\n    pass\n", "MC119", "longer than 0.5 seconds", (1, 1, 9)),
        ("while 1:\n  try:\n    len('')\n  except:\n    pass\n", "MC119", "longer", (1, 1, 9)),
        (
            "try:\n  while 1:\n    x = 1\nexcept:\n  while 1:\n    x = 2\n",
            "MC119",
            "longer",
            (1, 1, 10),
        ),
        ("def f():\n    while 1: pass\n\nx = [\n  f()]\n", "MC119", "longer", (4, 1, 7)),
    ],
)
def test_a_module_that_fails_is_rejected_in_its_own_line(
    tmp_path: Path, text: str, code: str, what: str, place: tuple[int, int, int]
) -> None:
    finding = rejected(tmp_path, text)
    assert finding.code == code
    assert what in finding.message
    assert "\n" not in finding.message
    assert at(finding) == ("specs/s.py", *place)


def test_an_exception_without_a_text_is_named(tmp_path: Path) -> None:
    text = "class E(Exception):\n    def __str__(self): return 1 / 0\nraise E\n"
    assert rejected(tmp_path, text).message == "reading this file raises E"


def test_a_failure_in_a_local_module_is_shown_there(tmp_path: Path) -> None:
    finding = rejected(tmp_path, "import b\n", b="x = 1\ny = x // 0\n")
    assert at(finding) == ("specs/b.py", 2, 5, 11)


def test_a_size_in_a_local_module_is_shown_there(tmp_path: Path) -> None:
    b = "from modelcheck.lang import Ordered\nclass P(Ordered, size=5000): ...\n"
    finding = rejected(tmp_path, "import b\n", b=b)
    assert (finding.code, finding.message) == ("MC113", "`P` cannot have 5000 elements")
    assert at(finding)[:2] == ("specs/b.py", 2)


def test_a_long_message_is_cut(tmp_path: Path) -> None:
    assert len(rejected(tmp_path, "raise ValueError('x' * 10_000)\n").message) < 300


@pytest.mark.parametrize(
    ("text", "place"), [("é = (\n", (1, 5, 6)), ("é = 1; return 'é'\n", (1, 8, 18))]
)
def test_a_syntax_error_in_a_local_module_is_shown_there(
    tmp_path: Path, text: str, place: tuple[int, int, int]
) -> None:
    finding = rejected(tmp_path, "import b\n", b=text)
    assert finding.code == "MC104"
    assert at(finding) == ("specs/b.py", *place)


def test_an_interrupt_by_the_person_is_no_finding(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        load(tmp_path, "raise KeyboardInterrupt\n")


def test_a_module_runs_as_an_import_would_run_it(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        "from __future__ import annotations\n"
        + SPEC
        + dedent(
            """\
            import sys, pickle
            from dataclasses import dataclass
            from typing import ClassVar, NamedTuple
            from helper import value
            name, file, first = __name__, __file__, sys.path[0]
            @dataclass
            class D:
                x: ClassVar[int]
                y: int = 0
            class R(NamedTuple):
                n: int
            again = pickle.loads(pickle.dumps(R(3)))
            assert name != "__main__"
            """
        ),
        helper="value = 3\n",
    )
    assert loaded.namespace["name"] == "s"
    assert loaded.namespace["file"] == str((tmp_path / "s.py").resolve())
    assert loaded.namespace["first"] == str(tmp_path.resolve())
    assert loaded.namespace["again"] == (3,)


def test_the_interpreter_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    before = (list(sys.path), dict(sys.modules), sys.stdout, sys.dont_write_bytecode)
    handler = signal.getsignal(signal.SIGALRM)
    load(tmp_path, SPEC + "import helper, package.inner, sys\nsys.path.append('x')\n",
         helper="import json\n", **make_package(tmp_path))  # fmt: skip
    after = (list(sys.path), dict(sys.modules), sys.stdout, sys.dont_write_bytecode)
    assert after == before
    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert not list(tmp_path.rglob("__pycache__"))


def make_package(folder: Path) -> dict[str, str]:
    (folder / "package").mkdir()
    return {"package/inner": "x = 1\n"}


def test_the_interpreter_is_left_as_it_was_after_a_failure(tmp_path: Path) -> None:
    before = (list(sys.path), dict(sys.modules), sys.stdout)
    rejected(tmp_path, "import b\nwhile True: pass\n", b="")
    assert (list(sys.path), dict(sys.modules), sys.stdout) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_loaded_module_of_the_same_name_comes_back(tmp_path: Path) -> None:
    queue = sys.modules["json"]
    loaded = load(tmp_path, SPEC, name="json.py")
    assert loaded.name == "json"
    assert sys.modules["json"] is queue


def test_local_modules_are_executed_anew(tmp_path: Path) -> None:
    first = load(tmp_path, SPEC + "import b\n", b="x = []\n")
    second = load(tmp_path, SPEC + "import b\n", b="x = [1]\n")
    assert first.imported["b"].namespace["x"] == []
    assert second.imported["b"].namespace["x"] == [1]


def test_what_a_module_prints_goes_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(tmp_path, SPEC + "print('hello')\n")
    assert capsys.readouterr() == ("", "hello\n")


def test_a_module_can_be_loaded_outside_of_the_main_thread(tmp_path: Path) -> None:
    loaded: list[LoadedFile] = []
    thread = threading.Thread(target=lambda: loaded.append(load(tmp_path, SPEC)))
    thread.start()
    thread.join()
    assert loaded[0].main().name == "S"


def test_debuggers_find_the_authors_lines(tmp_path: Path) -> None:
    loaded = load(tmp_path, SPEC + "def f(): return 1\n")
    function = loaded.namespace["f"]
    assert isinstance(function, FunctionType)
    file = function.__code__.co_filename
    assert linecache.getline(file, 4) == "def f(): return 1\n"
    load(tmp_path, SPEC + "def ff(): return 1\n")
    assert linecache.getline(file, 4) == "def ff(): return 1\n"


# Sources


def test_annotations_are_evaluated_in_the_namespace_of_their_class(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        "from __future__ import annotations\nfrom b import Base\n"
        "class Own: ...\nclass S(Base):\n    y: Own\n",
        b="from __future__ import annotations\nfrom modelcheck.lang import Spec\n"
        "class Theirs: ...\nclass Base(Spec):\n    x: Theirs\n",
    )
    hints: dict[str, object] = {}
    for cls in loaded.main().cls.__mro__[:2]:
        module = loaded.source_of(cls.__module__)
        assert module is not None
        single = type(cls.__name__, (), {"__annotations__": cls.__annotations__})
        hints |= typing.get_type_hints(single, dict(module.namespace))
    assert hints["y"] is loaded.namespace["Own"]
    assert hints["x"] is loaded.imported["b"].namespace["Theirs"]


def test_the_sources_of_local_modules_are_at_hand(tmp_path: Path) -> None:
    loaded = load(tmp_path, SPEC + "import b, json\n", b="y = 2\n")
    own, other = loaded.source_of("s"), loaded.source_of("b")
    assert own is not None
    assert own.tree is loaded.tree
    assert other is not None
    assert (other.source.path, other.source.text) == ("specs/b.py", "y = 2\n")
    assert isinstance(other.tree.body[0], ast.Assign)
    assert loaded.source_of("json") is None


def test_the_hash_is_of_the_texts_and_of_nothing_else(tmp_path: Path) -> None:
    text = SPEC + "import b\n"
    first = load(tmp_path, text, b="x = 1\n").hash
    assert first.startswith("sha256:")
    assert len(first) == len("sha256:") + 64
    assert load(tmp_path, text, b="x = 1\n").hash == first
    assert load(tmp_path, text, b="x = 2\n").hash != first
    assert load(tmp_path, text + "\n", b="x = 1\n").hash != first
    (tmp_path / "s.py").write_bytes(text.replace("\n", "\r\n").encode())
    assert open_spec(tmp_path / "s.py", {}).hash == first


# Folders


def test_the_specs_of_a_folder_are_found_by_their_classes(tmp_path: Path) -> None:
    texts = {
        "b.py": SPEC,
        "a/deep.py": "import modelcheck.lang as mc\nclass S(mc.Spec): ...\n",
        "broken.py": "from modelcheck import Spec\nclass (",
        "helper.py": "from modelcheck.lang import Symmetric\nclass P(Symmetric, size=2): ...\n",
        "other.py": "class S: ...\n",
        "Spec.txt": SPEC,
        "test_s.py": SPEC,
        "conftest.py": SPEC,
        ".hidden.py": SPEC,
        "tests/s.py": SPEC,
        ".git/s.py": SPEC,
        "__pycache__/s.py": SPEC,
        "venv/pyvenv.cfg": "",
        "venv/lib/s.py": SPEC,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = [each.relative_to(tmp_path).as_posix() for each in find_specs(tmp_path)]
    assert found == ["a/deep.py", "b.py", "broken.py"]


def test_specs_are_found_that_derive_from_those_of_a_file_beside_them(tmp_path: Path) -> None:
    texts = {
        "base.py": "import modelcheck as m\nclass S(m.Spec): ...\nclass T(S): ...\nclass N: ...\n",
        "derived.py": "from base import T as Base\nclass D(Base): ...\n",
        "again.py": "import derived as d\nclass E(d.D): ...\n",
        "star.py": "from again import *\nclass F(E): ...\n",
        "no_spec.py": "from base import N, T\nclass M(N): ...\n",
        "circle.py": "import round_\nclass C(round_.R): ...\n",
        "round_.py": "import circle\nclass R(circle.C): ...\n",
        "broken.py": "import base\nclass (",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    found = [each.name for each in find_specs(tmp_path)]
    assert found == ["again.py", "base.py", "derived.py", "star.py"]


def test_a_folder_without_specs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        find_specs(tmp_path)
    assert [each.code for each in caught.value.diagnostics] == ["MC102"]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        find_specs(tmp_path / "no")
    assert [each.code for each in caught.value.diagnostics] == ["MC101"]


# The catalogue


def test_every_finding_is_listed_and_has_a_code_of_its_own() -> None:
    defined = {
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, Diagnostic) and each is not Diagnostic
    }
    assert set(errors.LOADING) == defined
    codes = sorted(each.code for each in errors.LOADING)
    assert codes == [f"MC{number}" for number in (*range(101, 120), 281, 282)]
