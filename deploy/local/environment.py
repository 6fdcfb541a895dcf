"""Environment variables of each process of the stack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.local import variables
from deploy.local.layout import Layout
from deploy.local.services import Service
from deploy.local.settings import HOST, LocalSettings, port_variable
from deploy.postgres import urls
from deploy.postgres.logins import app_role, owner_role, role_password

# Requests are served side by side on the same cores: a pool of threads in each process would only take memory and time
# from the others.
SINGLE_THREADED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Environment:
    """Variables of the stack's processes. `admin_url` is the database as its administrator reaches it."""

    settings: LocalSettings
    layout: Layout
    services: Sequence[Service]
    admin_url: str
    secret: str

    def of(self, service: Service) -> Mapping[str, str]:
        """A service's own settings, under its prefix, and the addresses of all services."""
        own = {f"{service.prefix}HOST": HOST, port_variable(service.name): str(self.settings.ports[service.name])}
        if service.has_schema:
            own[f"{service.prefix}DATABASE_URL"] = self._login(app_role(service.name))
            own[f"{service.prefix}IDENTITY_KEY_FILE"] = str(self.layout.service_key(service.name))
        if service.issues_tokens:
            own[f"{service.prefix}SIGNING_KEY_FILE"] = str(self.layout.signing_key)
        return {
            **SINGLE_THREADED,
            **self.addresses(),
            **own,
            "PERSONA_IDENTITY_JWKS_FILE": str(self.layout.jwks),
        }

    def addresses(self) -> Mapping[str, str]:
        """PERSONA_<SERVICE>_ADDRESS of every service, as host:port."""
        return {f"{each.prefix}ADDRESS": self.settings.address(each.name) for each in self.services}

    def of_administrator(self) -> Mapping[str, str]:
        """For deploy.local.bootstrap_database."""
        return {variables.ADMIN_URL: self.admin_url, variables.DATABASE_SECRET: self.secret}

    def of_owner(self, service: Service) -> Mapping[str, str]:
        """For deploy.local.migrate_database."""
        return {variables.OWNER_URL: self._login(owner_role(service.name))}

    def of_client(self) -> Mapping[str, str]:
        """For the persona command, as the local tenant."""
        return {**self.addresses(), "PERSONA_API_KEY": self.layout.key_file.read_text().strip()}

    def _login(self, role: str) -> str:
        password = role_password(self.secret, role)
        return urls.for_sqlalchemy(urls.with_login(self.admin_url, user=role, password=password))
