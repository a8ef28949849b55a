"""The API as OpenAPI 3.1 and the schemas it refers to, made from the addresses that are served."""
