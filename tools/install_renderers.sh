#!/usr/bin/env bash
# Installs what the heavy tests look at reports with, from Debian's packages: a browser, an office program, a pdf reader.
# What is there already is left alone; needs root where something is missing.
set -euo pipefail
missing=()
command -v chromium > /dev/null || missing+=(chromium)
command -v soffice > /dev/null || missing+=(libreoffice-writer libreoffice-calc)
command -v pdftoppm > /dev/null || missing+=(poppler-utils)
fc-list 2> /dev/null | grep -q "Noto Sans CJK" || missing+=(fonts-noto-cjk)
[ "${#missing[@]}" = 0 ] && exit 0
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
