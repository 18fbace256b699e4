"""The application as servers and the `flask` command find it."""

import os

# The matrices of a page are small: threads for each product would wait for one another, on a busy machine for seconds.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from ecgweb import create_app

app = create_app()
