"""`python -m deploy.local.migrate_database SERVICE` brings a service's schema to its newest version.

Reads the URL of the schema's owner from PERSONA_OWNER_DATABASE_URL.
"""

import asyncio
import os
import sys

from deploy.local import variables
from libs.servicekit.migrations import migrate

if __name__ == "__main__":
    asyncio.run(migrate(sys.argv[1], os.environ[variables.OWNER_URL]))
