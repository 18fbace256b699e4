"""From a picture of a page to traces."""

from ecgweb.ecg.page.read import read_page

__all__ = ["read_page"]
