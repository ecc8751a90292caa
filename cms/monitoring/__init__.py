"""Whether the portal lives, and what it says of itself: probes, metrics, logs, errors (docs/monitoring.md)."""
