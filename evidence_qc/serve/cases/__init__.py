"""The case of a person at the page: kept on disk, changed by patches, shown before it is saved."""
