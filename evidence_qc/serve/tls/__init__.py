"""Encryption between this server and the browsers of its network, without anybody's help."""
