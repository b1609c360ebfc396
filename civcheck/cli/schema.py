"""``civcheck schema``: the JSON Schemas of files of a ledger, and of what commands print as JSON."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from civcheck.cli.console import write_bytes
from civcheck.cli.options import Lang
from civcheck.cli.settings import settled


def schema(
    rules: Annotated[
        str, typer.Option("--rules", metavar="规则包", help="规则包的名称或文件夹")
    ] = "hubei-2017",
    unit: Annotated[bool, typer.Option("--unit", help="单位档案 unit.yaml 的")] = False,
    judgements: Annotated[bool, typer.Option("--judgements", help="人工认定 judgements.yaml 的")] = False,
    report: Annotated[bool, typer.Option("--report", help="json 报告的")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="verify --format json 的")] = False,
    privacy: Annotated[bool, typer.Option("--privacy", help="privacy --format json 的")] = False,
    lang: Lang = None,
) -> int:
    """打印 JSON Schema：默认是台账记录的，供编辑器补全和提示。"""
    from civcheck.app import schemas
    from civcheck.reading.rulepack import read_pack

    settled({"lang": lang})
    printed = {
        schemas.report_schema: report,
        schemas.verified_schema: verify,
        schemas.privacy_schema: privacy,
    }
    asked = next((make for make, is_asked in printed.items() if is_asked), None)
    if asked is not None:
        found = asked()
    else:
        of_file = schemas.unit_schema if unit else schemas.record_schema
        found = (schemas.judgements_schema if judgements else of_file)(read_pack(rules))
    write_bytes((json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode(), sys.stdout)
    return 0
