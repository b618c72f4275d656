# The image of the toolchain, for CI: argowave with Jsonnet, git and kustomize. Built from the
# repository's root: docker build --file images/toolchain.Dockerfile .
FROM golang:1.25.5-trixie AS kustomize
# Go compares what it downloads with the sums of its checksum database.
RUN CGO_ENABLED=0 GOBIN=/out go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1

FROM python:3.13.9-slim-trixie AS build
WORKDIR /src
COPY images/toolchain.txt images/
RUN python -m venv /venv
RUN /venv/bin/python -m pip install --no-cache-dir --no-deps --only-binary :all: --requirement images/toolchain.txt
COPY pyproject.toml LICENSE NOTICE ./
COPY tools tools
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .
RUN /venv/bin/python -m pip install --no-cache-dir --no-deps --no-index --find-links /wheels argowave
RUN /venv/bin/python -m pip uninstall --yes pip setuptools

FROM python:3.13.9-slim-trixie
LABEL org.opencontainers.image.description="Renders an Argo CD repository and checks everything Argo CD would apply"
LABEL org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*
# A mounted repository belongs to somebody else, and git would not read it. Only argowave asks git
# here, and turns off what a stranger's settings could start.
RUN git config --system --add safe.directory '*'
# Whoever it runs as keeps here what was fetched and found; a volume can be written to even where
# the image's own files cannot.
RUN mkdir --mode 1777 /cache
VOLUME /cache
COPY --from=kustomize /out/kustomize /usr/local/bin/
COPY --from=build /venv /venv
ENV PATH="/venv/bin:$PATH" HOME=/cache XDG_CACHE_HOME=/cache PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /repo
USER 65532:65532
ENTRYPOINT ["argowave"]
CMD ["--help"]
