"""The most memory that this process ever had."""

from __future__ import annotations

from pathlib import Path


def peak() -> float:
    """Peak resident memory so far in MB (VmHWM of Linux), pages of mapped files included."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    raise OSError("this system does not tell the peak of resident memory (no VmHWM in /proc/self/status)")
