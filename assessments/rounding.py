"""Rounding is display, and done as offices do it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, decimals: int) -> Decimal:
    """Half up, as offices round, after the dust of binary fractions is gone; nothing has no sign.

    >>> rounded(8.735, 2), rounded(-1e-12, 2)
    (Decimal('8.74'), Decimal('0.00'))
    """
    return Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
