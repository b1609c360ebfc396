# 用法：docker build -t civcheck . && docker run --rm -v "$PWD/台账:/ledger:ro" civcheck audit /ledger
FROM python:3.12-slim AS build
COPY . /src
RUN python3 -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels /src

FROM python:3.12-slim
COPY --from=build /wheels /wheels
RUN python3 -m pip install --no-cache-dir /wheels/*.whl && rm -r /wheels \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin civcheck
ENV LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /work
ENTRYPOINT ["civcheck"]
CMD ["--help"]
