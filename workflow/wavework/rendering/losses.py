"""x"""
import re
from wavework.problems import Problem
_MISTAKES = re.compile(r"ERROR")
def problems_in_log(log: str, file: str) -> list[Problem]:
    return [Problem(file, f"quarto: {line.strip()}", "a log without it", "mend the source") for line in log.splitlines() if _MISTAKES.search(line)]
