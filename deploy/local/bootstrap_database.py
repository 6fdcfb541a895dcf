"""`python -m deploy.local.bootstrap_database SERVICE...` creates the roles and schemas of the services.

Reads the administrator's URL from PERSONA_ADMIN_DATABASE_URL and the passwords' secret from PERSONA_DATABASE_SECRET.
"""

import asyncio
import os
import sys

from deploy.local import variables
from deploy.postgres.errors import PostgresError
from deploy.postgres.roles import bootstrap


def main() -> None:
    try:
        asyncio.run(bootstrap(os.environ[variables.ADMIN_URL], sys.argv[1:], os.environ[variables.DATABASE_SECRET]))
    except PostgresError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
