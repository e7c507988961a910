"""The certificate that a relay makes for itself: stations pin it when they are enrolled."""

import datetime as dt
import hashlib
import os
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cellyard import durable

CERTIFICATE, KEY = "relay-tls.pem", "relay-tls.key"
# It is pinned, not dated out: longer than any PC in a hall, and its clock may be wrong.
_YEARS = 30


def own(folder: Path) -> tuple[Path, Path]:
    """Return certificate and key of a relay as PEM files, made at the first time."""
    certificate, key = folder / CERTIFICATE, folder / KEY
    if not certificate.exists():
        _make(certificate, key)
    return certificate, key


def pin(certificate: Path) -> str:
    """Return what a station pins of a certificate: the SHA-256 (hex) of its DER form."""
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text("ascii"))
    return hashlib.sha256(der).hexdigest()


def _make(certificate: Path, key: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cellyard relay")])
    begins = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=365 * _YEARS))
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form = serialization.PrivateFormat.PKCS8
    content = private.private_bytes(pem, form, serialization.NoEncryption())
    descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    durable.write_durably(certificate, made.public_bytes(pem))
