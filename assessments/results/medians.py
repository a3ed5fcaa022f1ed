"""The middle of each peer group, part by part: what a score is compared with, without a name."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.results.compare import Comparison

Medians = Mapping[tuple[str, str], float]


def medians(comparison: Comparison) -> Medians:
    """(peer group, node) → the median of its scored members, this institution among them; nothing where fewer than two are scored.

    Places in an order have a middle too, so levels of risk get one although no mean is taken of them.
    """
    scored = comparison.table.dropna(subset=["value"])
    found = scored.groupby(["peer_group", "code"], sort=False)["value"].agg(["median", "count"]).reset_index()
    return {(row["peer_group"], row["code"]): float(row["median"]) for row in found.to_dict("records") if row["count"] > 1}
