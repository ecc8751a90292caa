"""gunicorn for every set-up: `gunicorn -c deploy/gunicorn.conf.py cms.wsgi`. Numbers come from the environment."""

import os

bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8001")
# The portal computes and asks the database in turns: two processes a core, four threads in each.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("GUNICORN_THREADS", "4"))
# nginx keeps connections open.
keepalive = 65
# A request that takes longer than this is ended; nginx waits as long (proxy_read_timeout).
timeout = 60
graceful_timeout = 30
# A leak of a package costs a restart, never the machine.
max_requests = 20_000
max_requests_jitter = 2_000
# Signs of life of the workers: in memory, so that a full or read-only disk does not end them.
worker_tmp_dir = "/dev/shm"
# nginx writes the access log; the portal writes what it has to say (LOGGING).
accesslog = None
errorlog = "-"
# Whose X-Forwarded-* count: nginx's. The port is reached by nginx alone.
forwarded_allow_ips = "*"
