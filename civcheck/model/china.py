"""The time of China, by which days are told wherever civcheck runs."""

from datetime import timedelta, timezone

CHINA = timezone(timedelta(hours=8))
