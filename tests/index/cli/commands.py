"""What tests of commands share."""

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


FLOOD = "The river Anse flooded Brey on Sunday. The mayor closed two bridges."


PAGE = f"<html><head><title>Flood</title></head><body><article><h1>Flood</h1><p>{FLOOD * 3}</p></article></body></html>"
