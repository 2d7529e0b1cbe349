#!/bin/sh
# What each production process is: deploy/start.sh web | worker | beat | migrate. `make run` starts the same.
set -eu
cd "$(dirname "$0")/.."
case "${WORKER_PROCESSES:-2}" in
*[!0-9]* | 0)
    echo "WORKER_PROCESSES 应是不小于 1 的整数。" >&2
    exit 2
    ;;
esac
case "${1:-}" in
migrate) exec python manage.py migrate --noinput ;;
web) exec python -m gunicorn --config deploy/gunicorn.py governance.wsgi ;;
worker) exec python -m celery --app governance worker --queues "${WORKER_QUEUES:-celery,jobs}" --concurrency "${WORKER_PROCESSES:-2}" --loglevel INFO --without-mingle --without-gossip ;;
beat) exec python -m celery --app governance.beat beat --loglevel INFO --schedule "${BEAT_SCHEDULE:-/tmp/beat-schedule}" --pidfile= ;;
*)
    echo "usage: deploy/start.sh web|worker|beat|migrate" >&2
    exit 2
    ;;
esac
