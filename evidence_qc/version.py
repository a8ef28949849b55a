"""The version of the package: one string, also part of every cache key and report."""

VERSION = "0.2.0"
