"""Violated constraints: the name of the schema's rule that a change broke."""

from sqlalchemy.exc import IntegrityError

from libs.servicekit.database.faults import driver_error


def violated(error: IntegrityError) -> str | None:
    """The name of the violated constraint, as `tables.NAMING` spells it; None where the server names none.

    A store maps the one constraint it expects and lets others through:

        except IntegrityError as error:
            if violated(error) == "uq_sample_tenant_id_persona_id_digest":
                raise DuplicateSample(...) from error
            raise
    """
    name = getattr(driver_error(error), "constraint_name", None)
    return name if isinstance(name, str) else None
