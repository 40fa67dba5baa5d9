from pathlib import Path

import pytest

from index.answering.fitted import MODELS, Fitted
from index.errors import ModelError


def test_a_readers_own_weights_are_taken_and_anothers_expectations_are_not(tmp_path: Path) -> None:
    assert Fitted.of(tmp_path).expected == {}
    assert Fitted.of(tmp_path).weights == Fitted.of(MODELS / "reader").weights
    assert Fitted.of(MODELS / "reader").expected != {}
    (tmp_path / "fitted.json").write_text('{"weights": {"bias": 2.0}, "confidence": {}, "figures": 1}')
    assert Fitted.of(tmp_path) == Fitted({"bias": 2.0}, {})
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "fitted.json").write_text("nonsense")
    with pytest.raises(ModelError, match="holds no fitted weights"):
        Fitted.of(broken)
