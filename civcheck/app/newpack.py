"""Beginning a rule pack: a folder made from a document's text, every sentence numbered and still uncovered."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

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
"""What a draft has beside its sentence, which stands in it twice at the most."""

_SENTENCE = """
# 第 {number} 句（第 {line} 行）
# - id: "1.{number}"
#   title: {title}
#   quote: {quote}
#   obligation: 应办
#   select: {{类型: 活动记录}}
#   expect: {{count: {{at_least: 1}}}}
#   remedy: 把办过的登记为“活动记录”，附当时形成的材料
"""


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
    if (
        2 * len(source) + _DRAFT_BYTES * len(sentences) > limits.RECORD_BYTES
    ):  # no reader of packs would take it
        raise UsageError(msg("error.text-too-long", path=sanitize(str(text_file))))
    title = title or sentences[0][1].strip().strip("。！？；;")[:60]
    files = {
        "source.txt": source,
        "pack.yaml": _PACK.format(
            id=pack_id, title=_quoted(title), year=year, digest=hashlib.sha256(source).hexdigest()
        ).encode(),
        "terms.yaml": _TERMS.encode(),
        "01-全文.yaml": "".join((_HEAD, *_drafts(text, sentences))).encode(),
    }
    try:
        root.mkdir(parents=True)
    except OSError:
        raise UsageError(msg("error.pack-there", path=sanitize(str(root)))) from None
    for name, raw in files.items():
        (root / name).write_bytes(raw)
    return [root / name for name in files]


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(limits.RECORD_BYTES + 1)
    except OSError:
        raise UsageError(msg("error.no-text", path=sanitize(str(file)))) from None
    text = decode(raw, lambda _: True).text if len(raw) <= limits.RECORD_BYTES else None
    if text is None or not text.strip() or "\0" in text:
        raise UsageError(msg("error.no-text", path=sanitize(str(file))))
    text = _CONTROL.sub("", text)  # form feeds and bells say nothing, and no quote could hold them
    return text if text.endswith("\n") else text + "\n"


def _drafts(text: str, sentences: list[tuple[int, str]]) -> list[str]:
    drafts = []
    for number, (start, sentence) in enumerate(sentences, start=1):
        line = text.count("\n", 0, start) + 1
        quote = _unique(text, sentences, number - 1)
        title = sentence.strip()[:20]
        drafts.append(_SENTENCE.format(number=number, line=line, title=_quoted(title), quote=_quoted(quote)))
    return drafts


def _unique(text: str, sentences: list[tuple[int, str]], index: int) -> str:
    """Quote a sentence; one that occurs again with what stands before it, and behind it where that is not enough."""
    first = last = index
    while True:
        end = sentences[last][0] + len(sentences[last][1])
        quote = text[sentences[first][0] : end].strip().rstrip("。；;")
        if text.count(quote) == 1 or (first == 0 and last == len(sentences) - 1):
            return quote
        if first > 0:
            first -= 1
        else:
            last += 1


def _quoted(text: str) -> str:
    """Write a text as YAML: as it stands, or in quotation marks where a sign in it means something else."""
    risky = (
        "\n" in text
        or text[:1] in "-?:,[]{}#&*!|>'\"%@` "
        or ": " in text
        or " #" in text
        or text.endswith(":")
    )
    return json.dumps(text, ensure_ascii=False) if risky else text
