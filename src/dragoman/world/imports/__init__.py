"""Tables from what others publish: Wikidata, FollowTheMoney, the PETRARCH dictionaries."""

from .bring import FORMS, Summary, bring
from .known import Known
from .rows import Skipped, Taken

__all__ = ["FORMS", "Known", "Skipped", "Summary", "Taken", "bring"]
