"""gunicorn for every set-up: `gunicorn -c deploy/gunicorn.conf.py cms.wsgi`. Numbers come from the environment
and from ``.env``, as the portal's settings do (docs/settings.md).
"""

import gc
import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from cms.monitoring import ended
from cms.settings.environment import env, refuse_if_wrong

try:
    refuse_if_wrong()
except ImproperlyConfigured as wrong:
    sys.exit(str(wrong))

# The release itself, not the link that leads to it: a worker that starts anew stays with the release of its master.
chdir = str(Path(__file__).resolve().parent.parent)
bind = env("GUNICORN_BIND", default="127.0.0.1:8001")
# The portal computes and asks the database in turns: two processes a core, four threads in each. Not the usual
# WEB_CONCURRENCY: gunicorn reads that one before this file, and answers a wrong value with a traceback.
workers = env.int("GUNICORN_WORKERS", default=2)
worker_class = "gthread"
threads = env.int("GUNICORN_THREADS", default=4)
# nginx keeps connections open.
keepalive = 65
# A worker whose main thread gives no sign of life for so long is ended. No request is: it runs in a thread, and those
# nobody ends. So what it waits for has an end of its own: the database (cms/patience.py), Redis, the mail server. nginx
# waits for a minute (proxy_read_timeout).
timeout = 60
graceful_timeout = 30
# A leak of a package costs a restart, never the machine.
max_requests = 20_000
max_requests_jitter = 2_000
# Signs of life of the workers: in memory, so that a full or read-only disk does not end them.
worker_tmp_dir = "/dev/shm"
# gunicornc is not used. Its socket would lie in the home, which the service cannot write to, one for all applications.
control_socket_disable = True
# nginx writes the access log; the portal writes what it has to say (LOGGING).
accesslog = None
errorlog = "-"
# The most that gunicorn can be told but "no end", with which it reads on for as long as somebody sends. nginx hands no
# longer address on, and no line of a header beyond 32k, which may come packed by HTTP/2: what gunicorn says of one is
# English.
limit_request_line = 8190
limit_request_field_size = 65_536
# Whose X-Forwarded-* count: nginx's. The port is reached by nginx alone.
forwarded_allow_ips = "*"


def on_starting(server) -> None:
    """Add up what the processes before this start counted for Prometheus."""
    _gather(server)


def post_worker_init(_worker) -> None:
    """Let the collector pass over what was loaded: all threads of a worker stand while it walks that."""
    gc.collect()
    gc.freeze()


def child_exit(server, _worker) -> None:
    """Add up what a worker counted that has ended."""
    _gather(server)


def _gather(server) -> None:
    try:
        ended.gather(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""))
    except Exception:  # the master must not end for it
        server.log.exception("What ended processes counted could not be added up")
