# One image for web, worker, beat and migrate: docker-compose.yml says which. deploy/start.sh is all it runs.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt /build/
RUN /venv/bin/pip install --require-hashes --no-deps -r /build/requirements.txt \
    && /venv/bin/python -m compileall -q /venv/lib \
    && /venv/bin/pip uninstall -y -q setuptools pip
COPY manage.py /portal/
COPY governance /portal/governance
COPY cases /portal/cases
COPY templates /portal/templates
COPY static /portal/static
COPY data /portal/data
COPY deploy /portal/deploy
WORKDIR /portal
# values that only let the settings be read: nothing of them stays in the image
RUN SECRET_KEY=00000000000000000000000000000000000000000000000000 \
    SEALING_KEYS=0:MDAwMDAwMDAwMDAwMDAwMA== \
    INDEX_KEYS=0:MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA= \
    TRAIL_KEY=MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA= \
    DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost/0 \
    FILES_ROOT=/tmp/files STATIC_ROOT=/portal/static-root \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /venv/bin/python -m compileall -q governance cases

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /files /run/portal \
    && pip uninstall -y -q setuptools wheel pip
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/portal/static-root FILES_ROOT=/files BEAT_SCHEDULE=/run/portal/beat-schedule
COPY --from=build /venv /venv
COPY --from=build /portal /portal
WORKDIR /portal
USER portal
EXPOSE 8000
ENTRYPOINT ["deploy/start.sh"]
CMD ["web"]
