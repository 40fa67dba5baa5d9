from pathlib import Path

import numpy as np
import pytest

from index import ModelError
from index.encoders import MiniLM, checked_weights


@pytest.mark.parametrize("name", ["modeling.py", "pytorch_model.bin", "head.pkl"])
def test_folder_that_can_carry_code_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(ModelError, match="refused"):
        checked_weights(tmp_path, None)


def test_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ONRECORD_MODEL"):
        checked_weights(tmp_path, None)


def test_swapped_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelError, match="not the published ones"):
        checked_weights(tmp_path, "0" * 64)


@pytest.mark.model
def test_packaged_model_embeds_to_unit_vectors_and_counts_pieces() -> None:
    model = MiniLM()
    vectors = model.embed(["The minister denied it.", "Football.", ""])
    assert vectors.shape == (3, 384) == (3, model.key.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert model.embed([]).shape == (0, 384)
    assert model.count_pieces("Konashenkov spoke") > 2
