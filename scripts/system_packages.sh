#!/bin/sh
# The tests' outside helpers: a browser, a database server and R. In CI they are mandatory and installed here;
# elsewhere a missing one is named, and its tests are skipped with the reason.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v Rscript >/dev/null 2>&1 || missing="$missing r-base-core"
ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || missing="$missing postgresql"
if command -v Rscript >/dev/null 2>&1; then
  Rscript -e 'q(status = !all(c("survival", "cmprsk") %in% rownames(installed.packages())))' >/dev/null 2>&1 ||
    missing="$missing r-cran-survival r-cran-cmprsk"
else
  missing="$missing r-cran-survival r-cran-cmprsk"
fi
[ -n "$missing" ] || exit 0
if [ "${CI:-}" = "true" ] && [ "$(id -u)" = "0" ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -q >/dev/null
  # shellcheck disable=SC2086  # a list of package names
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
  exit 0
fi
echo "Not installed, so their tests are skipped:$missing" >&2
