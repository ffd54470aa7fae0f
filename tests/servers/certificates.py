"""A certificate authority for one test run, made with openssl and thrown away with it."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.daemon import hand_over

_CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
_NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1"


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM form: an authority's certificate, and a server's certificate and key for the loopback names."""

    authority: Path
    certificate: Path
    key: Path

    def client_context(self) -> ssl.SSLContext:
        """A context for clients that trust this authority and no other."""
        return ssl.create_default_context(cafile=str(self.authority))

    def server_context(self) -> ssl.SSLContext:
        """A context for servers that show this certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def make_certificates(directory: Path) -> Certificates:
    """Make an authority and a server certificate for `localhost` and `127.0.0.1`, good for two days.

    Raises:
        subprocess.CalledProcessError: openssl refused.
    """
    made = Certificates(directory / "authority.pem", directory / "server.pem", directory / "server.key")
    authority_key = directory / "authority.key"
    _openssl(
        "req", "-x509", *_CURVE, "-days", "2", "-subj", "/CN=Test authority", "-keyout", authority_key,
        "-out", made.authority, "-addext", "keyUsage=critical,keyCertSign",
    )  # fmt: skip
    _openssl(
        "req", "-x509", *_CURVE, "-days", "2", "-subj", "/CN=localhost", "-keyout", made.key, "-out", made.certificate,
        "-CA", made.authority, "-CAkey", authority_key, "-addext", _NAMES,
        "-addext", "basicConstraints=critical,CA:FALSE",
    )  # fmt: skip
    hand_over(made.authority, made.certificate, made.key)
    return made


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
