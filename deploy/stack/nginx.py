"""The nginx configuration of ``deploy/nginx`` with its values filled in, as envsubst would."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

DEPLOY = Path(__file__).resolve().parent.parent
SOURCE = DEPLOY / "nginx"
_NAME = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")

# What a distribution's /etc/nginx/nginx.conf says around it.
_FRAME = """
{user}
daemon off; pcre_jit on; worker_processes {workers}; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log warn;
events {{ worker_connections 1024; }}
http {{
    include {mime};
    default_type application/octet-stream;
    access_log off; sendfile on; tcp_nopush on;
    client_body_temp_path {folder}/temp/body; proxy_temp_path {folder}/temp/proxy;
    fastcgi_temp_path {folder}/temp/f; uwsgi_temp_path {folder}/temp/u; scgi_temp_path {folder}/temp/s;
    include {folder}/portal.conf;
}}
"""


def fill_in(template: str, values: Mapping[str, str]) -> str:
    """Replace every ``${NAME}``. Raises KeyError for a name without a value: nothing is left empty by mistake."""
    return _NAME.sub(lambda found: values[found[1]], template)


def names(template: str) -> set[str]:
    """Return the names that a template asks for."""
    return set(_NAME.findall(template))


def configure(folder: Path, values: Mapping[str, str], *, user: str = "", workers: int = 2) -> Path:
    """Write the configuration into ``folder``; returns the main file's path.

    Args:
        folder: where the configuration, the temporary files and the error log are.
        values: for ``portal.conf.template``.
        user: the account of nginx's workers; "" for whoever starts it.
    """
    (folder / "temp").mkdir(parents=True, exist_ok=True)
    (folder / "portal.conf").write_text(fill_in((SOURCE / "portal.conf.template").read_text(), values))
    here = Path(values["PORTAL_NGINX"])
    here.mkdir(parents=True, exist_ok=True)
    for piece in SOURCE.glob("*.conf"):
        (here / piece.name).write_bytes(piece.read_bytes())
    (here / "pages").mkdir(exist_ok=True)
    for page in (SOURCE / "pages").iterdir():
        (here / "pages" / page.name).write_bytes(page.read_bytes())
    main = folder / "nginx.conf"
    main.write_text(
        _FRAME.format(
            user=f"user {user};" if user else "", folder=folder, workers=workers, mime="/etc/nginx/mime.types"
        )
    )
    return main


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine's own names, good for a day; returns certificate and key."""
    made, key = folder / "tls.pem", folder / "tls.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "1", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1", "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key
