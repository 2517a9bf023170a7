"""Runs one command and prints its cost: CPU, wall and size of it and of every process it started.

Kept apart, and without imports that it can do without: a process inherits the peak size of the one
that started it, so this one's own few megabytes are the least that can be measured.
"""

import os
import sys
from time import monotonic

figures, command = int(sys.argv[1]), sys.argv[2:]
os.set_inheritable(figures, False)
begun = monotonic()
child = os.posix_spawnp(command[0], command, os.environ)
_, status, used = os.wait4(child, 0)
wall = monotonic() - begun
# Linux counts kilobytes, macOS bytes.
peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
code = os.waitstatus_to_exitcode(status)
with os.fdopen(figures, "w") as out:
    out.write(f"{code} {used.ru_utime} {used.ru_stime} {wall} {peak}\n")
