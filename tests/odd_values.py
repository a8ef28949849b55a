"""Values of TOML that fit no field, or hardly: what is asked of whoever reads one by hand."""

ODD = (
    "1" + "0" * 400,
    "-1" + "0" * 400,
    "1e999",
    "nan",
    "-inf",
    "[]",
    "{a = 1}",
    "[[1]]",
    '""',
    "true",
)
