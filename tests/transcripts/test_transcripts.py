"""The command line as a person meets it: every transcript is played and compared line by line."""

from pathlib import Path

import pytest

from tests.transcripts.transcript import play, read

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(HERE.glob("*.txt"))


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_is_what_is_answered(
    transcript: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MUSTER_SITE", raising=False)
    differences = list(play(transcript, tmp_path))
    assert not differences, "\n\n".join(differences)


def test_the_player_sees_a_wrong_word_a_wrong_code_and_a_wrong_stream(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("$ muster completion\n? 0\n$ muster --version\n! muster [...]\nmuster 9.9\n")
    assert len(list(play(wrong, tmp_path))) == 4


def test_every_transcript_has_commands() -> None:
    assert all(any(step.command for step in read(path)) for path in TRANSCRIPTS)
