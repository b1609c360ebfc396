"""The styles of the docx report: type of GB/T 9704 by name, sizes in half-points, lines in twentieths of a point."""

from __future__ import annotations

from typing import NamedTuple

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

LATIN = "Times New Roman"
SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"
LINE = 579
"""28.95 pt: 22 lines in 225 mm."""


class Style(NamedTuple):
    """A paragraph style; ``indent`` counts characters, ``line`` of 0 is one that grows with its text."""

    id: str
    name: str
    font: str = FANG
    size: int = 32
    bold: bool = False
    align: str = "both"
    indent: int = 2
    line: int = LINE
    level: int | None = None
    before: int = 0
    after: int = 0
    spacing: int = -5


STYLES = (
    Style("Title", "Title", TITLE, 44, align="center", indent=0, line=700, after=LINE),
    Style("Heading1", "heading 1", HEI, level=0),
    Style("Heading2", "heading 2", KAI, level=1),
    Style("Heading3", "heading 3", FANG, bold=True, level=2),
    Style("BodyText", "Body Text"),
    Style("SignatureBlock", "Signature Block", align="right", indent=0),
    Style("TableText", "Table Text", FANG, 21, align="left", indent=0, line=320, spacing=0),
    Style("TableNumber", "Table Number", FANG, 21, align="center", indent=0, line=320, spacing=0),
    Style("TableHead", "Table Head", HEI, 21, align="center", indent=0, line=320, spacing=0),
    Style("Footer", "footer", SONG, 28, align="right", indent=0, line=0, spacing=0),
)

_OWN = ("SignatureBlock", "TableText", "TableNumber", "TableHead")
"""Styles that Word has none of its own of."""


def styles_xml(lang: str) -> list[BaseOxmlElement]:
    """Give what the styles part holds: defaults, the paragraph styles, one for tables.

    Chinese text is Chinese and Latin text English in either language: called Chinese, 2017 is torn at line ends.
    """
    chinese = lang == "zh"
    head = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f"{_fonts(FANG, chinese)}<w:sz w:val='32'/><w:szCs w:val='32'/>"
        "<w:lang w:val='en-US' w:eastAsia='zh-CN' w:bidi='ar-SA'/>"
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/><w:qFormat/>"
        f"<w:pPr><w:spacing w:line='{LINE}' w:lineRule='exact'/><w:jc w:val='both'/></w:pPr>"
        "<w:rPr><w:spacing w:val='-5'/></w:rPr></w:style>"
        "<w:style w:type='table' w:default='1' w:styleId='TableNormal'><w:name w:val='Normal Table'/>"
        "<w:uiPriority w:val='99'/><w:tblPr><w:tblInd w:w='0' w:type='dxa'/><w:tblCellMar>"
        "<w:left w:w='45' w:type='dxa'/><w:right w:w='45' w:type='dxa'/></w:tblCellMar></w:tblPr></w:style>"
    )
    body = "".join(_style(style, chinese) for style in STYLES)
    return list(parse_xml(f"<w:styles {nsdecls('w')}>{head}{body}</w:styles>"))


def _style(style: Style, chinese: bool) -> str:
    rule = f" w:line='{style.line}' w:lineRule='exact'" if style.line else " w:line='240' w:lineRule='auto'"
    heading = style.level is not None
    is_bold = style.bold or (not chinese and (heading or style.id in ("Title", "TableHead")))
    own = " w:customStyle='1'" if style.id in _OWN else ""
    return (
        f"<w:style w:type='paragraph'{own} w:styleId='{style.id}'><w:name w:val='{style.name}'/>"
        "<w:basedOn w:val='Normal'/>"
        + ("<w:next w:val='BodyText'/>" if heading else "")
        + "<w:qFormat/><w:pPr>"
        + ("<w:keepNext/>" if heading else "")
        + ("<w:snapToGrid w:val='0'/>" if style.line != LINE else "")
        + f"<w:spacing w:before='{style.before}' w:after='{style.after}'{rule}/>"
        + f"<w:ind w:firstLineChars='{style.indent * 100}' w:firstLine='{style.indent * 320}'/>"
        + f"<w:jc w:val='{style.align if chinese or style.align != 'both' else 'left'}'/>"
        + (f"<w:outlineLvl w:val='{style.level}'/>" if heading else "")
        + f"</w:pPr><w:rPr>{_fonts(style.font, chinese)}"
        + ("<w:b/><w:bCs/>" if is_bold else "")
        + f"<w:spacing w:val='{style.spacing}'/><w:sz w:val='{style.size}'/><w:szCs w:val='{style.size}'/>"
        + "</w:rPr></w:style>"
    )


def _fonts(font: str, chinese: bool) -> str:
    """Name the fonts; the hint makes quotation marks and dashes those of the Chinese font."""
    hint = " w:hint='eastAsia'" if chinese else ""
    return f"<w:rFonts{hint} w:ascii='{LATIN}' w:eastAsia='{font}' w:hAnsi='{LATIN}' w:cs='{LATIN}'/>"
