"""What is said in Chinese of the clerk's year: what falls due, what has just changed."""

YEAR: dict[str, str] = {
    "due.range": "往后 {days} 天（到 {last}）里到期的 {count} 条；当天还来得及",
    "due.incomplete": "台账没有核查完整，到期的可能不止这些：先看 civcheck audit",
    "due.section": "{name}：{count} 条",
    "due.nobody": "没有写分工的",
    "due.line": "{day}（剩 {days} 天）{title}",
    "due.behind": "进度滞后 {count} 条：到期晚，但已经落下",
    "due.behind-line": "{rule} {title}：已有 {have}，要 {need}，{due} 到期",
    "due.behind-whose": "{rule} {title}（{duty}）：已有 {have}，要 {need}，{due} 到期",
    "due.hint": "看哪些记录算、哪些差一点：{command}",
    "due.note": (
        "按已经写进台账的安排都如期办了来算；“差什么”说的是到了那一天会差什么。"
        "谁负责写在 unit.yaml 的“分工”里，例如 2: 政治部。"
    ),
    "due.calendar": "{unit} {year} 年度到期提醒",
    "due.event": "到期：{title}",
    "watch.begin": "正在看着这个台账：文件一变就重新核查，只说变了什么。按 Ctrl-C 结束。",
    "watch.same": "{at} 文件有变动，结论没有变化",
    "watch.again": "{at} {counters}",
    "watch.rule": "{change} {rule} {title}",
    "watch.came": "新出现：{said}",
    "watch.went": "已消除：{said}",
    "watch.end": "不再看着。",
    "point.short": "要点 {point}",
    "error.length-of-time": "“{value}”不是时间长度：写天数或周数，例如 --within 30d、--within 4w",
}
