"""What a person decided on a claim stands under its sentence, as text."""

from hemkg.model.answer import Citation
from hemkg.page_parts.evidence import card


def test_a_card_says_what_a_person_decided():
    shown = str(card(Citation(1, "wu2020", "q", decided="accepted by <b>Ada</b> on 2026-01-01: seen"), "g"))
    assert "accepted by &lt;b&gt;Ada&lt;/b&gt; on 2026-01-01: seen" in shown
    assert "<b>" not in shown
    assert "accepted" not in str(card(Citation(1, "wu2020", "q"), "g"))
