"""The archive: records kept on disk, stories counted once, asked as of any day."""

from .adding import Added, page_id
from .archive import Archive
from .filters import Filter, Near

__all__ = ["Added", "Archive", "Filter", "Near", "page_id"]
