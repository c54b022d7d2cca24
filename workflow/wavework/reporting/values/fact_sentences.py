"""Published facts about answers in words: each row of the codebook's constraints.csv as a short statement."""

from wavework.reporting.inputs import Inputs
from wavework.reporting.values.variables import Row

RELATIONS = {"=": "exactly", ">=": "at_least", "<=": "at_most"}


def fact_text(inputs: Inputs, row: Row) -> str:
    """A constraint in the report's language, behind the wave that it is about."""
    kind, bound = str(row["kind"]), str(row["bound"])
    say, listed = inputs.language.say, inputs.language.listed
    items = _items(inputs, str(row["items"]))
    quoted = [say("answers.quoted", item=item) for item in items]
    slots = {
        "items": listed(quoted),
        "order": " > ".join(quoted),
        "answers": say("facts.or").join(_answers(inputs, row)),
        "units": listed(inputs.of_unit[unit] for unit in str(row["units"]).split("|") if unit),
        "bound": bound,
    }
    if row["relation"] in RELATIONS and bound.isdigit():
        slots["bound"] = say(f"facts.{RELATIONS[str(row['relation'])]}", n=inputs.language.number(float(bound)))
    elif kind == "mean":
        slots["bound"] = inputs.language.shortest(float(bound))
    elif kind == "increase":  # of all units of each wave, which are not the same
        del slots["units"]
        for name, of_wave in (("n", str(row["wave"])), ("before", bound)):
            slots[name] = inputs.language.number(len(inputs.units_of[of_wave]))
        slots["bound"] = inputs.wave_title(bound)
    of_some = kind == "count" and slots["units"] != ""
    text = say(f"facts.{kind}_of_some" if of_some else f"facts.{kind}", **slots)
    return inputs.language.labelled(inputs.wave_title(str(row["wave"])), text)


def _items(inputs: Inputs, names: str) -> list[str]:
    """Labels of the items; of a whole battery its title."""
    return [
        inputs.of_battery[name.removeprefix("battery:")] if name.startswith("battery:") else inputs.of_item[name]
        for name in names.split("|")
    ]


def _answers(inputs: Inputs, row: Row) -> list[str]:
    """Labels of the answers, in the scale of the first item; a placeholder is what the config has chosen for it."""
    first = str(row["items"]).split("|")[0]
    if first.startswith("battery:"):
        battery = first.removeprefix("battery:")
        first = next(iter(inputs.book.items.loc[inputs.book.items["battery"] == battery, "item"]))
    chosen = inputs.study.get("reconstruction", {}).get("assumptions", {})
    names = [chosen.get(name[1:], name) if name.startswith("@") else name for name in str(row["answers"]).split("|")]
    codes = [code for name in names for code in str(name).split("|") if code]
    labels = inputs.of_answer
    return [inputs.language.say("answers.quoted", item=labels.get((inputs.book.scale_of[first], c), c)) for c in codes]
