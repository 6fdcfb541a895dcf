"""`python -m deploy.checks.client_services` writes the client's list of services from the directory.

The client is a wheel of its own, and imports nothing of the services.
"""

from pathlib import Path

from libs.servicekit.directory import HOST, directory

PAGE = Path(__file__).parents[2] / "libs/client/persona_client/services.py"


def page() -> str:
    """Returns the module as it should be."""
    rows = "".join(f'    "{row.name}": "{HOST}:{row.port}",\n' for row in directory().services)
    return (
        '"""Services and their addresses on the local stack. Generated from the directory of services."""\n\n'
        f"LOCAL_ADDRESSES = {{\n{rows}}}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page())
