#!/bin/sh
# One line that says what is missing, instead of npm's own words.
if command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; then
  exit 0
fi
echo "Pejling gathers its look from npm: install Node 18 or newer (Debian: apt-get install nodejs npm)." >&2
exit 1
