"""A finished PDF, looked at as a printer's reader would: ``pages`` reads what is painted, ``measures`` judges it.

Nothing of the compiler's own knowledge goes in: what it believes to have set is not what counts.
"""

from vision_compiler.inspection.measures import Inspection, measured
from vision_compiler.inspection.pages import read

__all__ = ["Inspection", "inspect"]


def inspect(content: bytes) -> Inspection:
    """How a PDF is set."""
    return measured(read(content))
