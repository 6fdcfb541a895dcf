"""Revoked keys in memory, and the streams that end with them."""

from libs.servicekit.calls.revocations import RevokedKeys


def test_a_stream_is_stopped_once_when_its_key_is_revoked() -> None:
    revoked, stopped = RevokedKeys(), list[str]()
    with (
        revoked.watched("key:a", lambda: stopped.append("first")),
        revoked.watched("key:a", lambda: stopped.append("second")),
        revoked.watched("key:b", lambda: stopped.append("other")),
    ):
        revoked.replace(["key:c"])
        assert stopped == []
        revoked.replace(["key:c", "key:a"])
        revoked.replace(["key:a"])
    assert sorted(stopped) == ["first", "second"]
    assert "key:a" in revoked
    assert "key:c" not in revoked


def test_a_stream_that_has_ended_is_not_stopped() -> None:
    revoked, stopped = RevokedKeys(), list[str]()
    with revoked.watched("key:a", lambda: stopped.append("a")):
        pass
    revoked.replace(["key:a"])
    assert stopped == []
