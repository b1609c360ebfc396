"""Ledgers on disk for the tests of reports and of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "sample_ledger"
UNIT = "单位名称: 江城市某区司法局\n单位类型: 县区司法局\n年度: 2017\n"
DECLARED = (
    UNIT
    + "文明单位级别: 无\n职能: 无\n组织: 无\n在职人数: 12\n其他事实:\n  有下级单位: 否\n  有下属文明单位: 否\n"
    + "  有推荐渠道: 否\n  有青年干警: 否\n  有女干警: 否\n  有基层联系点: 否\n  在册先进典型: 无\n  结对村: 无\n"
)
LECTURE = "类型: 道德法治讲堂\n标题: 第一期\n日期: 2017-03-15\n附件:\n  方案: 方案.docx\n"
BROKEN = "类型: 道德法治讲堂\n标题: 第二期\n日期：2017-05-15\n"

MOBILE = "13812345678"
RESIDENT = "11010519491231002X"
HOSTILE = (
    f"\x1b[31m红\x1b[0m\u202e反\u2066[bold red]粗[/bold red][/x]<b>标</b>&amp;{MOBILE}和{RESIDENT}\u200b尾"
)
"""An escape, bidi controls, markup of rich and HTML, a mobile and a resident's number, something invisible."""


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a ledger's files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return root


def good(root: Path) -> Path:
    """Write a ledger with one lecture."""
    return write(root, {"unit.yaml": DECLARED, "讲堂/记录.yaml": LECTURE, "讲堂/方案.docx": b"x"})


def incomplete(root: Path) -> Path:
    """Write a ledger with one lecture and one record that cannot be read."""
    return write(good(root), {"讲堂二/记录.yaml": BROKEN})


def broken(root: Path) -> Path:
    """Write a ledger with every honest mistake a clerk makes, one a file."""
    records = {
        "全角": "类型: 道德法治讲堂\n标题：甲\n日期: 2017-03-15\n",
        "制表": "类型: 道德法治讲堂\n标题: 甲\n附件:\n\t方案: a.docx\n",
        "缺空格": "类型: 道德法治讲堂\n标题:甲\n日期: 2017-03-15\n",
        "括号": "类型: 道德法治讲堂\n标题: [甲\n日期: 2017-03-15\n",
        "锚": "类型: 道德法治讲堂\n标题: &a 甲\n日期: 2017-03-15\n",
        "星": "类型: 道德法治讲堂\n标题: *甲\n日期: 2017-03-15\n",
        "标签": "类型: 道德法治讲堂\n标题: !!python/object:os.system 甲\n日期: 2017-03-15\n",
        "两次": "类型: 道德法治讲堂\n标题: 甲\n标题: 乙\n日期: 2017-03-15\n",
        "类型": "类型: 道德讲堂\n标题: 甲\n日期: 2017-03-15\n",
        "日期": "类型: 道德法治讲堂\n标题: 甲\n日期: 2017年3月\n",
        "没有这一天": "类型: 道德法治讲堂\n标题: 甲\n日期: 2017-02-30\n",
        "数": "类型: 道德法治讲堂\n标题: 甲\n日期: 2017-03-15\n参加人数: 全体干警\n",
        "键": "类型: 道德法治讲堂\n标题: 甲\n日期: 2017-03-15\n参加人: 12\n形势: 身边人讲身边事\n",
        "角色": "类型: 道德法治讲堂\n标题: 甲\n日期: 2017-03-15\n方案: a.docx\n附件: {方按: a.docx, 图片: 没有.jpg}\n",
        "路径": "类型: 道德法治讲堂\n标题: 甲\n日期: 2017-03-15\n附件: {方案: ../../../etc/passwd, 图片: C:\\a.jpg}\n",
        "值": "类型: 道德法治讲堂\n标题: 甲\n日期: 2017-03-15\n形式: 身边人讲身边的事\n关联: 没有\n归档: 档\n",
    }
    files: dict[str, str | bytes] = {f"{name}/记录.yaml": text for name, text in records.items()}
    files["空/记录.md"] = "---\n类型: 道德法治讲堂\n标题: 没有结束\n"
    files["乱/记录.yaml"] = b"\xff\xfe\x00\x01\x80"
    files["judgements.yaml"] = "- 规则: '9.99'\n  结论: 也许\n- 一句话\n"
    files["civcheck.toml"] = "params = 3\n[[[\n"
    files["unit.yaml"] = UNIT + "文明单位级别: 国级\n职能: 律师\n其他事实:\n  有下级: 是\n在职人数: 很多\n"
    return write(root, files)


def hostile(root: Path) -> Path:
    """Write a ledger with hostile text in every field, key, name and list that takes text."""
    quoted = (
        '"' + HOSTILE.replace("\x1b", "\\e").replace("\u202e", "\\u202e").replace("\u2066", "\\u2066") + '"'
    )
    long = "长" * 200
    record = f"""类型: 道德法治讲堂
标题: {quoted}
日期: 2017-03-15
编号: {quoted}
地点: {quoted}
主办: {quoted}
承办: {quoted}
联办单位: {quoted}
负责人: {quoted}
参加人数: {quoted}
时长: {quoted}
主题: {quoted}
对象: {quoted}
形式: {quoted}
主讲人: {quoted}
报送日期: {quoted}
归档: {{档号: {quoted}, 盒号: {quoted}}}
关联: {quoted}
链接: {quoted}
备注: {quoted}
其他: {{{quoted}: {quoted}}}
{quoted}: 键
附件:
  方案: {quoted}
  图片: [{{文件: {quoted}, 说明: {quoted}, 文号: {quoted}}}]
  {quoted}: 名.docx
"""
    unit = (
        DECLARED.replace("江城市某区司法局", quoted)
        + f"上级单位: {quoted}\n分工: {{'2': {quoted}}}\n{quoted}: 键\n"
    )
    judgement = (
        f"- {{规则: '2.7', 结论: 豁免, 理由: {quoted}, 认定人: {quoted}, 有效期至: 2019-01-01, 依据: {quoted}}}\n"
        f"- {{规则: {quoted}, 结论: {quoted}, 理由: 甲, 认定人: 乙, 有效期至: {quoted}}}\n"
    )
    files: dict[str, str | bytes] = {
        "unit.yaml": unit,
        "judgements.yaml": judgement,
        "civcheck.toml": f"[params]\n{quoted.replace(chr(92) + 'e', chr(92) + 'u001b')} = 1\n",
        "甲/记录.yaml": record,
        "乙/记录.yaml": f"类型: 道德法治讲堂\n标题: {long}\n日期: 2017-04-01\n附件: {{方案: {MOBILE}.docx}}\n",
        f"乙/{MOBILE}.docx": b"x",
        "丙/记录.yaml": f"类型: {quoted}\n标题: 甲\n日期: {quoted}\n",
        "丁/记录.yaml": f'标题: "甲\\n乙"\n类型: 道德法治讲堂\n日期: 2017-05-01\n{MOBILE}：错\n',
        f"[red]{MOBILE}\u202e\x1b[2J\n名/散件.docx": b"x",
        f"_{RESIDENT}/记录.yaml": "类型: 道德法治讲堂\n",
    }
    return write(root, files)
