#!/bin/sh
# One line that says what is missing, instead of a traceback half-way.
"$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exit 0
echo "Pejling needs Python 3.11 or newer as '$1' (or: make PYTHON=/path/to/python3.12)." >&2
exit 1
