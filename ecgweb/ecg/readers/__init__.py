"""From the bytes of an upload to something that can be read: one module a format."""
