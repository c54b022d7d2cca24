"""What a codebook's file chooses is told apart from how it words it."""

import pytest

from wavework.codebook.choices import choices_of

ITEMS = "item,scale,label_en,label_fr\na,yes_no,Ramp,Rampe\n"
CLAIMS = "c:\n  text: {en: All have it., fr: Toutes l’ont.}\n  rule: {kind: share, relation: all}\n"


def choices(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    choices_of.cache_clear()
    return choices_of(str(folder / name.partition(".")[0]))


@pytest.mark.parametrize(("name", "text", "edits", "same"), [
    ("items.csv", ITEMS, ("Ramp,", "Slope,"), True),
    ("items.csv", ITEMS, ("yes_no", "count"), False),
    ("items.csv", ITEMS, ("label_fr", "label_es"), False),
    ("items.csv", ITEMS, ("\na,yes", "\nb,yes"), False),
    ("claims.yaml", CLAIMS, ("All have it.", "Each has it."), True),
    ("claims.yaml", CLAIMS, (", fr: Toutes l’ont.", ""), False),
    ("claims.yaml", CLAIMS, ("relation: all", "relation: most"), False),
])  # fmt: skip
def test_a_label_is_no_choice_and_all_else_is(tmp_path, name, text, edits, same):
    assert edits[0] in text
    before, after = choices(tmp_path, name, text), choices(tmp_path, name, text.replace(*edits))
    assert (before == after) is same
