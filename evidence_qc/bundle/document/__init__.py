"""One PDF of all that is submitted, for platforms that take documents."""
