"""Renders an Argo CD repository and checks everything that Argo CD would apply, offline."""

__version__ = "0.1.0"
