"""Settings of all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# speed is measured in tests/benchmarks and never asserted: a busy machine fails no test
settings.register_profile("nlpwidgets", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nlpwidgets")
