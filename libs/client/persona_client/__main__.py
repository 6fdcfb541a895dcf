"""`python -m persona_client` is the persona command."""

from persona_client.cli import main

if __name__ == "__main__":
    main()
