"""The English catalogue of input problems: for each code what is wrong, why it matters, and the cure."""

_TABLE: dict[str, tuple[str, str, str]] = {
    # --- of a stored report that another version wrote: its own words
    "stored": ("{text}", "{why}", "{cure}"),
    # --- files
    "unreadable": (
        "the file cannot be read",
        "there is no right to read it, or it is damaged",
        "check the rights of the file and try again",
    ),
    "not-fetched": (
        "the file has not been fetched: only a pointer of Git LFS is here",
        "its content is not in this folder and cannot be read",
        "run git lfs pull in the ledger's folder and audit again",
    ),
    "file-too-large": (
        "the file is larger than {limit} bytes",
        "files of records hold text only; larger ones are not read",
        "move long texts into attachments, or split the file",
    ),
    "not-text": (
        "not a text file that can be made out",
        "it is no ledger text in UTF-8, GB18030 or UTF-16",
        "save it as UTF-8 with a text editor",
    ),
    "encoding": (
        "the text is in {encoding} and was read all the same",
        "ledgers are best in UTF-8",
        "nothing needs to be changed; a text editor can save it as UTF-8",
    ),
    "folder-unreadable": (
        "the folder cannot be opened",
        "it may hold records that were not read",
        "check the rights of the folder and try again",
    ),
    "too-many-entries": (
        "too many files, more than {limit}; the others were not read",
        "no ledger has so many files",
        "check that the path is that of the ledger's folder",
    ),
    "too-many-records": (
        "more than {limit} records; the others were not read",
        "no ledger has so many records",
        "split it into ledgers by unit and year",
    ),
    "twin-names": (
        "two files have the same name, written in two ways",
        "only one of them can be told from the other",
        "rename one of them",
    ),
    "ledger-inside": (
        "there is another unit.yaml inside the ledger",
        "a ledger is of one unit and one year",
        "move that folder out of the ledger and audit it by itself",
    ),
    "two-unit-files": (
        "there are both unit.yaml and 单位.yaml",
        "only unit.yaml was read",
        "delete one of them",
    ),
    "toml": (
        "this is not TOML",
        "none of the settings in this file were used",
        "check quotation marks, brackets and equals signs; one “name = value” a line, texts in straight double quotes",
    ),
    "toml-list": (
        "“{key}” has to be a list of texts",
        "the setting was not used",
        'write {key} = ["drafts/*"]',
    ),
    "toml-table": (
        "“{key}” has to be a table",
        "the setting was not used",
        "write [{key}] and below it one a line",
    ),
    "unknown-param": (
        "the rule pack has no parameter “{key}”",
        "which one was meant cannot be told, so the audit is incomplete",
        "parameters: {names}.{meant?}",
    ),
    "param-locked": (
        "the parameter “{key}” cannot be changed",
        "the rule pack sets it to {now}, and ledgers may not change it; the audit goes by that",
        "delete this line",
    ),
    "param-looser": (
        "the parameter “{key}” cannot be changed to “{value}”",
        "the rule pack sets it to {now}, and it may only be made stricter; the audit goes by that",
        "write a stricter value, or delete this line",
    ),
    "param-value": (
        "the parameter “{key}” cannot be “{value}”",
        "in the rule pack it is {now}{unit}; what it was to be cannot be told, so the audit is incomplete",
        "write a value of the same sort, not below zero",
    ),
    "hygiene-unknown": (
        "there is no hygiene check “{check}”",
        "this line has no effect",
        "checks: {names}.{meant?}",
    ),
    "hygiene-off": (
        "a ledger cannot turn off the hygiene check “{check}”",
        "civcheck.toml may only make checks stricter; a check is turned off in pack.yaml of the rule pack, or by --no-hygiene",
        "delete this line",
    ),
    "hygiene-is-off": (
        "the hygiene check “{check}” is turned off by the rule pack",
        "its numbers have no effect",
        "delete this line",
    ),
    "hygiene-form": (
        "“{value}” is not how a hygiene check is written",
        "what is needed is which of its numbers becomes what; a rule pack may also say off",
        "in a rule pack write off, or below it days: 60; in civcheck.toml write [hygiene.long-silence] and below it days = 60",
    ),
    "hygiene-number": (
        "the hygiene check “{check}” has no number “{key}”",
        "this line has no effect",
        "numbers: {names?}.{meant?}",
    ),
    "hygiene-range": (
        "“{key}” cannot be “{value}”",
        "the number has to be within {least} to {most} ({unit})",
        "write a number within that range",
    ),
    "hygiene-looser": (
        "“{key}” of “{check}” cannot be changed to “{value}”",
        "it is {now}, and a ledger may only make it stricter; the check goes by that",
        "write a stricter number, or delete this line",
    ),
    # --- YAML
    "yaml": (
        "this is not YAML",
        "the whole record cannot be read",
        "compare indentation, colons and quotation marks with the lines around it",
    ),
    "bad-character": (
        "there is a character {character} that may not be there",
        "it mostly comes from pasting",
        "delete the character",
    ),
    "yaml-anchor": (
        "there is an anchor “&{name}”",
        "ledgers and rule packs do without anchors of YAML",
        "where & belongs to the value, put the value in quotation marks",
    ),
    "yaml-alias": (
        "there is an alias “*{name}”",
        "ledgers and rule packs do without aliases of YAML",
        "where * belongs to the value, put the value in quotation marks",
    ),
    "yaml-tag": (
        "there is a tag “{name}”",
        "ledgers and rule packs do without tags of YAML",
        "where ! belongs to the value, put the value in quotation marks",
    ),
    "yaml-merge": (
        "there is a merge key “<<”",
        "ledgers and rule packs do without merging of YAML",
        "write out every line",
    ),
    "yaml-directive": (
        "there is a % directive",
        "ledgers and rule packs do without directives of YAML",
        "delete this line",
    ),
    "several-documents": (
        "there are several documents in one part",
        "the line between them, ---, has to begin at the edge",
        "write --- at the edge between two records",
    ),
    "duplicate-key": (
        "“{key}” is written twice",
        "only one of the two values would be audited, and nobody can tell which",
        "delete one of the lines “{key}”",
    ),
    "key-not-text": ("the key is no text", "a key is one word", "check what stands before the colon"),
    "too-deep": (
        "nested deeper than {limit}",
        "no record of a ledger is so deep",
        "check indentation and brackets",
    ),
    "too-long": (
        "a value is longer than {limit} characters",
        "longer values are not read",
        "move the text into an attachment or the body",
    ),
    "too-many-items": (
        "a list has more than {limit} entries",
        "longer lists are not read",
        "split it into several records",
    ),
    "too-many-keys": (
        "more than {limit} keys",
        "no record has so many keys",
        "split it into several records",
    ),
    "tests-too-large": (
        "a file of tests with more than {limit} values",
        "larger files are not read, so none of its cases was run",
        "leave out cases and fields that are not needed, or split the file of rules, and its tests with it",
    ),
    "too-many-nodes": (
        "more than {limit} values",
        "larger records are not read",
        "split it into several records",
    ),
    "full-width-colon": (
        "the colon after “{key}” is full-width",
        "YAML only knows the half-width colon",
        "write “{key}: ” (a half-width colon and a blank)",
    ),
    "no-blank-after-colon": (
        "there is no blank after “{key}:”",
        "without a blank after the colon key and value cannot be told apart",
        "write “{key}: ” (a blank after the colon)",
    ),
    "full-width-quote": (
        "the value begins with a full-width quotation mark",
        "full-width quotation marks are none in YAML",
        "write half-width ones, or none",
    ),
    "quote-open": (
        "the quotation mark {sign} at the beginning of the value is not closed",
        "the next lines would be part of the value",
        "write {sign} at the end of the value, or take away the one at its beginning",
    ),
    "text-behind-quote": (
        "there is text after the closing quotation mark {sign}",
        "quotation marks enclose the whole value",
        "take them away; where they belong to the value, put all of it in {other}",
    ),
    "backslash-in-quotes": (
        "there is a backslash \\ in double quotes",
        "a backslash in double quotes means something else",
        "put the value in single quotes ' or in none",
    ),
    "full-width-in-brackets": (
        "there is a full-width “{sign}” in brackets",
        "in brackets YAML only knows half-width signs",
        "write a half-width “{half}”",
    ),
    "wide-blank-after-colon": (
        "the blank after “{key}:” is full-width",
        "a colon is followed by a half-width blank",
        "write a half-width blank",
    ),
    "tab-indent": (
        "the line is indented by a tab",
        "YAML is indented by blanks only",
        "write blanks in place of the tab",
    ),
    "wide-blank": (
        "the line begins with a full-width blank",
        "YAML only knows half-width blanks for indentation",
        "write half-width blanks",
    ),
    "risky-start": (
        "the value begins with “{sign}”",
        "the sign means something else in YAML",
        'put the whole value in straight double quotes: "{sign}…"',
    ),
    "second-colon": (
        "there is another “: ” in the value",
        "YAML takes it for another key",
        "put the whole value in straight double quotes, or write a full-width colon",
    ),
    "cut-by-comment": (
        "“# {cut}” after “{value}” is a comment and was not read",
        "a blank and # begin a comment",
        "to keep it put the whole value in quotation marks; a comment may stay",
    ),
    "cut-whole": (
        "“#{cut}” is a comment and was not read",
        "a value that begins with # is a comment",
        "to keep it put the whole value in quotation marks; a comment may stay",
    ),
    "problems-more": (
        "{count:more problem|more problems} in this file, not listed one by one",
        "a file lists a thousand at the most",
        "mend those that are listed, then audit again",
    ),
    "front-matter-below": (
        "this seems to be a record, but does not stand at the beginning of the file",
        "of a Markdown file only what is between the first two lines --- is read; this record was not read",
        "save it as a .md file of its own whose first line is ---; headings go below the record",
    ),
    "misnamed-record": (
        "this seems to be a record, but the file's name does not end in .md or .yaml",
        "files with such names are not read; this record was not read",
        "rename the file to “{meant}”; where it is no record, begin its name with an underscore _",
    ),
    "front-matter-unopened": (
        "the beginning looks like a record, but there is no line --- above it",
        "without that line it is an ordinary text; this record was not read",
        "write a line --- above the first line and another below the last key",
    ),
    "front-matter-open": (
        "the --- at the beginning has no --- that ends it",
        "where the record ends cannot be told",
        "write --- at the edge in the line after the last key",
    ),
    "no-kind": (
        "there is no “类型”",
        "what kind of record this is is not known; and no record names it as an attachment",
        "write “类型: …”; where it is no record, name it below 附件 of one, or begin the file's name with _",
    ),
    "item-not-mapping": (
        "this entry is no record",
        "a record is made of “key: value”",
        "check how the entry is written",
    ),
    # --- records
    "kind-not-text": (
        "“类型” is one word",
        "a record is of one kind; where one thing counts as two kinds, make two records",
        "write it like “类型: 道德法治讲堂”",
    ),
    "required-scaffold": (
        "“{field}” still says 【待填】",
        "a record cannot do without 类型, 标题 and 日期; this one was not read",
        "fill it in as it was; where there is nothing yet, delete the record",
    ),
    "kind-misspelt": (
        "“{key}” seems to be “类型”",
        "without “类型” the kind of record is not known; this one was not read",
        "write “类型”",
    ),
    "kind-twice": (
        "“{key}” is written twice",
        "a record has one kind; this one was not read",
        "where these are two records, write a line --- above the second “{key}”; where it is one, delete one of the lines",
    ),
    "path-from-root": (
        "{role}: there is no file “{value}”",
        "a path begins at the folder of the record, not at that of the ledger",
        "write “{meant}”",
    ),
    "path-in-quotes": (
        "{role}: the file's name is in full-width quotation marks",
        "they are taken for part of the name",
        "take them away: {meant}",
    ),
    "misnamed-register": (
        "the file is named “{value}”, not judgements.yaml",
        "judgements are only read from judgements.yaml (认定.yaml)",
        "rename it to judgements.yaml",
    ),
    "duty-unknown": (
        "“{value}” under 分工 is the number of no point and of no rule",
        "this line has no effect",
        "write the number of a point (such as 2) or of a rule (such as 2.7)",
    ),
    "kind-missing": (
        "“类型” is not written",
        "what kind of record this is is not known",
        "add a line “类型: …”",
    ),
    "kind-unknown": (
        "there is no kind “{value}”",
        "rules find records by their kind",
        "write a kind of the vocabulary.{meant?}",
    ),
    "required-missing": (
        "“{field}” is not written",
        "a record cannot do without 类型, 标题 and 日期; this one was not read",
        "add a line “{field}: …”",
    ),
    "unknown-setting": (
        "there is no setting “{key}”",
        "a setting that is written wrongly is not the same as none",
        "correct the name: {names}.{meant?}",
    ),
    "setting-of-ledger": (
        "“{key}” can only stand in civcheck.toml of the ledger itself",
        "it speaks of one ledger, not of how to audit",
        "move it to civcheck.toml in the ledger's folder, beside unit.yaml",
    ),
    "setting-text": ("“{key}” has to be a text", "it is something else", 'write {key} = "…"'),
    "setting-path": (
        "“{key}” has to be a path",
        "it is something else",
        'write {key} = "file", counted from the folder of this file',
    ),
    "setting-yes": (
        "“{key}” has to be true or false",
        "it is something else",
        "write {key} = true without quotation marks",
    ),
    "setting-paths": (
        "“{key}” has to be a list of folders",
        "it is something else",
        'write {key} = ["../folder"], counted from the folder of this file',
    ),
    "setting-texts": (
        "“{key}” has to be a list",
        "it is something else",
        'write {key} = ["json=report.json"]',
    ),
    "unknown-key": (
        "“{key}” is not known",
        "there is no such key, and the value was not used",
        "correct the key.{meant?}",
    ),
    "field-of-other-kind": (
        "the kind “{kind}” has no “{key}”",
        "other kinds have it: {kinds}",
        "check the kind, or write it under 备注",
    ),
    "role-outside": (
        "“{role}” is a role and stands one level too high",
        "material is written below 附件",
        "indent it below 附件:\n  附件:\n    {role}: …",
    ),
    "unknown-role": (
        "there is no role “{role}”",
        "what it shows is not known",
        "write one of: {names}.{meant?}",
    ),
    "evidence-not-mapping": (
        "what is below 附件 is written by role",
        "what each file shows is not known",
        "write it as:\n  附件:\n    方案: 方案.docx",
    ),
    "filing-not-mapping": (
        "归档 is not written as it should be",
        "the archive number and the day cannot be read",
        "write “归档: {{档号: …, 日期: 2017-03-30}}”",
    ),
    "role-value": (
        "{role} is not written as it should be",
        "it is the name of a file or folder, or {{文件: …, 说明: …}}",
        "write “{role}: FILE”",
    ),
    "role-without-file": ("{role} has no file", "there are words on it but no file", "add “文件: …”"),
    "not-a-text": (
        "“{field?}” has to be a text",
        "there are several values here",
        "write one line of text",
    ),
    "not-a-list-of-texts": (
        "“{field?}” has to be one word or several",
        "words are set apart by “、”",
        "write “甲、乙”, or one a line",
    ),
    "not-yes-no": (
        "“{value}” is neither “是” nor “否”",
        "which of the two it is cannot be told",
        "write “是” or “否”",
    ),
    "not-a-number": (
        "“{value}” is no number",
        "no number can be read, and the value was not used",
        "write a number, for example {such}",
    ),
    "other-unit": (
        "the unit of “{value}” is not {unit}",
        "this is counted in {unit}; the unit that is written cannot be turned into {unit}, and the value was not used",
        "write it in {unit}, for example 46{unit}",
    ),
    "not-a-percentage": (
        "“{value}” is no percentage",
        "how many per cent it is cannot be read, and the value was not used",
        "write it like 85%",
    ),
    "percentage-unclear": (
        "how many per cent “{value}” is cannot be told",
        "it may be {number}%, or it may be written as a decimal; the two differ a hundredfold, and the value was not used",
        "write it with a percent sign, for example 85% or 0.5%",
    ),
    "not-whole": ("“{value}” is no whole number", "a whole number is needed here", "write a whole number"),
    "not-a-day": ("“{value}” is no date", "what day it is cannot be read", "write it like {year}-03-15"),
    "month-only": ("“{value}” is a month only", "the day is needed too", "write the day, like {year}-03-15"),
    "day-open": (
        "“{value}” is no date",
        "that there is no such day, or none yet, is told by a blank alone",
        "leave it blank; once the day is known write it, like {year}-03-15",
    ),
    "not-a-last-day": (
        "“{value}” is no date",
        "until which day it holds cannot be read",
        "write it like {year}-03-15; leave it blank where there is no such day",
    ),
    "impossible-day": ("there is no day “{value}”", "the calendar does not have it", "write a real date"),
    "day-out-of-range": (
        "“{value}” is out of range",
        "dates have to be within 1949-10-01 to {last}",
        "check the year",
    ),
    "span-backwards": ("“{value}” ends before it begins", "the two are the wrong way round", "exchange them"),
    "about-less": (
        "“{value}” is an estimate, taken for less than {number}",
        "estimates may be used; the report marks them",
        "nothing needs to be changed",
    ),
    "about-more": (
        "“{value}” is an estimate, taken for more than {number}",
        "estimates may be used; the report marks them",
        "nothing needs to be changed",
    ),
    "about": (
        "“{value}” is an estimate, taken for {number}",
        "estimates may be used; the report marks them",
        "nothing needs to be changed",
    ),
    "year-added": (
        "“{value}” has no year and is taken for {year}",
        "there is no doubt about it",
        "nothing needs to be changed; the form {year}-03-15 is better",
    ),
    "full-width-digits": (
        "“{value}” is in full-width digits and was read all the same",
        "there is no doubt about it",
        "nothing needs to be changed",
    ),
    "several-in-one": (
        "“{value}” of “{field}” looks like several written as one",
        "it could be taken for one alone, so how many there are, and who, would be miscounted; it is not taken",
        "put 、 between them and name all; where it is one, take out the blank",
    ),
    "unlisted-value": (
        "“{value}” of “{field}” is not in the vocabulary",
        "it may be written, but rules that count by the vocabulary cannot use it",
        "check how it is written.{meant?}",
    ),
    "ref-nowhere": (
        "the ledger does not have “{value}”, named under 关联",
        "no record has this 编号",
        "write the 编号 of the other record",
    ),
    "repeated-id": (
        "the 编号 “{value}” is the same as that of {other}",
        "every 编号 is used once",
        "change one of them",
    ),
    # --- evidence
    "file-not-found": (
        "{role}: there is no file “{value}”",
        "the name is not that of a file in the folder",
        "check the file's name.{meant?}",
    ),
    "file-other-case": (
        "{role}: the file “{value}” is named in another way",
        "upper and lower case, or full and half width, differ",
        "write “{meant}”",
    ),
    "file-unreadable": (
        "{role}: “{value}” cannot be read",
        "there is no right to read it, or it is damaged",
        "check the rights of the file and try again",
    ),
    "empty-file": (
        "{role}: “{value}” is empty (0 bytes)",
        "an empty file is no material",
        "put the real file in its place",
    ),
    "dropping": (
        "{role}: “{value}” is a temporary file or a conflicting copy that software left behind",
        "such files are no material",
        "write the name of the real file",
    ),
    "wrong-ending": (
        "{role}: “{value}” is not of the file types of this role",
        "these are: {endings}",
        "take another file, or name it under another role",
    ),
    "scaffold": (
        "{role}: “{value}” still has 【待填】 in it",
        "it is not filled in yet and is no material",
        "fill it in and delete 【待填】",
    ),
    "folder-empty-file": (
        "{role}: “{value}” in the folder is empty (0 bytes)",
        "an empty file is no material and was not counted",
        "put the real file in its place, or delete it",
    ),
    "folder-scaffold": (
        "{role}: “{value}” in the folder still has 【待填】 in it",
        "a draft that is not filled in is no material and was not counted",
        "fill it in and take 【待填】 away",
    ),
    "folder-file-unreadable": (
        "{role}: “{value}” in the folder cannot be read",
        "it was not counted",
        "check the rights of the file and try again",
    ),
    "file-broken": (
        "{role}: “{value}” does not open",
        "part of it is missing, or it is no “.{ending?}” file",
        "put the original in its place again, and open it to see",
    ),
    "file-encrypted": (
        "{role}: “{value}” is encrypted and does not open",
        "without the password or a program of its own nobody can look at it",
        "save a copy without password or protection",
    ),
    "file-not-fetched": (
        "{role}: “{value}” has not been fetched, only a pointer of Git LFS is here",
        "its content is not in this folder, so nobody can look at it, and it does not count as material",
        "run git lfs pull in the ledger's folder and audit again (without --known-at, which cannot fetch it)",
    ),
    "file-other-sort": (
        "{role}: “{value}” is no “.{ending?}” file, it is {sort?}",
        "name and content do not go together: it does not open, or shows something else",
        "give it the name of what it is, or put the right file in its place",
    ),
    "folder-file-broken": (
        "{role}: “{value}” in the folder does not open",
        "part of it is missing, and it was not counted",
        "put the original in its place again, or delete it",
    ),
    "folder-file-encrypted": (
        "{role}: “{value}” in the folder is encrypted",
        "it does not open and was not counted",
        "save a copy without protection, or move it away",
    ),
    "folder-file-not-fetched": (
        "{role}: “{value}” in the folder has not been fetched, only a pointer of Git LFS is here",
        "its content is not in this folder, and it was not counted",
        "run git lfs pull in the ledger's folder and audit again",
    ),
    "folder-file-other-sort": (
        "{role}: name and content of “{value}” in the folder do not go together",
        "it is not of the sort that its name says and was not counted",
        "give it the name of what it is, or move it away",
    ),
    "same-bytes": (
        "{role}: {count:file is|files are} the same as others before, to the byte",
        "the same content counts once",
        "put other files in their place, or delete them",
    ),
    "folder-empty": (
        "{role}: the folder “{value}” has no file that can be used",
        "it is empty, or has no file of the right type",
        "put files into it, or change the path",
    ),
    "link-not-allowed": (
        "{role}: a link alone is not enough for this role",
        "a link does not take the place of a file",
        "attach the file; the link goes under “链接”",
    ),
    "no-narrative": (
        "{role}: it says “本文”, but this record has no body",
        "本文 is the body of a Markdown record",
        "write the body, or the name of a file",
    ),
    "path-too-long": (
        "{role}: the path is longer than {limit} characters",
        "longer paths are not used",
        "make it shorter",
    ),
    "path-not-relative": (
        "{role}: “{value}” is no relative path inside the ledger",
        "paths are relative to this folder, without drive letters, colons, ~ or control characters",
        "write it like “图片/IMG_001.jpg”",
    ),
    "path-device": (
        "{role}: “{value}” is a reserved name",
        "Windows does not allow files of this name",
        "rename the file",
    ),
    "path-leaves": (
        "{role}: “{value}” leads out of the ledger",
        "only files in the ledger's folder are looked at",
        "put the file into the ledger",
    ),
    "path-link": (
        "{role}: “{value}” goes through a link",
        "links are not followed",
        "put the file itself there",
    ),
    # --- unit.yaml
    "unit-not-mapping": (
        "unit.yaml is not made of “key: value”",
        "the unit cannot be read",
        "write lines such as “单位名称: …”",
    ),
    "unit-key-blank": (
        "“{key}” is not filled in yet",
        "unit.yaml cannot do without 单位名称, 单位类型 and 年度; blank, or still 【待填】, does not count",
        "write the actual {key} in this line",
    ),
    "unit-key-missing": (
        "“{key}” is not written",
        "unit.yaml cannot do without 单位名称, 单位类型 and 年度",
        "add a line “{key}: …”",
    ),
    "unit-type": (
        "there is no unit type “{value}”",
        "rules apply by the type of the unit",
        "write one of: {names}.{meant?}",
    ),
    "unit-year": ("“{value}” is no year", "a year has four digits", "write “年度: 2017”"),
    "rules-value": (
        "“规则” is not written as it should be",
        "it is the name of a rule pack, or {{包, 版本, 摘要}}",
        "write “规则: hubei-2017”",
    ),
    "honour-value": (
        "文明单位级别 is not written as it should be",
        "it was not used, as if it had not been declared",
        "write one of: {names}",
    ),
    "unknown-name": (
        "“{value}” under “{field}” is none of the names of the rule pack",
        "whether it is another word for one of these cannot be told, so nothing that “{field}” does not name can be taken for absent",
        "write it as listed: {names}; where it is something else, delete it, for no rule uses it.{meant?}",
    ),
    "fact-unlisted": (
        "“{value}” is none of the answers that the rule pack lists for “{field}”",
        "it was not used and counts as undeclared; rules that go by it are undetermined",
        "write it as listed: {names}.{meant?}",
    ),
    "fact-outside": (
        "“{key}” goes below “其他事实”",
        "where it stands it was not used",
        "move it below “其他事实:”, indented by two blanks",
    ),
    "facts-not-mapping": (
        "this has to be made of “key: value”",
        "it was not used, as if it had not been declared",
        "one “key: value” a line below it",
    ),
    "unknown-fact": (
        "the rule pack has no fact “{key}”",
        "it was not used",
        "facts: {names}.{meant?}",
    ),
    # --- judgements.yaml
    "judgement-not-mapping": (
        "this entry is no judgement",
        "it was not used",
        "write lines such as “规则: …” and “结论: …”",
    ),
    "judgement-key-missing": (
        "“{key}” is not written",
        "without it the judgement has no effect",
        "add a line “{key}: …”",
    ),
    "answer-key": (
        "“{key}” cannot stand in one entry with “文件”",
        "an answer of files and a judgement of rules are two things",
        "delete “{key}”, or write an entry of its own",
    ),
    "answer-digest": (
        "“{value}” is no SHA-256 of a file",
        "which file is meant is not known, and this entry was not taken",
        "copy the line that the notice gives, at least 16 signs of each",
    ),
    "answer-files": (
        "“文件” has to have 1 to {limit}",
        "this entry was not taken",
        "copy the line that the notice gives",
    ),
    "judgement-rule": (
        "there is no rule “{value}”",
        "the judgement has no effect",
        "correct the number of the rule.{meant?}",
    ),
    "judgement-verdict": (
        "there is no 结论 “{value}”",
        "the judgement has no effect",
        "write one of: {names}",
    ),
    # --- rule packs
    "pack-file-missing": (
        "the rule pack lacks the file {name}",
        "without it the rule pack is incomplete",
        "add {name}",
    ),
    "pack-not-mapping": (
        "{name} is not made of “key: value”",
        "this file is made of one “key: value” a line: {names}",
        "write what it says below these keys",
    ),
    "point-file-name": (
        "the file's name “{name}” is not of the form “number-title.yaml”",
        "number and title of a point come from the file's name",
        "rename it like “02-道德法治讲堂.yaml”",
    ),
    "point-not-list": (
        "{name} is no list of rules",
        "the file of a point is a list of rules",
        "every rule begins with “- id: …”, its other lines are indented by two blanks",
    ),
    "source-digest": (
        "the digest of the source document {name} is not that of pack.yaml",
        "the document was changed, or the digest was not renewed",
        "compare the document; where it is right, write {value}",
    ),
    "quote-count": (
        "the quote stands {count:time|times} in the source document: {value}",
        "a quote is word for word and is there exactly once{hint?}",
        'write it as the document has it, or take a part that is there once; words before it may be added, and over two lines write "first\\nsecond"',
    ),
    "rule-key-missing": ("“{key}” is missing", "without it the rule is incomplete", "add “{key}”"),
    "rule-key-unknown": (
        "“{key}” is not known",
        "keys that may stand here: {names}",
        "correct the key.{meant?}",
    ),
    "rule-word": (
        "“{value}” is none of the words that may stand here",
        "these are: {names}",
        "write one of them.{meant?}",
    ),
    "rule-number": (
        "“{value}” is no number",
        "a number is needed here, such as 4, 1.5, 1/2 or {{param: NAME}}",
        "write a number.{meant?}",
    ),
    "rule-number-nested": (
        "“{value}” is no number",
        "a plain number is needed here, and neither by nor fact can stand in it",
        "where it depends on the unit, write the whole of it as {{by: FACT, values: {{VALUE: NUMBER}}}}, with numbers in "
        "values; for at most such a share of a number write a ratio, whose at_most may be {{by: …}}, or a param",
    ),
    "rule-number-range": (
        "“{value}” is out of range",
        "a whole number from {least} to {most} may stand here",
        "write a whole number from {least} to {most}",
    ),
    "rule-day": ("“{value}” is no date", "a date is needed here", "write it like 2017-03-15.{meant?}"),
    "day-far": (
        "no document speaks of {value}",
        "days have to be within the years {first} to {last}",
        "check the year",
    ),
    "day-of-other-year": (
        "{value} stands below {year}",
        "below each year stands the day in that year, from which windows are worked out",
        "write a day of {year}, or correct the year before it",
    ),
    "rule-yes-no": ("“{value}” is neither 是 nor 否", "是 or 否 is needed here", "write “是” or “否”"),
    "rule-text": ("“{key}” has to be a text", "it is something else", "write one line of text"),
    "rule-mapping": (
        "“{key}” has to be made of “key: value”",
        "what may stand here: {names}",
        "one “key: value” a line below it, indented by two more blanks",
    ),
    "rule-list": ("“{key}” has to be a list", "it is something else", "write [甲, 乙], or one a line"),
    "rule-empty": ("“{key}” is empty", "there has to be one entry at least", "write what it says"),
    "rule-pattern-id": (
        "the id is not of the right form: {value}",
        "an id has letters, digits, dots and hyphens only",
        "correct it",
    ),
    "rule-pattern-sha256": (
        "the digest is not of the right form: {value}",
        "a digest is 64 lower-case hexadecimal digits",
        "write the SHA-256 of source.txt",
    ),
    "rule-pattern-every": (
        "“{value}” is no day of the year",
        "month and day are needed here",
        "write it like 10-01",
    ),
    "rule-value": (
        "“{key}” is not written as it should be: {value}",
        "this is not the sort of value that is needed here",
        "compare the example of “{key}” in docs/rules.md",
    ),
    "pack-yaml": (
        "this is not YAML",
        "the whole file cannot be read",
        "compare indentation, colons and quotation marks with the lines around it",
    ),
    "test-unfit": (
        "“{value}” cannot be compared by {key}",
        "what may be used here: {names}",
        "write it in another way",
    ),
    "rule-id-twice": ("the rule id “{value}” is used twice", "every id is used once", "change one of them"),
    "rule-name-unknown": (
        "there is no {what} “{value}”",
        "names: {names}",
        "correct the name.{meant?}",
    ),
    "rule-without-expect": (
        "the rule has no expect",
        "what it asks for is not known",
        "write expect; a heading that other rules answer has answered_by",
    ),
    "heading-with-expect": (
        "with answered_by there can be neither select nor expect",
        "a heading has no outcome of its own",
        "delete one or the other",
    ),
    "one-of": (
        "exactly one of these is needed: {names}",
        "with none or with two of them nothing can be made of it",
        "keep the one that is meant",
    ),
    "some-of": (
        "at least one of these is needed: {names}",
        "with none of them nothing is asked for",
        "add what is meant",
    ),
    "rule-choice-here": (
        "“{key}” cannot depend on the unit (by) here",
        "a value in a condition is the same for every unit",
        "write one value, or {{param: NAME}} or {{fact: NAME}}; where units differ, make several rules and keep them apart by applies_to",
    ),
    "window-form": (
        "the window is not written as it should be",
        "it is from and to, or day with from and to, or week, period, or look_back (with or without to)",
        "write two lines like from: 2017-03-01 and to: 2017-06-30",
    ),
    "offset-of-no-day": (
        "{value} under {key} is a number of days, and from which day is not said",
        "days are counted forward and back from a day",
        "write day, for example {{day: 清明, from: -10, to: 6}}; a date is written 2017-03-01, the same one of every year 03-01",
    ),
    "period-name": (
        "there is no period “{value}”",
        "periods: 日, 周, 双周, 旬, 半月, 月, 季度, 半年, 年, 自然季度, 自然半年, 自然年, or {{months: 2}}",
        "write one of them",
    ),
    "period-unfit": (
        "“{key}” of the period has no use here",
        "it goes together with {where}",
        "write the period in another way, or delete “{key}”",
    ),
    "period-of-nothing": (
        "except leaves out all twelve months",
        "no period is left, and nothing is asked for",
        "keep the months that are asked for",
    ),
    "at-once-with": (
        "at_once cannot stand beside {key}",
        "it looks at how many there are on one and the same day, so it can only have an upper limit, and be taken apart only by values of a field",
        "write only at_most or less_than; make another rule for the rest",
    ),
    "apart-with": (
        "apart cannot stand beside {key}",
        "it counts as many as lie far enough from each other, so it can only have a lower limit",
        "write only at_least; where every two must lie far enough apart, write interval",
    ),
    "per-both": (
        "a list under per is one period and one field",
        "it means: in every period, for each one of the field",
        "write one period and one field, or no list",
    ),
    "per-own-days": (
        "the values of “{value}” cannot be looked at by themselves",
        "a record may have a span of days or several sessions, which would all count as one day",
        "write per: 日 for what is asked of every day, the where of each for what is asked of every record, at_once for no more than so many on one day",
    ),
    "where-without-period": (
        "where goes together with a period",
        "it says which periods are looked at; without a period it narrows nothing",
        "put conditions on records into select, or write a period under per",
    ),
    "cover-field": (
        "cover needs a field, or a where for every member",
        "what field to look at is not known",
        "add field",
    ),
    "construct-body": (
        "what is below “{key}” has to be made of “key: value”",
        "what may stand here: {names}",
        "one “key: value” a line below it, indented by two more blanks",
    ),
    "unknown-construct": (
        "there is no construct “{key}”",
        "constructs: {names}",
        "correct the name.{meant?}",
    ),
    "limit-of-nothing": (
        "at least {value} asks for nothing",
        "everything reaches it, and the rule could never be a gap",
        "write a number above zero",
    ),
    "limit-negative": (
        "{key} cannot be {value}",
        "numbers, shares and sums are never below zero, so everything meets it or nothing does",
        "write a number not below zero; where none is allowed write at_most: 0",
    ),
    "figure-not-whole": (
        "{key} cannot be {value}",
        "records, members and materials are counted one by one, and there are no parts of one",
        "write a whole number; for a share use ratio, and under quantifier a percentage (90%); with a number that goes by heads write round: up or round: down",
    ),
    "param-negative": (
        "the parameter “{name}” under {key} comes to {value}",
        "numbers of records, shares and days are never below zero",
        "in params of pack.yaml change “{name}” to a number that is not below zero, or take another parameter",
    ),
    "param-of-nothing": (
        "the parameter “{name}” under {key} is {value}, which asks for nothing",
        "anything reaches it, so this rule can never be a gap",
        "in params of pack.yaml change “{name}” to a number above zero, or take another parameter",
    ),
    "param-flawed-below": (
        "with the parameter “{name}” changed like this, rule {rule} of the pack below has {value}",
        "rule {rule} takes it for a number of records, a share or days, which cannot be below zero, nor reached by anything",
        "write a number that the rule can use, or delete the change here",
    ),
    "due-negative": (
        "{key} of due cannot be {value}",
        "a due day is counted forward from that day",
        "write a number not below zero; for what has to be before that day use lag with a negative at_most",
    ),
    "measure-constant": (
        "“{key}” is a fixed number",
        "it does not change with the ledger, so the rule would always have the same outcome",
        "measure something of records, like {{sum: FIELD}} or {{count: all}}; the number to compare with goes under at_least or at_most",
    ),
    "count-not-whole": (
        "a number of records cannot be {value}",
        "records are counted one by one",
        "write a whole number; for shares use ratio",
    ),
    "days-negative": (
        "a number of days cannot be {value}",
        "direction says before or after, days only how many",
        "write a number not below zero",
    ),
    "within-of": (
        "of: first goes with direction: before alone",
        "of a record after it the first day is looked at anyway, and of one on either side nobody knows which day is meant",
        "write direction: before, or delete of",
    ),
    "link-by-nothing": (
        "by names nothing",
        "what ties two records has to be said; their order alone ties none",
        "write fields that are equal, such as by: [编号]; by: [日期] is a day in common; without by it is 关联",
    ),
    "link-every-by": (
        "every cannot be used with “{names}”",
        "to match them one by one, the field they are in has to be known",
        "write one field under by; where others must be the same too, write below where: 对象: {{in: {{field: 对象}}}}",
    ),
    "look-back-to": (
        "look_back cannot have to inside",
        "look_back says only how far to look back; up to which day is written outside of it",
        "move to out of the braces, beside look_back: look_back: {{months: 12}}, to: 2017-10-31",
    ),
    "dated-by-other": (
        "dated_by cannot be “{value}”",
        "which stretch a record lies in goes by “日期” or “报送日期” only",
        "write another day as a condition, for example {value}: {{after: 2016-12-31, before: 2018-01-01}} under select; where each record has its own due day use lag or due",
    ),
    "lag-within": (
        "lag takes no {key}",
        "lag looks at the days from from to to in one record: at_least, at_most, more_than, less_than say how many, unit says of what",
        "within 7 days is at_most: 7, within 3 months at_most: 3, unit: 月, 3 days ahead at_most: -3; for how far another record lies use within of link",
    ),
    "lag-exactly": (
        "lag takes no exactly",
        "lag says how many days lie between at the least and at the most",
        "for just N days write N as at_least and as at_most (the same day is at_least: 0, at_most: 0)",
    ),
    "link-roles": (
        "link takes no roles",
        "link asks for another record, and the material is that record's",
        "write it in to, as with: […] beside the condition; for material of the record itself write each",
    ),
    "number-beside-ref": (
        "{key} takes a number alone",
        "no field, fact or param can stand here",
        "write a number, such as plus: 7; what two fields come to together is a field of its own in the record",
    ),
    "each-together-where": (
        "quantifier: together cannot have a where",
        "together looks at the selected records as one, and where at one after the other",
        "put the condition into select, and write roles, filled or cover here; to look at each record delete quantifier: together",
    ),
    "months-of-day": (
        "{key} cannot be added here: to a day only days are added",
        "write days, below zero for days before, such as {{field: 日期, days: 90}}",
        "in months or years: between two days of one record use lag (unit: 月 or 年), for a due day months of due, to another record within of link, for a window that reaches back look_back",
    ),
    "cap-of-measure": (
        "a measure that something is compared with takes no {key}",
        "both sides of compare are measures, which take times, round, where and year; only a number is capped or added to",
        "use total, where at_least may be {{fact: name, at_least: 3}}; for one more limit write another rule",
    ),
    "ratio-in-measure": (
        "a measure cannot be a ratio",
        "a measure is one number, and a share is one measure divided by another",
        "for whether a share is enough use ratio (without compare); to hold a share against the year before, keep the share in a field and compare its latest",
    ),
    "period-days-backwards": (
        "“{value}”: from_day is after to_day",
        "from_day and to_day are two days of one and the same month",
        "for days up to the next month write next: true (both days are then of the next month); split a stretch over two months into two branches: one from from_day to the end of the month, one with to_day and next: true",
    ),
    "cover-pairs": (
        "pairs is not written as it has to be",
        "pairs takes one or two fields, and members that are names",
        "for example pairs: {{field: [谈话人, 谈话对象], members: {{fact: 支部委员}}}}",
    ),
    "stay-without-period": (
        "from and to of members are for periods only",
        "when a member is there says which periods are asked of it, and there is no period here",
        "write per: [month, {{field: …, members: {{…}}}}], or leave out from and to",
    ),
    "link-sum-exactly": (
        "sum cannot have exactly",
        "what records come to together may have a lower and an upper limit, and hardly ever is one number",
        "write at_least and at_most",
    ),
    "otherwise-of-field": (
        "otherwise goes only with field",
        "otherwise is what a record counts as where it does not say that field",
        "delete otherwise, or write {{field: FIELD, otherwise: 0}}",
    ),
    "lag-inclusive": (
        "inclusive is for one day or more after the event",
        "inclusive: true says that the day in from is the first one; there is none of 0 days, or of days before",
        "leave out inclusive, or write 1 or more",
    ),
    "lag-early": (
        "early goes only with at_most or less_than, and not beside at_least or more_than",
        "early: true says that before the day of from is fine too; a lower limit says already what the earliest day is",
        "delete early, or delete at_least and more_than",
    ),
    "link-pick-alone": (
        "pick does not go with at_least, at_most, sum, every and the like",
        "pick takes one record, and where is asked of that one alone",
        "delete the number, sum or every; what counts them is a link of its own",
    ),
    "link-limit-in-chain": (
        "a chain of links cannot have at_most, less_than or exactly",
        "where a step in between has several, what the limit is about cannot be told",
        "write the step with the limit as a link of its own, in another rule that selects the records before it",
    ),
    "days-too-many": (
        "{value:day is|days are} too many",
        "days in rules are at most 100 years",
        "write fewer",
    ),
    "answered-by-itself": (
        "rule {value} is said to be answered by itself",
        "then no rule answers the sentence",
        "write the other rules that answer it",
    ),
    "is-a-circle": (
        "“{value}” leads back to itself by is_a",
        "which is a sort of which cannot be told",
        "delete one is_a",
    ),
    "point-twice": (
        "point {value} has two files",
        "reports are grouped by the number of the point",
        "put them into one file, or change a number",
    ),
    "requires-other": (
        "the rule pack needs civcheck {value}, this is {now}",
        "this version may not understand it",
        "take another version of civcheck, or change requires",
    ),
    "requires-form": (
        "requires is not of the right form: {value}",
        "what version of civcheck is needed cannot be told",
        'write ">=0.1"',
    ),
    "empty-condition": (
        "the condition is empty",
        "what it asks for cannot be told",
        "write a value, or delete the field",
    ),
    "empty-expect": ("expect is empty", "what it asks for is not known", "write what is asked for"),
    "on-empty-missing": (
        "{value} needs on_empty",
        "whether it is a gap, not applicable or satisfied without any record to look at has to be said",
        "add on_empty: gap, not-applicable or satisfied",
    ),
    "patch-without-base": (
        "there is a patch, but the rule pack has no extends",
        "without a rule pack below there is no rule to change",
        "write extends: NAME OR PATH of the pack below in pack.yaml; a new rule has id and no patch",
    ),
    "patch-of-what": (
        "patch is not the id of a rule: {value}",
        "a patch changes one rule",
        'write one id, for example patch: "2.7"; to change several rules write several patches',
    ),
    "patch-with-id": (
        "a patch cannot have an id",
        "the id of a rule is for good; changing the rule does not change it",
        "delete id; for another rule write no patch",
    ),
    "patch-without-quote": (
        "what rule {value} asks for is changed without a quote",
        "asking for more needs a sentence of the pack's own document",
        "write quote: the sentence of the own document that asks for it",
    ),
    "extends-looser": (
        "{value} is loosened: the pack below has {old}, here it is {new}",
        "the pack below says so at {base}, and this one may only be stricter",
        "write {old} again, or something stricter; where there are grounds for it, ask for change: may-change in the pack below",
    ),
    "extends-locked": (
        "{value} is locked: the pack below has {old}, here it is {new}",
        "the pack below says locked at {base}",
        "delete the change; make a rule of your own for what is asked here",
    ),
    "extends-unclear": (
        "{value} cannot be seen to be stricter: the pack below has {old}, here it is {new}",
        "the pack below says so at {base}, and this one may only be stricter",
        "make a rule of your own for what is asked here, or ask for change: may-change in the pack below",
    ),
    "extends-terms": (
        "{value} differs from the pack below",
        "the pack below has it at {base}; terms may be added to and not changed",
        "delete this line; for another meaning take another name",
    ),
    "extends-no-param": (
        "the pack below has no parameter “{value}”",
        "parameters that can be changed: {names}; under another name the number of the pack below stays what it was",
        "correct the name.{meant?} A parameter of this pack's own is written {{value: NUMBER, basis: …, why: …}} and used in a rule",
    ),
    "extends-kind": (
        "with “{value}” under “{name}”, its records would count for rules of the pack below: {rules}",
        "“{name}” is declared in the pack below at {base}, the rules stand at {rule}; with one more kind that counts, what they ask for is loosened",
        "delete {key}, declare a sort of this pack's own under sorts (shown_by as in the pack below), and make rules of your own for what is asked here",
    ),
    "extends-alias": (
        "“{value}” is made another way to write “{name}”, which the pack below lists",
        "“{name}” is a value that the pack below lists ({base}); records that say “{value}” would count for its rules",
        "delete this line, and write in the ledger what the pack below lists; where it truly means the same, ask for it under aliases in the pack below",
    ),
    "extends-same-id": (
        "the id “{value}” is that of the rule pack “{title}” below",
        "where layers have the same id, of which document a sentence or a demand is cannot be told",
        "give this pack another id",
    ),
    "extends-nothing": (
        "extends names no rule pack",
        "without the pack below its rules would all be gone",
        "write the name or path of a rule pack, such as extends: hubei-2017",
    ),
    "extends-pin": (
        "{key} of the pack below is {now}, and not “{value}” as written here",
        "the pack below is another one now, and the changes have to be looked at again",
        "look at them and write {now}, or delete {key}",
    ),
    "due-on-day": (
        "on_day is not written as it should be",
        "on_day is a day, 1 to 31, of the month that months comes to",
        "for example by day 5 of the next month: due: {{months: 1, on_day: 5}}; by day 25 of the same month: {{months: 0, on_day: 25}}",
    ),
    "branch-own-records": (
        "any_of says each: true, so this branch cannot have {key}",
        "each record is held against the ways that it may go, so all of them look at the same records",
        "move {key} to the rule; where the branches look at other records, delete each",
    ),
    "branch-not-by-record": (
        "any_of says each: true, so this branch cannot use {key}",
        "of each record it has to be told whether it is done; that can be done by each (without together, at_least and scope: rule), lag (without quantifier), link, and any_of with each",
        "use one of these, or delete each",
    ),
    "branches-too-few": (
        "of {count} there cannot be {value} asked for",
        "at least one, at most all",
        "change at_least, or add branches",
    ),
    "add-one": (
        "there is only one measure under add",
        "add adds several",
        "write two at least, or that one by itself",
    ),
    "add-of-what": (
        "a measure under add is none that grows with its records",
        "added may be count, sum, duration and what stands (fact, param, number, by); a mean, the highest, the lowest and the latest do not add up",
        "write sum (behind pick: latest it is the number of that one record), or make several demands of it",
    ),
    "add-negative": (
        "a measure under add is taken times {value}",
        "here measures are only added",
        "write what is to be taken away under less, beside add",
    ),
    "less-of-what": (
        "less stands where nothing can be taken away",
        "both sides may be count, sum, duration, add and what stands (fact, param, number, by) alone, and no less inside less",
        "write sum (behind pick: latest it is the number of that one record); to take several away write add under less",
    ),
    "less-negative": (
        "what is under less is taken times {value}",
        "to take away what is below zero is to add",
        "write what is to be added under add",
    ),
    "add-days-differ": (
        "what is added does not lie in periods by the same days",
        "count goes by each session's day, duration by all days, sum by the first day, so one record would lie in different periods",
        "let all be sum, all count or all duration, or write no per",
    ),
    "product-of-alike": (
        "sum: [{names}] is a product, and its fields count one and the same thing",
        "several fields under sum are multiplied, record by record (hours times people)",
        "to add them write add with a sum of each under it; to multiply them indeed give the fields different units",
    ),
    "distinct-without-count": (
        "there is a distinct without count",
        "distinct says by what different ones are counted, beside count alone",
        "write count: all (or a condition) beside distinct, or delete distinct",
    ),
    "per-head-twice": (
        "both total and its measure say per_head",
        "the number would be divided by 在职人数 twice",
        "keep one of them",
    ),
    "where-of-nothing": (
        "fact, param and fixed numbers cannot have a where",
        "they are not counted from records",
        "delete where",
    ),
    "choice-of-unit": (
        "“{value}” is a fact of the unit and cannot be compared with a number that depends on the unit",
        "by takes a number by a fact of the unit, and a fact of the unit is what is compared here",
        "write one number; where units differ, write by in expect, or make several rules",
    ),
    "claim-of-what": (
        "there is claim: {value}, but what is asked for cannot be counted",
        "where a record counts once, how many each rule needs has to be known",
        "expect has one construct: count, spread or cover with a lower limit, or each with quantifier at_least; make another rule for the rest",
    ),
    "claim-alone": (
        "there is only one rule in the claim group “{value}”",
        "only among the rules of a group a record counts once",
        "write the same name in all rules of the group.{meant?}",
    ),
    "points-backwards": (
        "points go from {first} to {last}, the higher one first",
        "from is what is there on the as-of date, to is what there could still be",
        "swap the two; where they are the same write only one, such as points: {last}",
    ),
    "score-with-satisfied": (
        "gap and lacking go together with satisfied",
        "without a full mark there is nothing to take points from",
        "write satisfied: 5, lacking: 1; for points by number use each, steps, shares or members",
    ),
    "score-beside": (
        "{key} cannot stand alone",
        "unit says by how much lacking counts, best takes the highest of several members",
        "write unit together with lacking, and best together with members",
    ),
    "score-lacking": (
        "lacking has to be above zero and cannot stand beside gap",
        "lacking says already what a gap costs",
        "write the points for each one that is lacking, such as lacking: 0.5; for a fixed number of points use gap",
    ),
    "score-lacking-unit": (
        "points are taken off a ratio for what is lacking, without unit",
        "1 of a ratio is 100%; without unit, one per cent costs a hundredth of {value:point|points} only",
        "write how much costs that: {value:point|points} for each per cent is lacking: {value}, unit: 1%",
    ),
    "score-mark": (
        "a mark cannot be {value}",
        "a mark is in points and not in per cent: 80% is taken for 0.8 points",
        "write points, such as 80; of a share of the full mark work it out first",
    ),
    "score-falling": (
        "a higher step has fewer points: {low} has {more}, {high} only {less}",
        "the highest step reached counts, so doing more would earn less",
        "check the steps and points; they may be the wrong way round",
    ),
    "score-percent-step": (
        "“{value}” is a percentage, and what is counted here is a number",
        "steps goes by the number there is, and {value} is taken for {number}",
        "for how much of what is asked is done use shares; for a number write a whole number",
    ),
    "score-fact-no-end": (
        "points are taken from “{value}”, without {key}",
        "where a unit does not say “{value}”, how many points there could be is not known",
        "add {key} in the same braces, such as {{fact: {value}, times: 1/10, {key}: 5}}",
    ),
    "score-share-of-nothing": (
        "this rule does not ask for so much of anything, so {value} cannot be used",
        "how much of it is done is not known, and no point could be earned",
        "to take points off for what is too much use lacking; for points by the number there is use steps",
    ),
    "score-gap-more": (
        "a gap earns {gap:point|points}, satisfied only {satisfied}",
        "what is not done would earn more",
        "check satisfied and gap; they may be the wrong way round",
    ),
    "score-best-of": (
        "the best of each value of a field goes only with a rule that has one cover",
        "which members each record shows has to be seen",
        "write only one cover under expect; for the one best member write best: true",
    ),
    "score-best-claim": (
        "the best of each value of a field cannot stand beside claim: {value}",
        "within a claim group a record goes to one member only, so which was its best cannot be told",
        "delete one of the two",
    ),
    "score-group-circle": (
        "the groups go round in a circle: {names}",
        "which group to add up first is not known",
        "delete one of, so that the outermost group has none",
    ),
    "score-group-bonus": (
        "the group “{value}” lies within “{of}” and cannot have bonus",
        "whether it is a bonus is said by the outermost group",
        "write bonus at the outermost group, or delete of here",
    ),
    "score-group-idle": (
        "the group “{value}” has of alone, and limits nothing",
        "without a cap, a floor or a mark it is the same as counting towards “{of}”",
        "add at_most, at_least, base or threshold; where that is not needed, write of: {of} in the rules",
    ),
    "score-cap-idle": (
        "capped at {value:point|points}, and the rules come to {sum} at the most",
        "the cap is never reached and does nothing",
        "check at_most and the points of the rules; one may be wrong or missing",
    ),
    "score-floor-idle": (
        "not below {value:point|points}, and the rules come to {sum} at the least",
        "it never goes that low, so the floor does nothing",
        "check at_least and the points of the rules; one may be wrong or missing",
    ),
    "score-mark-high": (
        "the mark is {value:point|points}, and this group has {sum} at the most",
        "no unit can reach it",
        "check the mark and the points of the rules of this group",
    ),
    "score-no-end": (
        "points without end; {key} is needed",
        "how far points go up or down is not known",
        "add {key}, such as {key}: {number}",
    ),
    "score-of-heading": (
        "a sentence that other rules answer has no outcome and no points",
        "points go by outcomes",
        "write score in the rule that answers it",
    ),
    "score-of-several": (
        "expect has several constructs, and by which of them to count points is not known",
        "each, steps, shares, members and lacking go with one construct",
        "make several rules of them, or write only score: POINTS",
    ),
    "score-no-members": (
        "this rule has no members that could be named",
        "points by members need a cover, or branches with a title",
        "count points in another way",
    ),
    "score-no-table": (
        "rules have points, but pack.yaml has no score",
        "the full mark, and what becomes of rules that are not applicable, are not known",
        "add score to pack.yaml, with full: 100 and not_applicable: full (or zero, scaled)",
    ),
    "score-of-nothing": (
        "pack.yaml has score, but no rule has points",
        "there are no points to add up",
        "write score in rules, or delete it here",
    ),
    "score-sum": (
        "the full mark is {value}, but the rules come to {sum}",
        "with one too few or too many the points are wrong (a bonus does not count here)",
        "check the points of rules and at_most of groups, or write {sum} for full",
    ),
    "select-nothing": ("no kind can be selected: {names}", "the conditions exclude each other", "check 类型"),
    "field-not-number": (
        "“{value}” is no field of numbers",
        "only numbers can be compared and added up",
        "take another field",
    ),
    "field-not-day": (
        "“{value}” is no field of dates",
        "only dates can be earlier or later",
        "take another field",
    ),
    "within-from-date": (
        "`from` of `within` cannot be 日期",
        "of a record with several days it does not say which is meant; without `from` the record's own days count: on from the day it ends, back from the day it begins, of sessions from each",
        "leave `from` out; to count from the day it begins write `from: 日期.首日`",
    ),
    "tie-not-day": (
        "“{value}” is no field of dates",
        "only a date is the same as a date",
        "make its type 日期, or take another field",
    ),
    "field-needs-pick": (
        "field: {value} needs one record to be picked",
        "of several records, whose value to take is not known",
        "write pick: latest in select",
    ),
    "field-is-base": (
        "“{value}” is a field that every record has",
        "it is not a field of a kind of its own again",
        "delete it from fields",
    ),
    "name-slip": (
        "no rule uses “{value}”; what is used is “{name}” ({count:place|places})",
        "the two names differ by little, and this one seems to be wrong",
        "change “{value}” to “{name}” here; where they are two, declare “{name}” as well",
    ),
    "alias-taken": (
        "the alias “{value}” is one of “{name}” already",
        "the same spelling cannot mean two things: “{value}” would be taken for the other one",
        "write one that is used nowhere else",
    ),
    "alias-unlisted": (
        "the alias leads to “{value}”, which is in no vocabulary",
        "an alias leads to a value that is listed",
        "correct it",
    ),
    "closes-early": (
        "closes ({value}) is before the last day of period",
        "the last due day is not before the end of the year",
        "change closes",
    ),
    "limits-crossed": (
        "{low} and {high} cannot both be met",
        "no number meets both, and the rule would always be a gap",
        "change one of them; “not less than” is at_least, “not more than” is at_most",
    ),
    "unit-of-no-number": (
        "“{value}” is of the type {type} and cannot have a unit",
        "only 整数 and 小数 have units; a percentage is a unit itself",
        "delete unit, or change the type",
    ),
    "values-of-no-text": (
        "“{value}” is of the type {type} and cannot list values",
        "only answers of 文本 and 列表 can be listed one by one",
        "delete values, or change the type to 文本 or 列表",
    ),
    "ahead-of-no-day": (
        "“{value}” is of the type {type} and cannot be marked ahead",
        "ahead is about days that are set in advance (deadlines, ends of terms)",
        "delete ahead, or write 日期 for the type",
    ),
    "value-parted": (
        "there is a separator in “{value}”, and “{field}” is a list that does not list it",
        "what is not listed is taken apart at the separator when a ledger is read, and is never found",
        "write “{value}” under values of “{field}” in terms.yaml",
    ),
    "percentage-of-number": (
        "“{value}” is a percentage, and “{field}” is of the type {type}",
        "85 in a ledger is read as 85, which is far above 90%, so the rule would always be satisfied",
        "write 百分数 for the type of “{field}” in terms.yaml",
    ),
    "percentage-without-sign": (
        "“{field}” is a percentage, and “{value}” is written here",
        "without a percent sign it is a hundred times as much",
        "write {value}%, or a decimal between 0 and 1",
    ),
    "share-above-all": (
        "a share of the whole cannot be {value}",
        "a share is 1 at most, that is 100%",
        "write 100% at most; a percentage has its sign, such as 95%",
    ),
    "need-above-members": (
        "{value:member is|members are} asked for, and only {have} listed",
        "there can never be enough, and the rule would always be a gap",
        "change need, or add the members that are missing",
    ),
    "members-of-what": (
        "members are listed one by one, or come from a fact or from other records",
        "other references have no members",
        "write [甲, 乙], {{fact: LIST}} or {{field: FIELD, of: {{类型: …}}}}",
    ),
    "fact-not-list": (
        "“{value}” is no list and has no members",
        "members come from a list",
        "facts that may be used: {names}",
    ),
    "fact-not-number": (
        "“{value}” is neither a number nor a list",
        "a number is needed here",
        "take a fact that is a number (整数, 小数) or a list (列表)",
    ),
    "field-of-no-record": (
        "{{field: {value}}} cannot be used here",
        "no single record is looked at here whose “{value}” could be taken",
        "what compares a record with itself goes under where of each; elsewhere use fact, param or a number",
    ),
    "days-of-no-day": (
        "“{value}” is no date, and days cannot be added to it",
        "days can only be added to dates",
        "delete days, or take a date",
    ),
    "times-of-no-number": (
        "“{value}” is no number and cannot have {key}",
        "only numbers can be multiplied and rounded",
        "delete {key}, or take a number",
    ),
    "field-of-no-kind": (
        "the kinds selected have no “{value}”: {kinds}",
        "these records never fill it in, so nothing can match",
        "kinds that have “{value}”: {names}; change select, or add the field to the kind in terms.yaml",
    ),
    "select-missing": (
        "{value} has no select",
        "without select every record of the ledger counts, whatever it is",
        "add a line select: {{类型: …}}; where all kinds count, write select: {{类型: [KIND, KIND]}}",
    ),
    "window-outside": (
        "the window {value} is outside the period of the rule pack as a whole",
        "the rule pack is for {period}, and records of that time are not in this ledger",
        "change the window; to look at earlier records use look_back, standing or over",
    ),
    "after-closes": (
        "{value} is after closes of the rule pack ({closes})",
        "closes is the day on which the last window or due day ends",
        "make it earlier, or make closes in pack.yaml later",
    ),
    "field-undeclared": (
        "the field “{value}” is not declared under fields",
        "what is not declared is read as a list; the name seems to be wrong",
        "did you mean “{meant}”? Where it is another field, declare its type under fields",
    ),
    "field-base-type": (
        "“{value}” is a field that every record has, of the type {type}, which cannot be changed",
        "a change has no effect; records are read as {type} all the same",
        "delete type; only values and about go here",
    ),
    "param-direction": (
        "the parameter “{value}” may be tightened, so which way is stricter has to be said",
        "whether higher or lower is stricter is not known",
        "add tighter: lower or higher",
    ),
}

PROBLEMS: dict[str, str] = {
    key: text
    for code, (what, why, cure) in _TABLE.items()
    for key, text in ((f"problem.{code}", what), (f"problem.{code}.why", why), (f"problem.{code}.cure", cure))
}
