"""The archive: records kept on disk, stories counted once, asked as of any day."""

from .archive import Archive
from .filters import Filter, Near
from .given import Added, page_id

__all__ = ["Added", "Archive", "Filter", "Near", "page_id"]
