"""A certificate that this computer makes for itself: for which names, until when, its fingerprint.

Key and certificate are one PEM text, so that they always belong together.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID = timedelta(days=397)
"""Browsers take no longer one from authorities (CA/Browser Forum SC31), Apple none above 825."""
RENEWED_BEFORE = timedelta(days=30)
"""What ends sooner is made anew, so that none ends while a dispute is open."""
CLOCKS_DIFFER = timedelta(days=1)
"""A phone whose clock is late takes it all the same."""


def make_certificate(names: Collection[str], now: datetime) -> bytes:
    """A new key (ECDSA P-256) and a certificate that it has signed itself, as PEM.

    Args:
        names: IP addresses and host names that it is for; what can stand in no certificate is left
            out (see ``certifiable``).
        now: with a time zone.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "evidence-qc")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName(_general_names(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_USE, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


_USE = x509.KeyUsage(
    digital_signature=True, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
    encipher_only=False, decipher_only=False,
)  # fmt: skip


def certifiable(names: Collection[str]) -> frozenset[str]:
    """Those of the names that a certificate can be for, as they stand in it."""
    return _as_text(_general_names(names))


def serves(pem: bytes, names: Collection[str], now: datetime) -> bool:
    """Whether key and certificate belong together, are for all names, and hold long enough."""
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        key = serialization.load_pem_private_key(pem, password=None)
        named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, TypeError, x509.ExtensionNotFound):
        return False
    return (
        certificate.public_key() == key.public_key()
        and certificate.not_valid_before_utc
        <= now
        < certificate.not_valid_after_utc - RENEWED_BEFORE
        and certifiable(names) <= _as_text(list(named))
    )


def fingerprint_of(pem: bytes) -> str:
    """SHA-256 of the certificate as browsers show it: pairs of hexadecimal digits, with colons."""
    return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex(":").upper()


def _general_names(names: Collection[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in dict.fromkeys(names):
        if not name or not name.isascii() or len(name) > 253 or "%" in name:
            continue
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name.lower()))
    return found


def _as_text(names: Collection[x509.GeneralName]) -> frozenset[str]:
    return frozenset(str(name.value) for name in names)
