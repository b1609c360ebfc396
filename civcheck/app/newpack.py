"""Beginning a rule pack: a folder made from a document's text, every sentence numbered and still uncovered."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from civcheck.app.drafts import drafts, quoted
from civcheck.app.trace import sentences_of
from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.reading import limits
from civcheck.reading.text import decode

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")

_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")

_PACK = """\
# 哪一份文件。其余各键见 docs/rules.md
id: {id}
version: 0.1.0
title: {title}
period: {{from: {year}-01-01, to: {year}-12-31}}
closes: {year}-12-31        # 最后一个时间窗或期限结束的那一天
source: {{file: source.txt, sha256: {digest}}}
# params:                  # 原文没有写、由我们定的数
#   材料期限: {{value: 15, unit: 天, basis: 推断, why: 原文没有天数}}
# declared:                # 宣示：没有可查的动作的句子，逐句写明理由
#   - {{id: P1, quote: 原文里的一段, because: 只说明目的}}
# metadata:                # 网页、文头等不是正文的行
#   - {{from: 1, to: 1, because: 标题}}
"""

_TERMS = """\
# 规则里用到的名称都在这里登记。其余各键见 docs/rules.md
unit_types:
  本单位: {}               # 单位类型，如 县区司法局: {is_a: 司法局}
sorts:
  活动: {shown_by: record}
kinds:
  活动记录: {sort: 活动, about: 一次活动}
  文件资料: {about: 一份文件，至少附一个附件}
roles:
  方案: {}
  图片: {files: 图片}
  报道: {link: true}
  文件: {}
"""

_HEAD = """\
# 一个要点一个文件，文件名是“编号-标题.yaml”。下面是原文的每一句，都还没有规则回答。
# 一句一条规则或几条；去掉行首的 # 就生效，再照原文改 title、obligation、select、expect。
# 没有可查的动作的句子写到 pack.yaml 的 declared。做完一句，civcheck rules trace 就少一句。
"""

_DRAFT_BYTES = 200
"""What a draft has beside its sentence."""


def new_pack(text_file: Path, pack_id: str, root: Path, title: str | None, year: int) -> list[Path]:
    """Write a pack into the new folder ``root`` and give the files written.

    Raises:
        UsageError: the id is none, the text cannot be read or is too long, or the folder is there already.
    """
    if _ID.fullmatch(pack_id) is None:
        raise UsageError(msg("error.pack-id", value=sanitize(pack_id)))
    if not 1949 <= year <= 2199:
        raise UsageError(msg("error.pack-year", value=str(year)))
    text = _text_of(text_file)
    sentences = sentences_of(text)
    source = text.encode()
    too_long = UsageError(msg("error.text-too-long", path=sanitize(str(text_file))))
    if len(source) + _DRAFT_BYTES * len(sentences) > limits.RECORD_BYTES:
        raise too_long
    point = "".join((_HEAD, *drafts(text, sentences))).encode()
    if len(point) > limits.RECORD_BYTES:  # no reader of packs would take it
        raise too_long
    title = title or sentences[0][1].strip().strip("。！？；;")[:60]
    files = {
        "source.txt": source,
        "pack.yaml": _PACK.format(
            id=pack_id, title=quoted(title), year=year, digest=hashlib.sha256(source).hexdigest()
        ).encode(),
        "terms.yaml": _TERMS.encode(),
        "01-全文.yaml": point,
    }
    try:
        root.mkdir(parents=True)
    except OSError:
        raise UsageError(msg("error.pack-there", path=sanitize(str(root)))) from None
    for name, raw in files.items():
        (root / name).write_bytes(raw)
    return [root / name for name in files]


def _is_utf8(raw: bytes) -> bool:
    """Tell whether bytes are UTF-8; Chinese in another encoding is not, so a NUL in what is makes it none of these."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(limits.RECORD_BYTES + 1)
    except OSError:
        raise UsageError(msg("error.no-text", path=sanitize(str(file)))) from None
    text = decode(raw, lambda _: not _is_utf8(raw)).text if len(raw) <= limits.RECORD_BYTES else None
    if text is None or not text.strip():
        raise UsageError(msg("error.no-text", path=sanitize(str(file))))
    if "\0" in text:
        line = str(text.count("\n", 0, text.index("\0")) + 1)
        raise UsageError(msg("error.text-nul", path=sanitize(str(file)), line=line))
    text = _CONTROL.sub("", text)  # form feeds and bells say nothing, and no quote could hold them
    return text if text.endswith("\n") else text + "\n"
