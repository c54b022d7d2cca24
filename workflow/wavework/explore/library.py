"""The one library that the page is drawn with: Vega, as bundled in the wheel of vl-convert-python."""

import re

import vl_convert

from wavework.problems import InputError, Problem

ENDS_A_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)


def bundle() -> str:
    """Vega and its loader as one script, which sets `window.vega` and `window.vegaEmbed`; the same bytes each time.

    Nothing is fetched. Raises InputError where a page could not hold it: a release of the package that bundles
    otherwise.
    """
    script = str(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # its stub lacks the default
    lacking = [name for name in ("window.vegaEmbed", "window.vega") if f"{name}=" not in script]
    if lacking or ENDS_A_SCRIPT.search(script):
        found = f"a script without {', '.join(lacking)}" if lacking else "a script that a page cannot hold"
        expected = f"Vega {vl_convert.get_vega_version()}, as it stood in the locked release"
        raise InputError(Problem("vl-convert-python", found, expected, "install the version of envs/pipeline.lock"))
    return script
