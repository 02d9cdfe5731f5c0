"""How a benchmark tells a figure: one JSON object a line, as ``__main__`` reads it."""

import json


def tell(figure: str, value: float, unit: str, **beside: float | str) -> None:
    """Print a figure with its ``floor`` and ``bound``, or its ``limit``, and what else is told."""
    told = {"figure": figure, "value": value, "unit": unit, **beside}
    print(json.dumps(told, ensure_ascii=False), flush=True)
