"""What the server counts, in the text format of Prometheus."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from hemkg.model.answer import Scope
from hemkg.serving.desk import Desk

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
DESKS: Final = {
    "hemkg_running": "Requests that are being worked on.",
    "hemkg_waiting": "Requests that wait for a process.",
}
DESK_TOTALS: Final = {
    "hemkg_refused": "Requests that were refused since too many waited, or waited too long.",
    "hemkg_stopped": "Requests that were stopped since they took too much time or memory.",
}
Seen = Callable[[], "tuple[Scope, float] | None"]


class Metrics:
    """What is counted of one server.

    Args:
        desks: where requests are worked on.
        seen: gives what the store holds and how old that knowledge is [s], None if it cannot be read.
    """

    def __init__(self, desks: Sequence[Desk], seen: Seen) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "hemkg_requests", "Requests, by route and status.", ["route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "hemkg_request_seconds", "Seconds from a request to its answer.", ["route"],
            buckets=BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._registry.register(_State(desks, seen))
        ProcessCollector(registry=self._registry)

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return everything that is counted."""
        return generate_latest(self._registry)


class _State(Collector):
    """What is looked up when somebody asks, and not counted on the way."""

    def __init__(self, desks: Sequence[Desk], seen: Seen) -> None:
        self._desks = desks
        self._seen = seen

    def collect(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        yield from self._of_desks()
        yield from self._of_store()

    def _of_desks(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        for name, told in DESKS.items():
            gauge = GaugeMetricFamily(name, told, labels=["desk"])
            for desk in self._desks:
                gauge.add_metric([desk.name], getattr(desk, name.removeprefix("hemkg_")))
            yield gauge
        for name, told in DESK_TOTALS.items():
            total = CounterMetricFamily(name, told, labels=["desk"])
            for desk in self._desks:
                total.add_metric([desk.name], getattr(desk, name.removeprefix("hemkg_")))
            yield total

    def _of_store(self) -> Iterator[GaugeMetricFamily]:
        seen = self._seen()
        yield GaugeMetricFamily("hemkg_store_up", "Whether the store can be read.", value=seen is not None)
        if seen is not None:
            scope, age = seen
            yield GaugeMetricFamily("hemkg_papers", "Papers that were read.", value=scope.papers)
            yield GaugeMetricFamily("hemkg_titles", "Papers known by their title only.", value=scope.titles)
            yield GaugeMetricFamily("hemkg_failed", "Documents that could not be read.", value=scope.failed)
            yield GaugeMetricFamily(
                "hemkg_snapshot_age_seconds", "Seconds since the state that is read was known to be the newest.",
                value=age,
            )  # fmt: skip
