"""The HTTP API and the local page (extra ``serve``): uploads in, the stages' answers out.

Nothing here measures or judges; ``API.md`` beside this file says what a client may ask for.
"""
