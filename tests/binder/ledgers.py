"""Ledgers for tests of binders, and what a binder has of them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

MOBILE, OTHER, ID = "13812345678", "13987654321", "420106199001011215"
FILES: dict[str, str | bytes] = {
    "02-讲堂/记录.yaml": (
        "类型: 道德法治讲堂\n标题: 第一讲\n日期: 2017-03-15\n"
        "附件: {方案: [方案.txt, 名单.txt], 报道: ../共用/报道.txt}\n"
    ),
    "02-讲堂/方案.txt": "第一讲的方案",
    "02-讲堂/名单.txt": "签到",
    "12-志愿/三月.yaml": (
        "类型: 志愿服务\n标题: 清扫街道\n日期: 2017-03-05\n附件: {报道: ../共用/报道.txt}\n"
        "---\n类型: 志愿服务\n标题: 植树\n日期: 2017-03-12\n附件: {方案: 植树.txt}\n"
    ),
    "12-志愿/植树.txt": "植树的方案",
    "共用/报道.txt": "两件事的报道",
    "没有人写到.txt": "旧稿",
}
PERSONAL = FILES | {
    "02-讲堂/记录.yaml": str(FILES["02-讲堂/记录.yaml"]).replace("第一讲\n", f"第一讲 联系电话{MOBILE}\n")
    + f"备注: 联系人身份证号{ID}\n",
    "02-讲堂/名单.txt": f"签到：手机{OTHER}",
    "12-志愿/三月.yaml": str(FILES["12-志愿/三月.yaml"]).replace("植树.txt", f"植树-手机{OTHER}.txt"),
    f"12-志愿/植树-手机{OTHER}.txt": "植树的方案",
}
NUMBERS = (MOBILE, OTHER, ID)
OWN = "00-目录和报告"
SEAL = "封存.seal.json"


def files_of(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder, or in a zip file, by its path."""
    if folder.is_file():
        with zipfile.ZipFile(folder) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def copied(folder: Path) -> dict[str, bytes]:
    """Give the files of a binder that come from the ledger."""
    return {path: raw for path, raw in files_of(folder).items() if not path.startswith(OWN) and path != SEAL}


def texts_of(raw: bytes) -> str:
    """Give all the text of a file, of an office file that of its parts."""
    if not raw.startswith(b"PK"):
        return raw.decode("utf-8", "replace")
    import io

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def assert_sealed(folder: Path) -> None:
    """Hold the seal of a binder against its files: all of them but itself, by their digests."""
    files = files_of(folder)
    sealed = {each["name"]: each["digest"]["sha256"] for each in json.loads(files.pop(SEAL))["subject"]}
    assert sealed == {path: hashlib.sha256(raw).hexdigest() for path, raw in files.items()}
