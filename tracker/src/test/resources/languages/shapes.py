"""Shapes."""
import math

LIMIT = 10


class Shape:
    """A shape."""

    kind = "shape"

    def area(self):
        def helper():
            return 0

        return helper()

    @property
    def name(self):
        return "shape"

    class Meta:
        pass


@decorated
class Circle(Shape):
    @staticmethod
    async def of(radius):
        return Circle()


def größe(x):
    return x


async def fetch():
    pass


if True:
    def conditional():
        pass
else:
    def conditional():
        return 1

try:
    import fast
except ImportError:
    def slow():
        pass

type Pair = tuple[int, int]
