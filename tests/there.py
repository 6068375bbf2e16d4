"""What a test knows to be there, for the types too."""

from typing import TypeVar

Found = TypeVar("Found")


def there(found: Found | None) -> Found:
    """The value itself; the test fails where there is none."""
    assert found is not None
    return found
