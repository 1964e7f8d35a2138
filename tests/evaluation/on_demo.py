"""The shipped engine's evaluation on the demo, made once."""

from functools import cache

from evaluation.report import Evaluation
from evaluation.run import Request, measure
from tests.support.builders import AS_OF
from tests.support.shipped import demo


@cache
def on_demo() -> Evaluation:
    """With every baseline and the seed 0."""
    return measure(demo(), Request("demo", AS_OF, synthetic=True))
