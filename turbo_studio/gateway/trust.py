"""Whom the program trusts: the certificates of the operating system, whatever the environment says."""

from __future__ import annotations

import platform
import ssl
from pathlib import Path

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where Debian, Fedora (new and old), SUSE, Alpine and the BSDs keep the trusted certificates."""


def _load_system_bundle(context: ssl.SSLContext) -> None:
    """Load by explicit path: OpenSSL's own default paths would follow SSL_CERT_FILE and SSL_CERT_DIR."""
    for bundle in _BUNDLES:
        if Path(bundle).is_file():
            context.load_verify_locations(cafile=bundle)
            return
    compiled_in = ssl.get_default_verify_paths()
    folder = Path(compiled_in.openssl_capath)
    file = Path(compiled_in.openssl_cafile)
    if file.is_file() or folder.is_dir():
        context.load_verify_locations(
            cafile=str(file) if file.is_file() else None, capath=str(folder) if folder.is_dir() else None
        )


def build_ssl_context(ca_file: str = "") -> ssl.SSLContext:
    """A client's context: the system's trust store, host names checked, TLS 1.2 or newer.

    ``ca_file`` names PEM certificates that are trusted besides; OSError where it holds none.

    Made by hand because ``ssl.create_default_context`` writes the session's secrets to
    SSLKEYLOGFILE. Reads files: call it off the event loop.
    """
    if platform.system() in ("Darwin", "Windows"):
        import truststore  # asks the system's own verifier, which exists there alone

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _load_system_bundle(context)
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
